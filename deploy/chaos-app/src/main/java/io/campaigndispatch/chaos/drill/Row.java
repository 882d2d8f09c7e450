package io.campaigndispatch.chaos.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What came of one fault. Pure.
 *
 * @param fired from the injection; null: it did not
 * @param cleared from the cure; null: it did not, or had not fired
 * @param others alerts that fired besides
 * @param stoodStill the longest time without a sample: others took the machine
 * @param faults what is wrong with that; empty: the promise holds
 */
record Row(
    Promise promise,
    int faster,
    @Nullable Duration fired,
    @Nullable Duration cleared,
    NavigableSet<Alert> others,
    Duration stoodStill,
    List<String> faults) {

  /** Beyond that, windows of a few seconds see what only the machine did. */
  private static final Duration DISTURBED = Duration.ofSeconds(3);

  /**
   * Judges it.
   *
   * @param injected of the monotonic clock, nanoseconds
   * @param cured of the same; {@link Long#MAX_VALUE}: it was not
   * @param samples in the order in which they were taken, up to where everything was quiet again
   */
  static Row of(Promise promise, int faster, long injected, long cured, List<Sample> samples) {
    Alert expected = promise.alert();
    Duration fired = null;
    Duration cleared = null;
    long before = injected;
    long stoodStill = 0;
    NavigableSet<Alert> others = new TreeSet<>();
    for (Sample sample : samples) {
      stoodStill = Math.max(stoodStill, sample.nanos() - before);
      before = sample.nanos();
      boolean fires = sample.firing().contains(expected);
      if (fires && fired == null) {
        fired = Duration.ofNanos(sample.nanos() - injected);
      }
      if (fires) {
        // It may come and go: the last time counts.
        cleared = null;
      } else if (fired != null && cleared == null && sample.nanos() >= cured) {
        cleared = Duration.ofNanos(sample.nanos() - cured);
      }
      sample.firing().stream().filter(alert -> !alert.equals(expected)).forEach(others::add);
    }
    return new Row(
        promise,
        faster,
        fired,
        cleared,
        others,
        Duration.ofNanos(stoodStill),
        faults(promise, faster, fired, cleared, others));
  }

  private static List<String> faults(
      Promise promise,
      int faster,
      @Nullable Duration fired,
      @Nullable Duration cleared,
      NavigableSet<Alert> others) {
    List<String> faults = new ArrayList<>();
    if (fired == null) {
      faults.add(promise.alert() + " did not fire");
    } else if (fired.compareTo(promise.fires().at(faster)) > 0) {
      faults.add("fired late");
    }
    if (fired != null && cleared == null) {
      faults.add("did not clear");
    } else if (cleared != null && cleared.compareTo(promise.clears().at(faster)) > 0) {
      faults.add("cleared late");
    }
    others.stream()
        .filter(alert -> !promise.consequences().contains(alert.name()))
        .forEach(alert -> faults.add(alert + " fired too"));
    return faults;
  }

  /** Whether it says nothing, for the machine stood still for too long. */
  boolean isDisturbed() {
    return !holds() && stoodStill.compareTo(DISTURBED) > 0;
  }

  boolean holds() {
    return faults.isEmpty();
  }
}
