package io.campaigndispatch.dispatcher.throttle;

import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.WorkspaceSample;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ThrottlesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ToIntFunction<String> ONE_HOME = _ -> 0;

  private final CoreClock clock = new CoreClock(0);
  private long nanos;

  private void elapse(long more) {
    nanos += more;
    clock.advanceTo(nanos);
  }

  private Throttle throttle(Bandwidth... bandwidths) {
    Workspace acme = workspace("acme").throttle(bandwidths).build();
    return new Throttles(clock, Samples.directory(acme), ONE_HOME).of(acme);
  }

  /** Takes all it can at every step; how many messages went at which nanosecond. */
  private TreeMap<Long, Integer> drain(List<Throttle> throttles, long step, long until) {
    TreeMap<Long, Integer> taken = new TreeMap<>();
    while (nanos <= until) {
      for (Throttle throttle : throttles) {
        int available = throttle.available();
        if (available > 0) {
          throttle.take(available);
          taken.merge(nanos, available, Integer::sum);
        }
      }
      elapse(step);
    }
    return taken;
  }

  private static int mostWithin(TreeMap<Long, Integer> taken, long window) {
    return taken.keySet().stream()
        .mapToInt(
            from ->
                taken.subMap(from, true, from + window, true).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum())
        .max()
        .orElse(0);
  }

  @Test
  void newWorkspace_startsFull() {
    assertThat(throttle(new Bandwidth(20, SECOND, 4)).available()).isEqualTo(4);
  }

  @Test
  void noThrottle_isUnlimited() {
    Throttle throttle = throttle();

    throttle.take(1_000_000);
    assertThat(throttle.available()).isEqualTo(Integer.MAX_VALUE);
    assertThat(throttle.nanosToWait()).isZero();
  }

  @Test
  void tokens_areEarnedSteadily() {
    Throttle throttle = throttle(new Bandwidth(20, SECOND, 4));
    throttle.take(4);
    elapse(PacedBucket.MARGIN_NANOS);

    assertThat(throttle.nanosToWait()).isEqualTo(50_000_000);
    elapse(49_999_999);
    assertThat(throttle.available()).isZero();
    elapse(1);
    assertThat(throttle.available()).isEqualTo(1);
    assertThat(throttle.nanosToWait()).isZero();
  }

  @Test
  void takingWhatIsNotThere_isRefused() {
    Throttle throttle = throttle(new Bandwidth(1, SECOND, 1));

    assertThatThrownBy(() -> throttle.take(2)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyBandwidth_holdsAtOnce() {
    Throttle throttle =
        throttle(new Bandwidth(100, SECOND, 10), new Bandwidth(30, Duration.ofMinutes(1), 30));

    TreeMap<Long, Integer> taken = drain(List.of(throttle), 10_000_000, 1_000_000_000L);
    assertThat(taken.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
    assertThat(throttle.nanosToWait()).isBetween(900_000_000L, 2_000_000_000L);
  }

  @Test
  void randomSchedules_neverExceedBurstPlusRate_inAnyWindow() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 60; round++) {
      List<Bandwidth> bandwidths = new ArrayList<>();
      int count = random.nextInt(1, 4);
      for (int i = 0; i < count; i++) {
        bandwidths.add(
            new Bandwidth(
                random.nextInt(1, 100),
                Duration.ofNanos(random.nextLong(1_000_000, 10_000_000_000L)),
                random.nextInt(1, 50)));
      }
      Throttle throttle = throttle(bandwidths.toArray(Bandwidth[]::new));
      List<long[]> sent = new ArrayList<>();
      for (int step = 0; step < 150; step++) {
        elapse(random.nextBoolean() ? throttle.nanosToWait() : random.nextLong(100_000_000));
        int available = throttle.available();
        if (available > 0) {
          int messages = random.nextInt(1, available + 1);
          throttle.take(messages);
          sent.add(new long[] {nanos, messages});
          assertWithin(bandwidths, sent);
        }
      }
    }
  }

  private void assertWithin(List<Bandwidth> bandwidths, List<long[]> sent) {
    for (Bandwidth bandwidth : bandwidths) {
      long total = 0;
      for (long[] one : sent.reversed()) {
        total += one[1];
        double allowed =
            bandwidth.burst()
                + (double) bandwidth.rate() * (nanos - one[0]) / bandwidth.per().toNanos();
        assertThat((double) total).isLessThanOrEqualTo(allowed + 1e-6);
      }
    }
  }

  @Test
  void waitingAsToldIsEnough_andNothingIsLost() {
    Throttle throttle = throttle(new Bandwidth(7, SECOND, 1));
    int sent = 0;
    while (nanos < 100_000_000_000L) {
      if (throttle.nanosToWait() == 0) {
        throttle.take(1);
        sent++;
      }
      elapse(throttle.nanosToWait());
    }
    assertThat(sent).isBetween(699, 702);
  }

  @Test
  void partitionThatComesBack_findsTheBucketAsItWas() {
    Workspace acme = workspace("acme").throttle(new Bandwidth(1, SECOND, 5)).build();
    Throttles throttles = new Throttles(clock, Samples.directory(acme), ONE_HOME);
    throttles.of(acme).take(5);

    assertThat(throttles.of(acme).available()).isZero();
  }

  @Test
  void earlierTime_isIgnored() {
    Throttle throttle = throttle(new Bandwidth(1, SECOND, 1));
    elapse(5_000_000_000L);
    throttle.take(1);
    clock.advanceTo(0);

    assertThat(throttle.available()).isZero();
    assertThat(clock.currentTimeNanos()).isEqualTo(5_000_000_000L);
  }

  // What workspaces share

  private static Vendor platica() {
    return Samples.vendor("v1", VendorType.PLATICA, 64, 1);
  }

  private static List<Workspace> tenants(int count, CredentialRef credential) {
    List<Workspace> tenants = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tenants.add(workspace("t" + i).credential(credential).build());
    }
    return tenants;
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  private List<Throttle> throttles(
      Directory directory, List<Workspace> tenants, ToIntFunction<String> homeOf) {
    Throttles throttles = new Throttles(clock, directory, homeOf);
    return tenants.stream().map(throttles::of).toList();
  }

  @Test
  void platicaKey_isNeverAboveThirtyASecond() {
    List<Workspace> one = tenants(1, new CredentialRef.Env("KEY"));
    List<Throttle> throttles =
        throttles(Samples.directory(platica(), one.getFirst()), one, ONE_HOME);

    TreeMap<Long, Integer> taken = drain(throttles, 1_000_000, 5_000_000_000L);
    assertThat(mostWithin(taken, SECOND.toNanos())).isBetween(29, 30);
  }

  @Test
  void platicaKeySharedByManyHomes_isNeverAboveThirtyASecond() {
    List<Workspace> ten = tenants(10, new CredentialRef.Env("KEY"));
    Directory directory = Samples.directory(platica(), ten.toArray(Workspace[]::new));

    List<Throttle> throttles = throttles(directory, ten, ThrottlesTest::number);
    TreeMap<Long, Integer> taken = drain(throttles, 1_000_000, 10_000_000_000L);
    assertThat(mostWithin(taken, SECOND.toNanos())).isBetween(20, 30);
  }

  @Test
  void platicaWorkspacesWithoutAKey_shareNothing() {
    List<Workspace> two = tenants(2, new CredentialRef.None());
    List<Throttle> throttles =
        throttles(Samples.directory(platica(), two.toArray(Workspace[]::new)), two, ONE_HOME);

    throttles.getFirst().take(1);
    assertThat(throttles.getLast().available()).isEqualTo(1);
  }

  @Test
  void otherVendorsKeys_haveNoCeiling() {
    List<Workspace> one = tenants(1, new CredentialRef.Env("KEY"));

    assertThat(throttles(Samples.directory(one.getFirst()), one, ONE_HOME).getFirst().available())
        .isEqualTo(Integer.MAX_VALUE);
  }

  private static Directory grouped(List<Workspace> tenants, Bandwidth whole) {
    Map<String, Workspace> byId =
        tenants.stream().collect(Collectors.toMap(Workspace::id, Function.identity()));
    return new Directory(
        Map.of("v1", Samples.vendor()), byId, Map.of("number", List.of(whole)), List.of());
  }

  private static List<Workspace> members(int count) {
    List<Workspace> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(WorkspaceSample.workspace("t" + i).group("number").build());
    }
    return members;
  }

  @Test
  void groupInOneHome_sharesOneBucket() {
    List<Workspace> two = members(2);
    List<Throttle> throttles = throttles(grouped(two, new Bandwidth(10, SECOND, 4)), two, ONE_HOME);

    throttles.getFirst().take(3);
    assertThat(throttles.getLast().available()).isEqualTo(1);
  }

  @Test
  void groupOverHomes_isSplitByItsMembers() {
    List<Workspace> four = members(4);
    List<Throttle> throttles =
        throttles(grouped(four, new Bandwidth(40, SECOND, 8)), four, id -> number(id) == 0 ? 0 : 1);

    assertThat(throttles.get(0).available()).isEqualTo(2);
    assertThat(throttles.get(1).available()).isEqualTo(6);
    assertThat(throttles.get(2).available()).isEqualTo(6);
    TreeMap<Long, Integer> taken = drain(throttles, 1_000_000, 10_000_000_000L);
    assertThat(mostWithin(taken, SECOND.toNanos())).isBetween(42, 48);
  }

  @Test
  void groupOverMoreHomesThanItsBurst_keepsTheWholesWindow() {
    List<Workspace> five = members(5);
    List<Throttle> throttles =
        throttles(grouped(five, new Bandwidth(20, SECOND, 2)), five, ThrottlesTest::number);

    TreeMap<Long, Integer> taken = drain(throttles, 1_000_000, 10_000_000_000L);
    assertThat(mostWithin(taken, SECOND.toNanos())).isBetween(17, 22);
  }
}
