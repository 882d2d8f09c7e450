package io.campaigndispatch.dispatcher.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreThreadTest {

  /** The last: the thread lost the processor meanwhile, and metrics stood still for 50 s. */
  @ParameterizedTest
  @CsvSource({"1, 250", "8, 800", "19, 1900", "500, 2000"})
  void snapshot_isTakenAgain_afterAHundredTimesAsLong_butWithinSeconds(
      long lastedMillis, long untilNextMillis) {
    assertThat(CoreThread.untilNextSnapshot(Duration.ofMillis(lastedMillis).toNanos()))
        .isEqualTo(Duration.ofMillis(untilNextMillis).toNanos());
  }
}
