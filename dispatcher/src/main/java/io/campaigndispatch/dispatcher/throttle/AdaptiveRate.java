package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.dispatcher.throttle.BucketLevel.Pressure;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How hard a vendor pushes back on one workspace: until when it holds, and how fast the clock of
 * its own buckets runs.
 *
 * <p>Each hold halves the speed, down to a sixteenth; every 30 s after it a tenth of the whole
 * comes back. A clock that never runs ahead of the core's keeps every bandwidth's law. What is
 * shared runs on one that nobody throttles.
 */
final class AdaptiveRate {

  /** The whole speed, in parts of which a tenth and a sixteenth are whole numbers. */
  static final int WHOLE = 640;

  static final int LEAST = WHOLE / 16;
  static final long REGAIN_NANOS = Duration.ofSeconds(30).toNanos();

  /**
   * The longest our own doubling wait gets when the vendor throttles and does not say for how long.
   */
  private static final long LONGEST_HOLD_NANOS = Duration.ofSeconds(60).toNanos();

  /** Fewer in a row are an accident. */
  private static final int MANY_OVERLOADS = 3;

  private final TimeMeter core;
  private int factor;
  private long changedNanos;
  private long bucketNanosThen;
  private long regainAtNanos;
  private long heldUntilNanos = Long.MIN_VALUE;
  private int holdsInARow;
  private int overloadsInARow;
  private long slowedNanos = Long.MIN_VALUE;

  /** At the whole speed. */
  AdaptiveRate(TimeMeter core) {
    this(core, Pressure.NONE, 0);
  }

  /** As it stands so long after its pressure was noted. */
  AdaptiveRate(TimeMeter core, Pressure pressure, long elapsedNanos) {
    this.core = core;
    long noted = core.currentTimeNanos() - elapsedNanos;
    changedNanos = noted;
    factor = pressure.factor();
    regainAtNanos = noted + pressure.regainNanos();
    holdsInARow = pressure.holdsInARow();
    if (pressure.heldNanos() > 0) {
      heldUntilNanos = noted + pressure.heldNanos();
    }
  }

  /**
   * The vendor throttled a call.
   *
   * @param asked what the vendor asked for; null: 1 s, doubling with each hold in a row, at most 60
   *     s
   * @param jitter 0 to 1; adds up to a tenth, so that workspaces do not come back together
   * @param takenNanos when the call's tokens were taken: calls that were under way together make
   *     one hold
   * @return until when it holds
   */
  long throttled(@Nullable Duration asked, double jitter, long takenNanos, long nowNanos) {
    if (takenNanos >= heldUntilNanos) {
      holdsInARow++;
      settle();
      change(core.currentTimeNanos(), Math.max(LEAST, factor / 2));
    }
    long hold =
        asked != null
            ? asked.toNanos()
            : Math.min(
                LONGEST_HOLD_NANOS,
                Duration.ofSeconds(1).toNanos() << Math.clamp(holdsInARow - 1, 0, 6));
    heldUntilNanos = Math.max(heldUntilNanos, nowNanos + hold + (long) (hold * 0.1 * jitter));
    regainAtNanos = heldUntilNanos + REGAIN_NANOS;
    return heldUntilNanos;
  }

  /**
   * The vendor said that it is overloaded.
   *
   * @return whether that made it slower
   */
  boolean overloaded(long takenNanos, long nowNanos) {
    if (takenNanos < slowedNanos || ++overloadsInARow < MANY_OVERLOADS) {
      return false;
    }
    overloadsInARow = 0;
    slowedNanos = nowNanos;
    settle();
    change(core.currentTimeNanos(), Math.max(LEAST, factor / 2));
    regainAtNanos = Math.max(heldUntilNanos, nowNanos) + REGAIN_NANOS;
    return true;
  }

  /** The vendor took a call. */
  void accepted() {
    holdsInARow = 0;
    overloadsInARow = 0;
  }

  /** In the past when it does not hold. */
  long heldUntilNanos() {
    return heldUntilNanos;
  }

  boolean isWhole() {
    settle();
    return factor == WHOLE;
  }

  /** What becomes of a rate at this speed. */
  double slowed(double perSecond) {
    settle();
    return perSecond * factor / WHOLE;
  }

  /** How far the buckets' clock goes at this speed while the core's goes so far. */
  long slowed(long nanos) {
    settle();
    return factor == WHOLE ? nanos : nanos * factor / WHOLE;
  }

  /** The buckets' time: how far their clock went since the pressure was noted. */
  long nanos() {
    settle();
    return bucketNanosAt(core.currentTimeNanos());
  }

  /** How long the core's clock takes until the buckets' has gone so far. */
  long coreNanos(long bucketNanos) {
    long now = core.currentTimeNanos();
    long target = nanos() + bucketNanos;
    int speed = factor;
    long from = changedNanos;
    long then = bucketNanosThen;
    long regain = regainAtNanos;
    while (speed < WHOLE) {
      long earned = (regain - from) * speed / WHOLE;
      if (then + earned >= target) {
        return from + Math.ceilDiv((target - then) * WHOLE, speed) - now;
      }
      then += earned;
      from = regain;
      regain += REGAIN_NANOS;
      speed = Math.min(WHOLE, speed + WHOLE / 10);
    }
    return from + (target - then) - now;
  }

  /**
   * @param observedPerSecond of the temporary bandwidth, 0 for none
   */
  Pressure pressure(long observedPerSecond) {
    settle();
    long now = core.currentTimeNanos();
    return new Pressure(
        factor,
        heldUntilNanos <= now ? 0 : heldUntilNanos - now,
        factor == WHOLE ? 0 : regainAtNanos - now,
        holdsInARow,
        observedPerSecond);
  }

  /** Takes back the tenths that are due. */
  private void settle() {
    while (factor < WHOLE && regainAtNanos <= core.currentTimeNanos()) {
      change(regainAtNanos, Math.min(WHOLE, factor + WHOLE / 10));
      regainAtNanos += REGAIN_NANOS;
    }
  }

  private void change(long atNanos, int newFactor) {
    bucketNanosThen = bucketNanosAt(atNanos);
    changedNanos = atNanos;
    factor = newFactor;
  }

  private long bucketNanosAt(long coreNanos) {
    long passed = coreNanos - changedNanos;
    return bucketNanosThen + (factor == WHOLE ? passed : passed * factor / WHOLE);
  }
}
