package io.campaigndispatch.dispatcher.core;

import java.time.Instant;

/**
 * One instant on both clocks.
 *
 * @param nanos monotonic, for buckets, timers and back-off
 * @param millis wall clock (epoch), for expiry and what outcomes say
 */
public record Now(long nanos, long millis) {

  public Instant instant() {
    return Instant.ofEpochMilli(millis);
  }
}
