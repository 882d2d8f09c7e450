package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Hold;
import io.campaigndispatch.dispatcher.flow.Scope;

/**
 * A verdict's hold, as a next owner takes it over.
 *
 * @param detail the vendor's code
 * @param sinceMillis epoch milliseconds
 * @param lastsMillis from its beginning, or its last probe, to the next
 * @param untilMillis when the next probe is due, epoch milliseconds
 */
public record Held(
    String workspaceId,
    Scope scope,
    Hold.Reason reason,
    String detail,
    long sinceMillis,
    long lastsMillis,
    long untilMillis) {

  static Held of(String workspaceId, Scope scope, Hold hold) {
    Long until = hold.untilMillis();
    return new Held(
        workspaceId,
        scope,
        hold.reason(),
        hold.detail(),
        hold.sinceMillis(),
        hold.lastsMillis(),
        until == null ? hold.sinceMillis() : until);
  }

  Hold hold(Now now) {
    // Clocks of two workers differ: it ends after its whole time at the latest.
    long left = Math.clamp(untilMillis - now.millis(), 0, lastsMillis);
    return Hold.timed(
        reason,
        detail,
        sinceMillis,
        lastsMillis,
        now.millis() + left,
        now.nanos() + left * 1_000_000);
  }
}
