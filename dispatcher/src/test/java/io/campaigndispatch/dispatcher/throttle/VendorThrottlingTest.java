package io.campaigndispatch.dispatcher.throttle;

import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Pressure;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a vendor's 429 does to a workspace's rate. */
class VendorThrottlingTest {

  private static final long MS = 1_000_000;
  private static final long SECOND = 1000 * MS;
  private static final Bandwidth TWENTY = new Bandwidth(20, Duration.ofSeconds(1), 2);
  private static final Bandwidth DAILY = new Bandwidth(100_000, Duration.ofDays(1), 100_000);

  private final CoreClock clock = new CoreClock(0);

  private Throttle throttle(Bandwidth... bandwidths) {
    Workspace acme = acme(bandwidths);
    return new Throttles(clock, Samples.directory(acme), _ -> 0).of(acme);
  }

  private static Workspace acme(Bandwidth... bandwidths) {
    return workspace("acme").throttle(bandwidths).build();
  }

  private long now() {
    return clock.currentTimeNanos();
  }

  private void elapse(long nanos) {
    clock.advanceTo(now() + nanos);
  }

  /** A call now, and its answer. */
  private void throttled(Throttle throttle) {
    throttle.throttledByVendor(null, 0, now(), now());
  }

  /** A call now, its answer, and the hold. */
  private void throttledAndHeld(Throttle throttle) {
    throttled(throttle);
    clock.advanceTo(throttle.heldUntilNanos());
  }

  /** Sends all it may for so long; how many messages. */
  private int send(Throttle throttle, long nanos) {
    return sendAtMost(throttle, nanos, Integer.MAX_VALUE);
  }

  private int sendAtMost(Throttle throttle, long nanos, int most) {
    long until = now() + nanos;
    int sent = 0;
    while (now() < until && sent < most) {
      if (throttle.nanosToWait() == 0) {
        throttle.take(1);
        sent++;
      } else {
        clock.advanceTo(Math.min(until, now() + throttle.nanosToWait()));
      }
    }
    clock.advanceTo(until);
    return sent;
  }

  @Test
  void hold_halvesTheRate() {
    Throttle throttle = throttle(TWENTY);
    send(throttle, 5 * SECOND);

    throttledAndHeld(throttle);

    assertThat(throttle.effectivePerSecond()).isEqualTo(10);
    assertThat(send(throttle, 20 * SECOND)).isBetween(198, 202);
  }

  @Test
  void overloadedThriceInARow_halvesTheRateWithoutAHold() {
    Throttle throttle = throttle(TWENTY);
    for (int i = 0; i < 2; i++) {
      throttle.overloaded(now(), now());
      elapse(SECOND);
    }
    assertThat(throttle.effectivePerSecond()).isEqualTo(20);

    throttle.overloaded(now(), now());

    assertThat(throttle.effectivePerSecond()).isEqualTo(10);
    assertThat(throttle.heldUntilNanos()).isLessThan(now());
    elapse(30 * SECOND);
    assertThat(throttle.effectivePerSecond()).isEqualTo(12);
  }

  @Test
  void overloadedNowAndThen_slowsNobody() {
    Throttle throttle = throttle(TWENTY);
    for (int i = 0; i < 100; i++) {
      throttle.overloaded(now(), now());
      throttle.overloaded(now(), now());
      throttle.acceptedByVendor();
    }

    assertThat(throttle.effectivePerSecond()).isEqualTo(20);
  }

  @Test
  void overloadedCallsThatWereUnderWayTogether_halveOnce() {
    Throttle throttle = throttle(TWENTY);
    long taken = now();
    elapse(SECOND);
    for (int i = 0; i < 50; i++) {
      throttle.overloaded(taken, now());
    }

    assertThat(throttle.effectivePerSecond()).isEqualTo(10);
  }

  @Test
  void aTenth_comesBackEveryThirtySecondsAfterTheHold() {
    Throttle throttle = throttle(TWENTY);
    throttle.throttledByVendor(Duration.ofMinutes(3), 0, 0, 0);
    clock.advanceTo(throttle.heldUntilNanos());
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      rates.add(throttle.effectivePerSecond());
      elapse(30 * SECOND);
    }

