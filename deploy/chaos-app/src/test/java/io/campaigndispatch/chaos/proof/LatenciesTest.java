package io.campaigndispatch.chaos.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.chaos.proof.Seen.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  private static Seen call(String recipient, long millis) {
    return new Seen(recipient, Cases.at(millis), Cases.at(millis), 0, Answer.TAKEN, true);
  }

  private static Latencies of(Map<String, Instant> due, Seen... seen) {
    return Latencies.of(due, List.of(seen), Cases.at(0), Cases.at(1_000));
  }

  @Test
  void latency_ofARequestCalledTwice_isToItsFirstCall() {
    assertThat(of(Map.of("a", Cases.at(100)), call("a", 900), call("a", 350)).millis())
        .containsExactly(250L);
  }

  @Test
  void latency_isOfWhatWasDueWithinTheTime_wheneverItWasCalled() {
    Map<String, Instant> due =
        Map.of(
            "before",
            Cases.at(-1),
            "first",
            Cases.at(0),
            "last",
            Cases.at(999),
            "after",
            Cases.at(1_000));

    assertThat(
            of(
                    due,
                    call("before", 10),
                    call("first", 20),
                    call("last", 5_000),
                    call("after", 1_001))
                .millis())
        .containsExactly(20L, 4_001L);
  }

  @Test
  void latency_ofOthers_isNotCounted() {
    assertThat(of(Map.of("a", Cases.at(0)), call("b", 10)).millis()).isEmpty();
  }

  @Test
  void quantile_isWhatSoManyTookAtMost() {
    Latencies latencies = new Latencies(LongStream.rangeClosed(1, 200).boxed().toList());

    assertThat(latencies.quantile(0.5)).isEqualTo(100);
    assertThat(latencies.quantile(0.99)).isEqualTo(198);
    assertThat(latencies.quantile(1)).isEqualTo(200);
    assertThat(new Latencies(List.of()).quantile(0.99)).isZero();
  }
}
