package io.campaigndispatch.dispatcher.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacedBucketTest {

  private static final long MS = 1_000_000;

  private final CoreClock clock = new CoreClock(0);

  private PacedBucket bucket(long rate, long burst) {
    return new PacedBucket(
        new AdaptiveRate(clock), new Bandwidth(rate, Duration.ofSeconds(1), burst));
  }

  private void at(long millis) {
    clock.advanceTo(millis * MS);
  }

  @Test
  void newBucket_isFull() {
    assertThat(bucket(20, 4).available()).isEqualTo(4);
  }

  @Test
  void fullBucket_drawnFrom_earnsNothingForTheMargin() {
    PacedBucket bucket = bucket(20, 2);

    bucket.take(2);

    assertThat(bucket.nanosToWait()).isEqualTo(150 * MS);
    at(149);
    assertThat(bucket.available()).isZero();
    at(150);
    assertThat(bucket.available()).isEqualTo(1);
  }

  @Test
  void burstTakenOneByOne_losesTheMarginOnce() {
    PacedBucket bucket = bucket(20, 2);
    bucket.take(1);
    bucket.take(1);
    at(150);

    bucket.take(1);

    assertThat(bucket.nanosToWait()).isEqualTo(50 * MS);
  }

  @Test
  void bucketThatIsNeverFull_losesNothing() {
    PacedBucket bucket = bucket(20, 2);
    bucket.take(2);
    int taken = 0;
    for (long millis = 1; millis <= 60_100; millis++) {
      at(millis);
      if (bucket.nanosToWait() == 0) {
        bucket.take(1);
        taken++;
      }
    }

    assertThat(taken).isEqualTo(1200);
  }

  @Test
  void tokenTakenPunctually_costsNothing() {
    PacedBucket bucket = bucket(20, 1);
    bucket.take(1);
    at(155);

    bucket.take(1);

    assertThat(bucket.nanosToWait()).isEqualTo(50 * MS);
  }

  @Test
  void bucketThatStoodFullBriefly_losesOnlyThatLong() {
    PacedBucket bucket = bucket(20, 1);
    bucket.take(1);
    at(160);

    bucket.take(1);

    assertThat(bucket.nanosToWait()).isEqualTo(60 * MS);
  }

  @Test
  void messageWrittenLate_stopsTheClockForThatLong() {
    PacedBucket bucket = bucket(20, 2);
    bucket.take(2);
    at(450);

    bucket.late(0, 300 * MS);

    assertThat(bucket.available()).isEqualTo(1);
  }

  @Test
  void messagesLateTogether_countOnce() {
    PacedBucket bucket = bucket(20, 2);
    bucket.take(2);
    at(450);

    bucket.late(0, 300 * MS);
    bucket.late(0, 300 * MS);
    bucket.late(100 * MS, 300 * MS);

    assertThat(bucket.available()).isEqualTo(1);
  }

  @Test
  void stoppedClock_isNotWaitedForTwice() {
    PacedBucket bucket = bucket(20, 2);
    bucket.take(2);
    at(250);
    assertThat(bucket.available()).isEqualTo(2);
    bucket.take(2);

    bucket.late(0, 200 * MS);

    assertThat(bucket.nanosToWait()).isGreaterThanOrEqualTo(250 * MS);
    at(250 + bucket.nanosToWait() / MS + 1);
    assertThat(bucket.nanosToWait()).isZero();
  }

  /**
   * Messages wait while the wire stalls and leave together; counted as they leave, the law still
   * holds.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void stallsOnTheWire_neverLetMoreThroughThanRateAndBurst(long seed) {
    Random random = new Random(seed);
    long rate = 5L + random.nextInt(200);
    long burst = 1L + random.nextInt(20);
    PacedBucket bucket = bucket(rate, burst);
    List<Long> written = new ArrayList<>();
    List<Long> waiting = new ArrayList<>();
    long stallEnds = random.nextInt(400);
    for (long millis = 0; millis < 20_000; millis++) {
      at(millis);
      if (millis == stallEnds) {
        for (long taken : waiting) {
          written.add(millis);
          bucket.late(taken * MS, millis * MS);
        }
        waiting.clear();
      }
      if (random.nextInt(1500) == 0) {
        stallEnds = millis + 1 + random.nextInt(500);
      }
      while (bucket.nanosToWait() == 0) {
        bucket.take(1);
        if (millis < stallEnds) {
          waiting.add(millis);
        } else {
          written.add(millis);
        }
      }
    }

    for (int i = 0; i < written.size(); i++) {
      int first = i;
      long end = written.get(first) + 1000;
      long inWindow = written.stream().skip(first).takeWhile(millis -> millis <= end).count();
      assertThat(inWindow).as("from %d ms", written.get(first)).isLessThanOrEqualTo(rate + burst);
    }
    assertThat(written.size()).isGreaterThan((int) (rate * 10));
  }
}
