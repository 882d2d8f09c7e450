package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Hold;
import io.campaigndispatch.dispatcher.flow.Scope;

/**
 * A verdict's hold, or a failing campaign's pause, as a next owner takes it over.
 *
 * @param detail the vendor's code
 * @param sinceMillis epoch milliseconds
 * @param order of those that end it, the last one that came before it
 * @param lastsMillis from its beginning, or its last probe, to the next; {@link Long#MAX_VALUE}
 *     when only an event ends it
 * @param untilMillis when the next probe is due, epoch milliseconds; no matter if there is none
 */
public record Held(
    String workspaceId,
    Scope scope,
    Hold.Reason reason,
    String detail,
    long sinceMillis,
    long order,
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
        hold.order(),
        hold.lastsMillis(),
        until == null ? hold.sinceMillis() : until);
  }

  Hold hold(Now now) {
    if (lastsMillis == Long.MAX_VALUE) {
      return Hold.untilReleased(reason, sinceMillis, order);
    }
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
