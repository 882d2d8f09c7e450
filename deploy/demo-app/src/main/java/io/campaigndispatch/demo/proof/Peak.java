package io.campaigndispatch.demo.proof;

import io.campaigndispatch.demo.scenario.Ceiling;

/**
 * How close the ledger came to a ceiling.
 *
 * <p>A throttle paces the starts of calls, the ledger knows their arrivals: of the calls that
 * arrive in one window of {@code per} the first may have started as much earlier as the slowest
 * call took. So they are held against what the throttle lets start in that longer window
 * (INTERFACE, section 5: in any window t at most burst + rate·t/per). With calls faster than a
 * message's turn this is exactly rate + burst.
 *
 * @param most messages in the fullest window
 * @param slowestMillis the slowest accepted call of these workspaces
 */
public record Peak(Ceiling ceiling, int most, long slowestMillis) {

  /** Whether more arrived than rate + burst and what was under way explain. */
  boolean isExceeded() {
    return most > allowed();
  }

  /** Whether more arrived than rate + burst, for whatever reason. */
  public boolean isAboveRateAndBurst() {
    return most > ceiling.most();
  }

  /** The most messages that may arrive in one window. */
  public long allowed() {
    return ceiling.most()
        + ceiling.bandwidth().rate() * slowestMillis / ceiling.bandwidth().per().toMillis();
  }
}