    assertThat(rates).containsExactly(10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 20.0);
  }

  @Test
  void sentWhileItRecovers_isWhatItsRatesAddUpTo() {
    Throttle throttle = throttle(TWENTY);
    send(throttle, SECOND);
    throttledAndHeld(throttle);

    assertThat(send(throttle, 150 * SECOND)).isCloseTo((10 + 12 + 14 + 16 + 18) * 30, within(3));
    assertThat(send(throttle, 60 * SECOND)).isCloseTo(20 * 60, within(1));
  }

  @Test
  void waitThatReachesIntoAFasterTime_isShorter() {
    Throttle throttle = throttle(new Bandwidth(1, Duration.ofMinutes(1), 1));
    throttle.take(1);
    throttledAndHeld(throttle);

    // Half a second earned in the hold, then 15 s, 18 s, 21 s, and 5.5 s and the margin at 0.8.
    long wait = throttle.nanosToWait();
    assertThat(wait).isEqualTo(90 * SECOND + 5600 * MS * 10 / 8);
    elapse(wait - 1);
    assertThat(throttle.available()).isZero();
    elapse(1);
    assertThat(throttle.available()).isEqualTo(1);
  }

  @Test
  void repliesOfCallsThatWereUnderWayTogether_areOneHold() {
    Throttle throttle = throttle(TWENTY);
    throttled(throttle);
    long taken = now();
    elapse(100 * MS);
    throttle.throttledByVendor(null, 0, taken, now());
    elapse(8 * SECOND);
    throttle.throttledByVendor(null, 0, taken, now());

    assertThat(throttle.effectivePerSecond()).isEqualTo(10);
    assertThat(throttle.heldUntilNanos()).isEqualTo(now() + SECOND);
  }

  @Test
  void holdsInARow_neverGoBelowASixteenth() {
    Throttle throttle = throttle(new Bandwidth(16, Duration.ofSeconds(1), 1));
    for (int i = 0; i < 9; i++) {
      throttledAndHeld(throttle);
    }

    assertThat(throttle.effectivePerSecond()).isEqualTo(1);
    throttle.take(1);
    assertThat(send(throttle, 29 * SECOND)).isBetween(28, 30);
  }

  @Test
  void everyBandwidthOfItsOwn_slowsDown() {
    Throttle throttle = throttle(new Bandwidth(10, Duration.ofSeconds(1), 10), TWENTY);
    throttledAndHeld(throttle);
    send(throttle, 10 * SECOND);

    assertThat(send(throttle, 10 * SECOND)).isBetween(49, 51);
  }

  @Test
  void ceilingThatItShares_doesNotSlowDown() {
    Workspace one = workspace("t0").group("number").build();
    Workspace two = workspace("t1").group("number").build();
    Directory directory =
        new Directory(
            Map.of("v1", Samples.vendor()),
            Map.of("t0", one, "t1", two),
            Map.of("number", List.of(TWENTY)),
            List.of());
    Throttles throttles = new Throttles(clock, directory, _ -> 0);
    throttles.of(one).take(1);

    throttledAndHeld(throttles.of(one));

    assertThat(send(throttles.of(two), 10 * SECOND)).isBetween(199, 201);
  }

  // Without a throttle of its own

  @Test
  void unthrottledWorkspace_getsHalfOfWhatItSent_untilItIsWholeAgain() {
    Throttle throttle = throttle();
    for (int i = 0; i < 3000; i++) {
      throttle.take(1);
      elapse(10 * MS);
    }
    assertThat(throttle.effectivePerSecond()).isInfinite();

    throttledAndHeld(throttle);

    assertThat(throttle.effectivePerSecond()).isEqualTo(50);
    assertThat(send(throttle, 10 * SECOND)).isBetween(495, 505);
    elapse(20 * SECOND);
    assertThat(throttle.effectivePerSecond()).isEqualTo(60);
    elapse(120 * SECOND);
    assertThat(throttle.effectivePerSecond()).isInfinite();
    assertThat(throttle.available()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void temporaryRate_isAtLeastTenASecond_andNoBurst() {
    Throttle throttle = throttle();
    throttle.take(1);

    throttledAndHeld(throttle);

    assertThat(throttle.effectivePerSecond()).isEqualTo(10);
    assertThat(throttle.available()).isEqualTo(1);
    assertThat(send(throttle, 20 * SECOND)).isBetween(199, 201);
  }

  @Test
  void furtherHold_halvesTheTemporaryRateAgain() {
    Throttle throttle = throttle();
    throttle.take(80);
    throttledAndHeld(throttle);

    throttledAndHeld(throttle);

    assertThat(throttle.effectivePerSecond()).isEqualTo(20);
  }

  @Test
  void workspaceThatIsWholeAgain_isObservedAnew() {
    Throttle throttle = throttle();
    throttle.take(80);
    throttledAndHeld(throttle);
    elapse(200 * SECOND);
    assertThat(throttle.available()).isEqualTo(Integer.MAX_VALUE);
    throttle.take(40);
    elapse(SECOND);
    throttle.take(40);

    throttledAndHeld(throttle);

    assertThat(throttle.effectivePerSecond()).isEqualTo(20);
  }

  @Test
  void workspaceThatLivesOnALargeBurst_isSlowedToo() {
    Throttle throttle = throttle(DAILY);
    sendAtMost(throttle, SECOND, 200);

    throttledAndHeld(throttle);

    // Less the margin of 100 ms.
    assertThat(send(throttle, 10 * SECOND)).isBetween(989, 992);
    assertThat(throttle.effectivePerSecond()).isEqualTo(DAILY.perSecond() / 2);
  }

  // Carried over

  private Throttle succeeded(Throttles former, Duration elapsed, Bandwidth... bandwidths) {
    List<BucketLevel> levels = former.levels(0);
    clock.advanceTo(now() + elapsed.toNanos());
    Workspace acme = acme(bandwidths);
    Throttles throttles = new Throttles(clock, Samples.directory(acme), _ -> 0);
    throttles.restore(0, levels, SinceLevels.release(elapsed, Map.of()));
    return throttles.of(acme);
  }

  @Test
  void holdAndRate_areCarriedOver() {
    Throttles former = new Throttles(clock, Samples.directory(acme(TWENTY)), _ -> 0);
    former.of(acme(TWENTY)).take(2);
    former.of(acme(TWENTY)).throttledByVendor(Duration.ofSeconds(10), 0, 0, 0);

    Throttle throttle = succeeded(former, Duration.ofSeconds(4), TWENTY);

    assertThat(throttle.heldUntilNanos()).isEqualTo(10 * SECOND);
    assertThat(throttle.effectivePerSecond()).isEqualTo(10);
    clock.advanceTo(40 * SECOND - 1);
    assertThat(throttle.effectivePerSecond()).isEqualTo(10);
    clock.advanceTo(40 * SECOND);
    assertThat(throttle.effectivePerSecond()).isEqualTo(12);
  }

  @Test
  void timeBetweenOwners_earnsAtTheSlowedRate() {
    Bandwidth minutely = new Bandwidth(1, Duration.ofMinutes(1), 1);
    Throttles former = new Throttles(clock, Samples.directory(acme(minutely)), _ -> 0);
    former.of(acme(minutely)).take(1);
    elapse(SECOND);
    throttled(former.of(acme(minutely)));
    long due = now() + former.of(acme(minutely)).nanosToWait();

    Throttle throttle = succeeded(former, Duration.ofSeconds(70), minutely);

    assertThat(now() + throttle.nanosToWait() - due).isBetween(0L, 100_000L);
  }

  @Test
  void rateThatIsWholeAgainMeanwhile_isWhole() {
    Throttles former = new Throttles(clock, Samples.directory(acme(TWENTY)), _ -> 0);
    throttled(former.of(acme(TWENTY)));

    Throttle throttle = succeeded(former, Duration.ofMinutes(10), TWENTY);

    assertThat(throttle.effectivePerSecond()).isEqualTo(20);
  }

  @Test
  void temporaryRate_isCarriedOver() {
    Throttles former = new Throttles(clock, Samples.directory(acme()), _ -> 0);
    assertThat(former.levels(0)).isEmpty();
    former.of(acme()).take(80);
    throttled(former.of(acme()));

    Throttle throttle = succeeded(former, Duration.ofSeconds(31), new Bandwidth[0]);

    assertThat(throttle.effectivePerSecond()).isEqualTo(48);
    assertThat(throttle.available()).isZero();
    assertThat(send(throttle, 10 * SECOND)).isBetween(479, 481);
  }

  @Test
  void unthrottledWorkspaceThatIsWhole_hasNothingToCarryOver() {
    Throttles throttles = new Throttles(clock, Samples.directory(acme()), _ -> 0);
    throttled(throttles.of(acme()));
    assertThat(throttles.levels(0))
        .extracting(BucketLevel::pressure)
        .containsExactly(new Pressure(320, SECOND, 31 * SECOND, 1, 20));

    throttles.of(acme()).acceptedByVendor();
    elapse(300 * SECOND);

    assertThat(throttles.levels(0)).isEmpty();
  }

  // The law

  @Test
  void randomHoldsAndLateMessages_neverExceedTheConfiguredWindow() {
    SplittableRandom random = new SplittableRandom(5);
    for (int history = 0; history < 50; history++) {
      Bandwidth bandwidth =
          new Bandwidth(
              random.nextInt(1, 100),
              Duration.ofNanos(random.nextLong(MS, 20 * SECOND)),
              random.nextInt(1, 30));
      Throttle throttle = throttle(bandwidth);
      List<Long> sent = new ArrayList<>();
      for (int step = 0; step < 200; step++) {
        elapse(random.nextInt(4) > 0 ? throttle.nanosToWait() : random.nextLong(40 * SECOND));
        int may = (int) Math.min(throttle.available(), bandwidth.burst());
        for (int i = random.nextInt(may + 1); i > 0; i--) {
          throttle.take(1);
          sent.add(now());
        }
        if (random.nextInt(10) == 0) {
          throttledAndHeld(throttle);
        }
      }
      assertThat(sent).isNotEmpty();
      assertEveryWindowHolds(sent, bandwidth);
    }
  }

  private static void assertEveryWindowHolds(List<Long> sent, Bandwidth bandwidth) {
    for (int first = 0; first < sent.size(); first++) {
      for (int last = first; last < sent.size(); last++) {
        double earned = bandwidth.perSecond() * (sent.get(last) - sent.get(first)) / 1e9;
        assertThat((double) (last - first + 1))
            .isLessThanOrEqualTo(bandwidth.burst() + earned + 1e-6);
      }
    }
  }
}
