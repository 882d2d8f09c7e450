package io.campaigndispatch.dispatcher.core;

import java.time.Instant;

/**
 * One instant on both clocks.
 *
 * @param nanos monotonic, for buckets, timers and back-off
 * @param millis wall clock (epoch), for expiry and what outcomes say; after a step of that clock,
 *     until it has settled, the earlier of the two times it may be ({@link WallClock})
 * @param latestMillis the later of them; otherwise the same
 */
public record Now(long nanos, long millis, long latestMillis) {

  public Now {
    if (latestMillis < millis) {
      throw new IllegalArgumentException(
          "latest time: expected at least " + millis + ", received " + latestMillis);
    }
  }

  /** With a wall clock that is believed. */
  public Now(long nanos, long millis) {
    this(nanos, millis, millis);
  }

  public Instant instant() {
    return Instant.ofEpochMilli(millis);
  }

  /** Whether it cannot be told if this moment has come. */
  public boolean isUnsure(Instant moment) {
    return millis != latestMillis
        && moment.isAfter(instant())
        && !moment.isAfter(Instant.ofEpochMilli(latestMillis));
  }
}
