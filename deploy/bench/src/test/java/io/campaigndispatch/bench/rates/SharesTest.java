package io.campaigndispatch.bench.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Throttles;
import io.campaigndispatch.bench.throughput.Throttles.Throttle;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final long SECOND = 1_000_000_000;
  private static final Throttles TWO =
      new Throttles(Map.of("a", new Throttle(20, 2), "b", new Throttle(10, 1)));

  private static List<Call> every(String workspace, long millis, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new Call(n * millis * 1_000_000L, workspace, n))
        .toList();
  }

  private static List<Call> calls(List<Call> one, List<Call> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  @Test
  void usedShare_isWhatWasSentOfWhatWasEarned() {
    var used =
        UsedShares.of(
            calls(every("a", 50, 200), every("b", 200, 50)),
            TWO,
            List.of(new Span(0, 10 * SECOND)));

    assertThat(used.byWorkspace()).isEqualTo(Map.of("a", 100.0, "b", 50.0));
    assertThat(used.least()).isEqualTo(50);
    assertThat(used.median()).isEqualTo(75);
  }

  @Test
  void timeBetweenSpans_doesNotCount() {
    var used =
        UsedShares.of(
            calls(every("a", 50, 200), every("free", 1, 9_000)),
            TWO,
            List.of(new Span(0, SECOND), new Span(4 * SECOND, 6 * SECOND)));

    assertThat(used.byWorkspace()).isEqualTo(Map.of("a", 100.0, "b", 0.0));
  }

  @Test
  void windows_areEachWorkspacesOwn() {
    assertThat(Windows.of(calls(every("a", 50, 100), every("b", 100, 50)), TWO))
        .isEqualTo(new Windows(0, 0));
    assertThat(Windows.of(calls(every("a", 50, 100), every("b", 99, 3)), TWO))
        .isEqualTo(new Windows(2, 0.02));
  }

  @Test
  void idlePermit_isToldByLittlesLaw() {
    assertThat(ConservationScenario.idleMillis(64, 60, 3_000)).isCloseTo(1.333, within(0.001));
    assertThat(ConservationScenario.idleMillis(64, 64.5, 3_000)).isZero();
  }
}
