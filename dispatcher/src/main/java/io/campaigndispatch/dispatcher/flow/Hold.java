package io.campaigndispatch.dispatcher.flow;

import org.jspecify.annotations.Nullable;

/**
 * That nothing of one scope is sent for a while. One with an end lets a single call through when
 * its time is over: that call ends it, or makes it twice as long. Owned by the core thread.
 *
 * <pre>
 * HELD ──its time is over──► PROBE ──a call starts──► PROBING ──failed alike──► HELD, twice as long
 *                              ▲                         │ └──otherwise──► gone
 *                              └────it says nothing──────┘
 * </pre>
 */
public final class Hold {

  /** Why; names a metric's label, so there are few. */
  public enum Reason {
    /** Somebody wants it. */
    OPERATOR,
    /** A campaign's failure rate crossed its threshold. */
    FAILURE_RATE,
    /** The vendor refuses the credential. */
    CREDENTIAL,
    /** The vendor refuses the account otherwise. */
    ACCOUNT,
    /** The vendor does not take the template. */
    TEMPLATE,
    /** One template met the same permanent failure several times in a row. */
    EQUAL_FAILURES
  }

  private enum State {
    HELD,
    PROBE,
    PROBING
  }

  private static final long FOR_GOOD = Long.MAX_VALUE;

  /** Before all of them. */
  public static final long NO_ORDER = -1;

  private final Reason reason;
  private final String detail;
  private final long sinceMillis;
  private final long order;
  private State state = State.HELD;
  private long lastsMillis;
  private long untilMillis;
  private long untilNanos;
  private long probe;

  private Hold(Reason reason, String detail, long sinceMillis, long order, long lastsMillis) {
    this.reason = reason;
    this.detail = detail;
    this.sinceMillis = sinceMillis;
    this.order = order;
    this.lastsMillis = lastsMillis;
    this.untilMillis = FOR_GOOD;
    this.untilNanos = FOR_GOOD;
  }

  /**
   * One that only an event ends.
   *
   * @param order of those that end it, the last one that came before it
   */
  public static Hold untilReleased(Reason reason, long sinceMillis, long order) {
    return new Hold(reason, "", sinceMillis, order, FOR_GOOD);
  }

  /**
   * One that ends by itself, if what it is about has ended.
   *
   * @param detail the vendor's code
   * @param lastsMillis from its beginning, or its last probe, to the next
   * @param untilMillis when the next probe is due
   * @param dueNanos the same, monotonic
   */
  public static Hold timed(
      Reason reason,
      String detail,
      long sinceMillis,
      long lastsMillis,
      long untilMillis,
      long dueNanos) {
    Hold hold = new Hold(reason, detail, sinceMillis, NO_ORDER, lastsMillis);
    hold.untilMillis = untilMillis;
    hold.untilNanos = dueNanos;
    return hold;
  }

  public Reason reason() {
    return reason;
  }

  /** The vendor's code, or empty. */
  public String detail() {
    return detail;
  }

  public long sinceMillis() {
    return sinceMillis;
  }

  /** The last order that came before it, of those that would have ended it. */
  public long order() {
    return order;
  }

  /** How long it lasts this time; {@link Long#MAX_VALUE} when only an event ends it. */
  public long lastsMillis() {
    return lastsMillis;
  }

  /** When its next probe is due, epoch milliseconds; null when only an event ends it. */
  public @Nullable Long untilMillis() {
    return untilMillis == FOR_GOOD ? null : untilMillis;
  }

  /** Whether nothing may start. */
  public boolean isHeld() {
    return state != State.PROBE;
  }

  /** Whether the next call is its probe. */
  public boolean isProbe() {
    return state == State.PROBE;
  }

  /** The same by the monotonic clock; {@link Long#MAX_VALUE} when only an event ends it. */
  public long dueNanos() {
    return untilNanos;
  }

  /** Its time is over; false when it was extended meanwhile, or its probe is out. */
  public boolean over(long nowNanos) {
    if (state != State.HELD || untilNanos > nowNanos) {
      return false;
    }
    state = State.PROBE;
    return true;
  }

  /** This call is its probe. */
  public void probing(long callId) {
    state = State.PROBING;
    probe = callId;
  }

  public boolean isProbing(long callId) {
    return state == State.PROBING && probe == callId;
  }

  /** The probe said nothing of what the hold is about. */
  public void probeAgain() {
    state = State.PROBE;
  }

  /** The probe failed alike. */
  public void extend(long longestMillis, long nowMillis, long nowNanos) {
    state = State.HELD;
    lastsMillis = Math.max(lastsMillis, Math.min(2 * lastsMillis, longestMillis));
    untilMillis = nowMillis + lastsMillis;
    untilNanos = nowNanos + lastsMillis * 1_000_000;
  }
}
