package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadingPaceTest {

  private static final long SLICE = Duration.ofMillis(80).toNanos();

  private final ReadingPace pace = new ReadingPace(0);

  private void look(double load, int calls, boolean stays, int times) {
    for (int i = 0; i < times; i++) {
      pace.read(stays);
      pace.adjust(load, calls);
    }
  }

  /** Of the next slice, how much is read. */
  private double share() {
    pace.advance(SLICE);
    int reading = 0;
    for (int i = 0; i < 800; i++) {
      long at = SLICE + i * SLICE / 800;
      pace.advance(at);
      reading += pace.isPausing(at) ? 0 : 1;
    }
    return reading / 800.0;
  }

  @Test
  void reading_thatCompetesWithCalls_getsASixteenthAtLast() {
    look(1, 5_000, false, 1);
    assertThat(share()).isEqualTo(1 / 2.0);
    look(1, 5_000, false, 10);
    assertThat(share()).isEqualTo(1 / 16.0);
  }

  @Test
  void reading_isNotSlowed_whenProcessorsAreFree_callsAreFew_orWhatIsReadStays() {
    look(0.8, 5_000, false, 5);
    look(1, 20, false, 5);
    look(1, 5_000, true, 5);
    assertThat(share()).isEqualTo(1);
    assertThat(pace.nextNanos(SLICE)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void share_growsAgain_onceCallsNeedTheProcessorsNoMore() {
    look(1, 5_000, false, 10);
    look(0.5, 5_000, false, 7);
    assertThat(share()).isEqualTo(1 / 2.0);
    look(0.5, 5_000, false, 10);
    assertThat(share()).isEqualTo(1);
  }

  @Test
  void wake_isSet_whenReadingStopsAndGoesOn() {
    look(1, 5_000, false, 10);
    assertThat(pace.nextNanos(0)).isEqualTo(SLICE / 16);
    assertThat(pace.nextNanos(SLICE / 2)).isEqualTo(SLICE);
  }
}
