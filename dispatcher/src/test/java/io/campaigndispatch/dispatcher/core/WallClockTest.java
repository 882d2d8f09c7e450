package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WallClockTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final WallClock wall = new WallClock(new Now(0, 0));
  private long millisAhead;

  private Now after(Duration elapsed) {
    return wall.at(new Now(elapsed.toNanos(), elapsed.toMillis() + millisAhead));
  }

  private void believesAfter(Duration elapsed) {
    assertThat(after(elapsed))
        .isEqualTo(new Now(elapsed.toNanos(), elapsed.toMillis() + millisAhead));
    assertThat(wall.stepMillis()).isZero();
  }

  @Test
  void steadyClock_isBelieved_howeverLongNobodyLooked() {
    believesAfter(Duration.ofSeconds(1));
    believesAfter(Duration.ofHours(9));
  }

  @Test
  void slowDrift_isFollowed() {
    for (int minute = 1; minute < 60; minute++) {
      millisAhead += 4_000;
      believesAfter(Duration.ofMinutes(minute));
    }
  }

  @Test
  void stepForward_leavesBothTimesOpen() {
    millisAhead = HOUR;

    assertThat(after(Duration.ofSeconds(1)))
        .isEqualTo(new Now(Duration.ofSeconds(1).toNanos(), 1_000, HOUR + 1_000));
    assertThat(wall.stepMillis()).isEqualTo(HOUR);
  }

  @Test
  void stepBack_leavesBothTimesOpen() {
    millisAhead = -HOUR;

    assertThat(after(Duration.ofSeconds(1)))
        .isEqualTo(new Now(Duration.ofSeconds(1).toNanos(), 1_000 - HOUR, 1_000));
    assertThat(wall.stepMillis()).isEqualTo(-HOUR);
  }

  @Test
  void stepThatIsTakenBack_isForgottenAtOnce() {
    millisAhead = HOUR;
    after(Duration.ofSeconds(1));
    millisAhead = 0;

    believesAfter(Duration.ofSeconds(2));
  }

  @Test
  void stepThatLastsForAMinute_isBelieved() {
    millisAhead = HOUR;
    after(Duration.ofSeconds(1));
    after(Duration.ofSeconds(60));
    assertThat(wall.stepMillis()).isEqualTo(HOUR);

    believesAfter(Duration.ofSeconds(61));
  }

  @Test
  void anotherStep_beginsTheMinuteAnew() {
    millisAhead = HOUR;
    after(Duration.ofSeconds(1));
    millisAhead = 2 * HOUR;
    after(Duration.ofSeconds(40));
    after(Duration.ofSeconds(99));
    assertThat(wall.stepMillis()).isEqualTo(2 * HOUR);

    believesAfter(Duration.ofSeconds(100));
  }

  @Test
  void onlyWhatLiesBetweenTheTimes_isUnsure() {
    Now now = new Now(0, 1_000, 2_000);

    assertThat(now.isUnsure(Instant.ofEpochMilli(1_000))).isFalse();
    assertThat(now.isUnsure(Instant.ofEpochMilli(1_001))).isTrue();
    assertThat(now.isUnsure(Instant.ofEpochMilli(2_000))).isTrue();
    assertThat(now.isUnsure(Instant.ofEpochMilli(2_001))).isFalse();
  }
}
