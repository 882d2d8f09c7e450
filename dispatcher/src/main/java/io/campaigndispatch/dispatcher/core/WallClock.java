package io.campaigndispatch.dispatcher.core;

import java.time.Duration;

/**
 * What the wall clock is believed to say. A step against the monotonic clock (somebody sets the
 * time, a machine that slept wakes up) may be taken back as suddenly as it came: until it has
 * lasted for a minute, the time may be the one from before as well as the new one, and {@link Now}
 * carries both. Slower drifts are followed. Owned by one thread.
 */
public final class WallClock {

  private static final long STEP_MILLIS = Duration.ofSeconds(5).toMillis();
  private static final long SETTLES_NANOS = Duration.ofMinutes(1).toNanos();

  /** Wall clock less monotonic clock, as it is believed. */
  private long believedMillis;

  /** The same as it has been since the step. */
  private long steppedToMillis;

  private long steppedNanos;
  private boolean stepped;

  /**
   * @param read both clocks now; the wall clock is believed
   */
  public WallClock(Now read) {
    believedMillis = difference(read);
  }

  /**
   * What both clocks say now.
   *
   * @param read never before one that was given earlier, by the monotonic clock
   */
  public Now at(Now read) {
    long difference = difference(read);
    if (isNear(difference, believedMillis)) {
      stepped = false;
      believedMillis = difference;
      return read;
    }
    if (!stepped || !isNear(difference, steppedToMillis)) {
      stepped = true;
      steppedNanos = read.nanos();
    }
    steppedToMillis = difference;
    if (read.nanos() - steppedNanos >= SETTLES_NANOS) {
      stepped = false;
      believedMillis = difference;
      return read;
    }
    long before = read.millis() - stepMillis();
    return new Now(read.nanos(), Math.min(before, read.millis()), Math.max(before, read.millis()));
  }

  /** How far it was stepped, forwards when positive; 0 when no step is unsettled. */
  public long stepMillis() {
    return stepped ? steppedToMillis - believedMillis : 0;
  }

  private static boolean isNear(long one, long other) {
    return Math.abs(one - other) <= STEP_MILLIS;
  }

  private static long difference(Now read) {
    return read.millis() - Math.floorDiv(read.nanos(), 1_000_000);
  }
}
