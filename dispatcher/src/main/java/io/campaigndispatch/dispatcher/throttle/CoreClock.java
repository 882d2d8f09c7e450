package io.campaigndispatch.dispatcher.throttle;

import io.github.bucket4j.TimeMeter;

/**
 * The time that buckets see: what the core was last told, so that one decision sees one instant.
 */
public final class CoreClock implements TimeMeter {

  private long nanos;

  public CoreClock(long nanos) {
    this.nanos = nanos;
  }

  /** Moves on to a monotonic time; an earlier one is ignored. */
  public void advanceTo(long monotonicNanos) {
    nanos = Math.max(nanos, monotonicNanos);
  }

  @Override
  public long currentTimeNanos() {
    return nanos;
  }

  @Override
  public boolean isWallClockBased() {
    return false;
  }
}
