package io.campaigndispatch.bench.paced;

import static java.util.stream.IntStream.rangeClosed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.bench.stub.Call;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final long RECIPIENT = 5215500000000L;

  @Test
  void percentile_isTheNearestRank() {
    var hundred = new Latencies(100, rangeClosed(1, 100).mapToObj(n -> (double) n).toList());

    assertThat(hundred.percentile(50)).isEqualTo(50);
    assertThat(hundred.percentile(99)).isEqualTo(99);
    assertThat(hundred.percentile(100)).isEqualTo(100);
    assertThat(hundred.percentile(0.1)).isEqualTo(1);
  }

  @Test
  void p99OfSixty_isTheSlowest() {
    var sixty = new Latencies(60, rangeClosed(1, 60).mapToObj(n -> (double) n).toList());

    assertThat(sixty.percentile(99)).isEqualTo(60);
  }

  @Test
  void oneThatNeverArrived_isTheSlowest() {
    var some = new Latencies(4, List.of(3.0, 1.0));

    assertThat(some.percentile(50)).isEqualTo(3);
    assertThat(some.percentile(75)).isInfinite();
    assertThat(some.slowestArrived()).isEqualTo(3);
    assertThat(new Latencies(4, List.of()).slowestArrived()).isInfinite();
  }

  @Test
  void moreThanWerePublished_areRefused() {
    assertThatThrownBy(() -> new Latencies(1, List.of(1.0, 2.0))).hasMessage("2 of 1 arrived");
  }

  @Test
  void secondCallForARequest_doesNotCount() {
    var latencies =
        Latencies.of(
            Map.of(7L, 1_000_000L, 8L, 2_000_000L),
            List.of(
                new Call(3_000_000, "b", RECIPIENT + 7),
                new Call(9_000_000, "b", RECIPIENT + 7),
                new Call(9_000_000, "b", RECIPIENT + 6)));

    assertThat(latencies).isEqualTo(new Latencies(2, List.of(2.0)));
  }
}
