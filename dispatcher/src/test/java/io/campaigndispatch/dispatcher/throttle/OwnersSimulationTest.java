package io.campaigndispatch.dispatcher.throttle;

import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Owners of one home partition follow each other, by release and by crash, at random moments; every
 * window over all of them is counted by brute force. A seed replays its history.
 */
class OwnersSimulationTest {

  private static final long SECOND = 1_000_000_000L;

  private record Sent(long nanos, int workspace, int messages) {}

  private final List<Sent> sent = new ArrayList<>();

  /** What Kafka keeps, and true time. */
  private long nanos;

  private List<BucketLevel> snapshot = List.of();
  private long snapshotNanos;
  private long journaledNanos;
  private final Map<String, Integer> calledSinceSnapshot = new HashMap<>();
  private final Map<String, Integer> notYetJournaled = new HashMap<>();

  private List<Workspace> workspaces = List.of();
  private Bandwidth whole = new Bandwidth(1, Duration.ofSeconds(1), 1);
  private CoreClock clock = new CoreClock(0);
  private Throttles throttles = own(new SplittableRandom(0));

  private Throttles own(SplittableRandom random) {
    // Each worker's monotonic clock begins somewhere else.
    clock = new CoreClock(random.nextLong(-1_000_000 * SECOND, 1_000_000 * SECOND));
    Map<String, Workspace> byId = new HashMap<>();
    workspaces.forEach(workspace -> byId.put(workspace.id(), workspace));
    return new Throttles(
        clock,
        new Directory(
            Map.of("v1", Samples.vendor()), byId, Map.of("number", List.of(whole)), List.of()),
        _ -> 0);
  }

  private void elapse(long more) {
    nanos += more;
    clock.advanceTo(clock.currentTimeNanos() + more);
  }

  private void send(int workspace, int messages) {
    throttles.of(workspaces.get(workspace)).take(messages);
    sent.add(new Sent(nanos, workspace, messages));
    notYetJournaled.merge(workspaces.get(workspace).id(), messages, Integer::sum);
  }

  private void journal() {
    for (Workspace workspace : workspaces) {
      Integer count = notYetJournaled.remove(workspace.id());
      if (count != null) {
        calledSinceSnapshot.merge(workspace.id(), count, Integer::sum);
        throttles.of(workspace).journaled(count);
      }
    }
    journaledNanos = nanos;
  }

  private void takeSnapshot() {
    journal();
    snapshot = throttles.levels(0);
    snapshotNanos = nanos;
    calledSinceSnapshot.clear();
  }

  private int unjournaled() {
    return notYetJournaled.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void succeed(SplittableRandom random, long unjournaled) {
    elapse(random.nextLong(2 * SECOND));
    throttles = own(random);
    throttles.restore(
        0,
        snapshot,
        new SinceLevels(
            Duration.ofNanos(nanos - snapshotNanos),
            calledSinceSnapshot,
            unjournaled,
            Duration.ofNanos(nanos - journaledNanos)));
    notYetJournaled.clear();
    // A new owner begins with a snapshot of its own.
    takeSnapshot();
  }

  private void assertEveryWindowHolds() {
    for (int w = 0; w < workspaces.size(); w++) {
      int number = w;
      List<Sent> own = sent.stream().filter(one -> one.workspace() == number).toList();
      for (Bandwidth bandwidth : workspaces.get(w).throttle()) {
        assertEveryWindowHolds(own, bandwidth);
      }
    }
    assertEveryWindowHolds(sent, whole);
  }

  private static void assertEveryWindowHolds(List<Sent> calls, Bandwidth bandwidth) {
    BigInteger per = BigInteger.valueOf(bandwidth.per().toNanos());
    BigInteger rate = BigInteger.valueOf(bandwidth.rate());
    for (int first = 0; first < calls.size(); first++) {
      long messages = 0;
      for (int last = first; last < calls.size(); last++) {
        messages += calls.get(last).messages();
        if (messages > bandwidth.burst()) {
          long window = calls.get(last).nanos() - calls.get(first).nanos();
          BigInteger earned = BigInteger.valueOf(messages - bandwidth.burst()).multiply(per);
          assertThat(earned)
              .as("%s messages in %s ns under %s", messages, window, bandwidth)
              .isLessThanOrEqualTo(rate.multiply(BigInteger.valueOf(window)));
        }
      }
    }
  }

  private static Bandwidth bandwidth(SplittableRandom random) {
    return new Bandwidth(
        random.nextInt(1, 60),
        Duration.ofNanos(random.nextLong(SECOND / 10, 20 * SECOND)),
        random.nextInt(1, 40));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void ownersThatFollowEachOther_neverLetThroughMoreThanOne(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int history = 0; history < 10; history++) {
      play(random);
      assertEveryWindowHolds();
    }
  }

  private void play(SplittableRandom random) {
    sent.clear();
    workspaces =
        List.of(
            workspace("t0").group("number").throttle(bandwidth(random), bandwidth(random)).build(),
            workspace("t1").group("number").throttle(bandwidth(random)).build());
    whole = bandwidth(random);
    throttles = own(random);
    takeSnapshot();
    int permits = random.nextInt(1, 30);
    for (int step = 0; step < 300; step++) {
      int number = random.nextInt(workspaces.size());
      Throttle throttle = throttles.of(workspaces.get(number));
      elapse(random.nextInt(3) > 0 ? throttle.nanosToWait() : random.nextLong(SECOND));
      int tokens = Math.min(throttle.available(), throttle.journalRoom());
      int may = Math.min(tokens, permits - unjournaled());
      if (may > 0) {
        send(number, random.nextInt(1, may + 1));
      }
      switch (random.nextInt(40)) {
        case 0 -> takeSnapshot();
        case 1 -> {
          takeSnapshot();
          succeed(random, 0);
        }
        case 2 -> succeed(random, permits);
        case 3 ->
            throttle.throttledByVendor(null, 0, clock.currentTimeNanos(), clock.currentTimeNanos());
        default -> {
          if (random.nextInt(3) == 0) {
            journal();
          }
        }
      }
    }
  }

  @Test
  void twentyASecond_acrossCrashesEveryTenSeconds_usesItsRateAndNoMore() {
    SplittableRandom random = new SplittableRandom(1);
    Bandwidth twenty = new Bandwidth(20, Duration.ofSeconds(1), 2);
    workspaces = List.of(workspace("t0").throttle(twenty).build());
    throttles = own(random);
    takeSnapshot();
    long down = 0;
    for (int owner = 0; owner < 6; owner++) {
      long ends = nanos + 10 * SECOND;
      while (nanos < ends) {
        Throttle throttle = throttles.of(workspaces.getFirst());
        elapse(throttle.nanosToWait());
        send(0, 1);
        if (random.nextInt(4) == 0) {
          journal();
        }
      }
      long crashed = nanos;
      succeed(random, 512);
      down += nanos - crashed;
    }

    assertEveryWindowHolds(sent, twenty);
    double used = sent.size() / (20.0 * (nanos - down) / SECOND);
    assertThat(used).isGreaterThan(0.99);
  }
}
