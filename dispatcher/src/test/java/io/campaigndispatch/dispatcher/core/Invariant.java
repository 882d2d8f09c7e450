package io.campaigndispatch.dispatcher.core;

import org.jspecify.annotations.Nullable;

/** What must hold at every step, whatever happens; the design's list, in its order. */
enum Invariant {
  ONE_FINAL_OUTCOME,
  NO_SECOND_CALL,
  RATE,
  ISOLATION,
  COMMITTED_OFFSET,
  LOG_ORDER,
  BOUNDED_MEMORY,
  NOTHING_AFTER_THE_END,
  EXPIRY,
  NOT_EARLY,
  WORK_CONSERVING,

  /** Not of that list: what an open breaker promises. */
  OPEN_BREAKER;

  /** It does not hold. */
  Violation violated(String what, @Nullable Object... details) {
    return new Violation(this, what.formatted(details));
  }

  /** Says which invariant did not hold, and how. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    Violation(Invariant invariant, String what) {
      super(invariant + ": " + what);
      this.invariant = invariant;
    }

    Invariant invariant() {
      return invariant;
    }
  }
}
