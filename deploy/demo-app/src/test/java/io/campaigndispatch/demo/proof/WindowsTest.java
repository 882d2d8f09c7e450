package io.campaigndispatch.demo.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fullest window, against counting by hand. */
class WindowsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void noPoints_fillNothing() {
    assertThat(Windows.most(new long[0], SECOND)).isZero();
  }

  @Test
  void pointsAWholeLengthApart_areNotInOneWindow() {
    assertThat(Windows.most(new long[] {0, 1_000, 2_000}, SECOND)).isEqualTo(1);
  }

  @Test
  void pointsAMillisecondCloser_areInOneWindow() {
    assertThat(Windows.most(new long[] {0, 999, 1_998}, SECOND)).isEqualTo(2);
  }

  @Test
  void pointsOfOneMillisecond_allCount() {
    assertThat(Windows.most(new long[] {5, 5, 5}, Duration.ofMillis(1))).isEqualTo(3);
  }

  @Test
  void anyPoints_countAsByTryingEveryStart() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      long[] points = random.longs(50, 0, 3_000).sorted().toArray();
      int expected =
          Arrays.stream(points)
              .mapToInt(
                  start ->
                      (int)
                          Arrays.stream(points)
                              .filter(point -> point >= start && point < start + 400)
                              .count())
              .max()
              .orElse(0);

      assertThat(Windows.most(points, Duration.ofMillis(400))).isEqualTo(expected);
    }
  }

  @Test
  void lengthBelowTheLedgersResolution_isRefused() {
    assertThatThrownBy(() -> Windows.most(new long[0], Duration.ofNanos(1_500_000)))
        .hasMessageContaining("whole milliseconds");
  }
}
