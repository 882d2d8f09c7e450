package io.campaigndispatch.dispatcher.throttle;

import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Kind;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Owner;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Pressure;
import io.campaigndispatch.dispatcher.throttle.BucketLevel.Tokens;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Levels that go from one owner to the next, which has a clock and a configuration of its own. */
class LevelsTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Bandwidth MINUTELY = new Bandwidth(1, Duration.ofMinutes(1), 1);
  private static final Bandwidth TWENTY = new Bandwidth(20, Duration.ofSeconds(1), 2);
  private static final Bandwidth DAILY = new Bandwidth(100_000, Duration.ofDays(1), 100_000);
  private static final ToIntFunction<String> ONE_HOME = _ -> 0;

  /** One worker; its monotonic clock begins somewhere. */
  private static final class Worker {
    final CoreClock clock;
    final Throttles throttles;

    Worker(long nanos, Directory directory, ToIntFunction<String> homeOf) {
      clock = new CoreClock(nanos);
      throttles = new Throttles(clock, directory, homeOf);
    }

    void elapse(long nanos) {
      clock.advanceTo(clock.currentTimeNanos() + nanos);
    }
  }

  private final Worker former = worker(workspace("acme").throttle(DAILY).build());

  private static Worker worker(Workspace... workspaces) {
    return new Worker(7 * SECOND, Samples.directory(workspaces), ONE_HOME);
  }

  private static Workspace acme(Bandwidth... bandwidths) {
    return workspace("acme").throttle(bandwidths).build();
  }

  private static BucketLevel level(Bandwidth bandwidth, long millionths) {
    return new BucketLevel(
        new Owner(Kind.WORKSPACE, "acme"),
        List.of(new Tokens(bandwidth, millionths)),
        Pressure.NONE);
  }

  private static SinceLevels release(Duration elapsed) {
    return SinceLevels.release(elapsed, Map.of());
  }

  private static SinceLevels crash(long unjournaled, Duration within) {
    return new SinceLevels(Duration.ZERO, Map.of(), unjournaled, within);
  }

  private static Throttle restored(BucketLevel level, SinceLevels since, Bandwidth... configured) {
    Worker worker = worker(acme(configured));
    worker.throttles.restore(0, List.of(level), since);
    return worker.throttles.of(acme(configured));
  }

  @Test
  void onceAMinute_handedOver_losesLessThanAMillionthOfAToken() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1000; i++) {
      Worker one = worker(acme(MINUTELY));
      one.throttles.of(acme(MINUTELY)).take(1);
      one.elapse(random.nextLong(SECOND, 50 * SECOND));
      long wait = one.throttles.of(acme(MINUTELY)).nanosToWait();
      List<BucketLevel> levels = one.throttles.levels(0);
      long elapsed = random.nextLong(5 * SECOND);

      Worker other = worker(acme(MINUTELY));
      other.throttles.restore(0, levels, release(Duration.ofNanos(elapsed)));

      long more = other.throttles.of(acme(MINUTELY)).nanosToWait() - (wait - elapsed);
      assertThat(more).isBetween(0L, Duration.ofMinutes(1).toNanos() / 1_000_000 + 3);
    }
  }

  @Test
  void fractionOfAToken_isCarriedOver() {
    Throttle throttle = restored(level(MINUTELY, 750_000), release(Duration.ZERO), MINUTELY);

    assertThat(throttle.available()).isZero();
    assertThat(throttle.nanosToWait()).isEqualTo(15 * SECOND);
  }

  @Test
  void time_isEarned_upToTheBurst() {
    assertThat(restored(level(TWENTY, 0), release(Duration.ofMillis(50)), TWENTY).available())
        .isEqualTo(1);
    assertThat(restored(level(TWENTY, 0), release(Duration.ofDays(3000)), TWENTY).available())
        .isEqualTo(2);
  }

  @Test
  void clockThatWentBack_earnsNothing() {
    assertThat(restored(level(TWENTY, 0), release(Duration.ofHours(-1)), TWENTY).nanosToWait())
        .isEqualTo(SECOND / 20);
  }

  @Test
  void callsThatTheJournalShows_areCharged() {
    SinceLevels since = SinceLevels.release(Duration.ofSeconds(86), Map.of("acme", 1000));

    Throttle throttle = restored(level(DAILY, 50_000 * Tokens.ONE), since, DAILY);

    assertThat(throttle.available()).isEqualTo(50_000 + 99 - 1000);
  }

  @Test
  void moreCallsThanTokens_leaveAnEmptyBucket_thatEarnsAtOnce() {
    SinceLevels since = SinceLevels.release(Duration.ofSeconds(30), Map.of("acme", 600));

    assertThat(restored(level(TWENTY, 0), since, TWENTY).nanosToWait()).isEqualTo(SECOND / 20);
  }

  @Test
  void dailyAllowance_afterACrash_keepsAllButTheBound() {
    former.throttles.of(acme(DAILY)).take(10_000);
    List<BucketLevel> levels = former.throttles.levels(0);

    Worker worker = worker(acme(DAILY));
    worker.throttles.restore(
        0, levels, new SinceLevels(Duration.ZERO, Map.of("acme", 300), 50, Duration.ofSeconds(9)));

    // The margin of a bucket that stood full is not forgotten: it owes what 100 ms earn.
    long held = worker.throttles.levels(0).getFirst().tokens().getFirst().millionths();
    long owed = 115_741;
    assertThat(89_650 * Tokens.ONE - owed - held).isBetween(0L, 1L);
  }

  @Test
  void boundAfterACrash_isWhatItsTightestBandwidthCanHaveLetThrough() {
    Worker worker = worker(acme(TWENTY, DAILY));
    BucketLevel level =
        new BucketLevel(
            new Owner(Kind.WORKSPACE, "acme"),
            List.of(Tokens.full(TWENTY), Tokens.full(DAILY)),
            Pressure.NONE);

    worker.throttles.restore(0, List.of(level), crash(4096, Duration.ofMillis(510)));

    List<Tokens> tokens = worker.throttles.levels(0).getFirst().tokens();
    assertThat(tokens.getFirst().millionths()).isZero();
    assertThat(tokens.getLast().millionths()).isEqualTo((100_000 - 2 - 11) * Tokens.ONE);
  }

  @Test
  void bucketAfterACrash_goesOnAtItsRateAtOnce() {
    Throttle throttle = restored(level(TWENTY, 0), crash(4096, Duration.ofSeconds(1)), TWENTY);

    assertThat(throttle.nanosToWait()).isEqualTo(SECOND / 20);
  }

  @Test
  void workspaceNeverSeenBefore_startsFull() {
    Worker worker = worker(acme(TWENTY), workspace("other").throttle(TWENTY).build());

    worker.throttles.restore(0, List.of(level(TWENTY, 0)), release(Duration.ZERO));

    assertThat(worker.throttles.of(workspace("other").throttle(TWENTY).build()).available())
        .isEqualTo(2);
  }

  @Test
  void workspaceWithoutALevel_isChargedAllTheSame() {
    Worker worker = worker(acme(DAILY));
    worker.throttles.restore(
        0, List.of(), SinceLevels.release(Duration.ZERO, Map.of("acme", 1000)));
    assertThat(worker.throttles.of(acme(DAILY)).available()).isEqualTo(99_000);

    worker.throttles.restore(0, List.of(), crash(70, Duration.ofMinutes(1)));
    assertThat(worker.throttles.of(acme(DAILY)).available()).isEqualTo(99_930);
  }

  @Test
  void forgottenHome_hasNoLevels_andOthersStay() {
    Workspace here = workspace("t0").throttle(TWENTY).build();
    Workspace there = workspace("t1").throttle(TWENTY).build();
    Worker worker =
        new Worker(0, Samples.directory(here, there), id -> Integer.parseInt(id.substring(1)));
    worker.throttles.of(here).take(2);
    worker.throttles.of(there).take(2);

    worker.throttles.forget(0);

    assertThat(worker.throttles.levels(0)).isEmpty();
    assertThat(worker.throttles.levels(1)).hasSize(1);
    assertThat(worker.throttles.of(here).available()).isEqualTo(2);
    assertThat(worker.throttles.of(there).available()).isZero();
  }

  @Test
  void restoring_replacesWhatWasHeld() {
    former.throttles.of(acme(DAILY)).take(100_000);

    former.throttles.restore(0, List.of(level(DAILY, 99_000 * Tokens.ONE)), release(Duration.ZERO));

    assertThat(former.throttles.of(acme(DAILY)).available()).isEqualTo(99_000);
  }

  // What is shared

  private static Directory group(List<Workspace> members, Bandwidth whole) {
    return new Directory(
        Map.of("v1", Samples.vendor()),
        Map.of("t0", members.get(0), "t1", members.get(1)),
        Map.of("number", List.of(whole)),
        List.of());
  }

  @Test
  void groupsPart_isCarriedOver_andChargedWithItsMembersCalls() {
    List<Workspace> two =
        List.of(workspace("t0").group("number").build(), workspace("t1").group("number").build());
    Worker one = new Worker(0, group(two, DAILY), ONE_HOME);
    one.throttles.of(two.getFirst()).take(40_000);
    one.elapse(SECOND);
    one.throttles.of(two.getLast()).take(20_000);

    Worker other = new Worker(SECOND, group(two, DAILY), ONE_HOME);
    other.throttles.restore(
        0,
        one.throttles.levels(0),
        SinceLevels.release(Duration.ZERO, Map.of("t0", 1000, "t1", 2000)));

    assertThat(one.throttles.of(two.getFirst()).available()).isEqualTo(40_001);
    assertThat(other.throttles.of(two.getFirst()).available()).isEqualTo(37_001);
    other.throttles.of(two.getLast()).take(37_001);
    assertThat(other.throttles.of(two.getFirst()).available()).isZero();
  }

  @Test
  void platicaKey_isCarriedOver() {
    Workspace tenant = workspace("t0").credential(new CredentialRef.Env("KEY")).build();
    Directory directory =
        Samples.directory(Samples.vendor("v1", VendorType.PLATICA, 64, 1), tenant);
    Worker one = new Worker(0, directory, ONE_HOME);
    one.throttles.of(tenant).take(1);

    Worker other = new Worker(0, directory, ONE_HOME);
    other.throttles.restore(0, one.throttles.levels(0), release(Duration.ZERO));

    assertThat(one.throttles.levels(0))
        .extracting(BucketLevel::owner)
        .containsExactly(new Owner(Kind.PLATICA_KEY, "v1 env:KEY"));
    assertThat(other.throttles.of(tenant).available()).isZero();
  }

  // Another configuration

  @Test
  void smallerBurst_actsAtOnce() {
    Bandwidth smaller = new Bandwidth(100, Duration.ofDays(1), 100);

    assertThat(
            restored(level(DAILY, 90_000 * Tokens.ONE), release(Duration.ZERO), smaller)
                .available())
        .isEqualTo(100);
  }

  @Test
  void largerBurst_bringsNoTokens() {
    Throttle throttle = restored(level(TWENTY, 1_500_000), release(Duration.ZERO), DAILY);

    assertThat(throttle.available()).isEqualTo(1);
    assertThat(throttle.nanosToWait()).isZero();
  }

  @Test
  void changedRate_keepsTheFraction() {
    Bandwidth twice = new Bandwidth(2, Duration.ofMinutes(1), 1);

    long wait = restored(level(MINUTELY, 500_000), release(Duration.ZERO), twice).nanosToWait();
    assertThat(wait - 15 * SECOND).isBetween(0L, 30_000L);
  }

  @Test
  void bandwidths_areMatchedByTheirTime_thenByTheirOrder() {
    Bandwidth hourly = new Bandwidth(1000, Duration.ofHours(1), 1000);
    Bandwidth faster = new Bandwidth(40, Duration.ofSeconds(1), 4);
    BucketLevel level =
        new BucketLevel(
            new Owner(Kind.WORKSPACE, "acme"),
            List.of(new Tokens(hourly, 7 * Tokens.ONE), new Tokens(TWENTY, Tokens.ONE)),
            Pressure.NONE);
    Worker worker = worker(acme(faster, DAILY, MINUTELY));

    worker.throttles.restore(0, List.of(level), release(Duration.ZERO));

    assertThat(worker.throttles.levels(0).getFirst().tokens())
        .containsExactly(
            new Tokens(faster, Tokens.ONE),
            new Tokens(DAILY, 7 * Tokens.ONE),
            Tokens.full(MINUTELY));
  }

  // Values that cannot be built wrong

  @Test
  void tokensBeyondTheBurst_areRefused() {
    assertThatThrownBy(() -> new Tokens(TWENTY, 2_000_001))
        .hasMessage("millionths: expected 0 to 2000000, received 2000001");
    assertThatThrownBy(() -> new Tokens(TWENTY, -1)).hasMessageContaining("received -1");
  }

  @Test
  void pressureOutsideItsRange_isRefused() {
    assertThatThrownBy(() -> new Pressure(39, 0, 0, 0, 0))
        .hasMessage("factor: expected 40 to 640, received 39");
    assertThatThrownBy(() -> new Pressure(640, -1, 0, 0, 0)).hasMessageContaining("[-1, 0, 0, 0]");
  }

  @Test
  void negativeBound_isRefused() {
    assertThatThrownBy(() -> crash(-1, Duration.ZERO))
        .hasMessage("unjournaled: expected at least 0, received -1");
  }

  @Test
  void crash_forfeitsAHundredthOfADailyAllowance_andNothingMoreThanThatIsUnjournaled() {
    Throttle throttle = former.throttles.of(acme(DAILY));
    assertThat(throttle.journalRoom()).isEqualTo(1_000);
    throttle.take(1_000);
    assertThat(throttle.journalRoom()).isZero();
    throttle.journaled(600);
    assertThat(throttle.journalRoom()).isEqualTo(600);

    Worker worker = worker(acme(DAILY));
    Map<String, Integer> charged =
        worker.throttles.restore(0, List.of(), crash(20_256, Duration.ofMinutes(1)));
    assertThat(charged).containsExactly(Map.entry("acme", 1_000));
    assertThat(worker.throttles.of(acme(DAILY)).available()).isEqualTo(99_000);
  }

  @Test
  void smallDailyAllowance_forfeitsOneMessage() {
    Bandwidth ten = new Bandwidth(10, Duration.ofDays(1), 10);
    Worker worker = worker(acme(ten));
    worker.throttles.restore(0, List.of(), crash(20_256, Duration.ofMinutes(1)));

    assertThat(worker.throttles.of(acme(ten)).available()).isEqualTo(9);
    assertThat(worker.throttles.of(acme(ten)).journalRoom()).isEqualTo(1);
  }

  @Test
  void burstThatComesBackSoon_needsNoJournal() {
    Worker worker = worker(acme(TWENTY));
    Throttle throttle = worker.throttles.of(acme(TWENTY));
    throttle.take(throttle.available());

    assertThat(throttle.journalRoom()).isPositive();
  }

  @Test
  void whatWasSentWithoutABandwidth_takesNoneOfALaterOnesJournalRoom() {
    Worker worker = worker(acme());
    Throttle unlimited = worker.throttles.of(acme());
    unlimited.take(5_000);
    assertThat(unlimited.isLimited()).isFalse();

    worker.throttles.use(Samples.directory(acme(DAILY)));

    Throttle limited = worker.throttles.of(acme(DAILY));
    assertThat(limited.isLimited()).isTrue();
    assertThat(limited.journalRoom()).isEqualTo(1_000);
  }
}
