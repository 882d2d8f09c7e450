package io.campaigndispatch.demo.scenario;

import io.campaigndispatch.model.outcome.Status;
import org.jspecify.annotations.Nullable;

/** How a request must end, and what its vendor may have seen of it. */
public enum Fate {
  /** The vendor took it, once. */
  ACCEPTED(Status.ACCEPTED, false, Calls.TAKEN_ONCE),
  /** Refused before any call. */
  FAILED_UNCALLED(Status.FAILED, true, Calls.NONE),
  /** The vendor was asked and would not. */
  REFUSED_BY_VENDOR(Status.FAILED, true, Calls.NOT_TAKEN),
  /** Too late before an attempt could start. */
  EXPIRED(Status.EXPIRED, false, Calls.NONE),
  /**
   * Held because of what the vendor said of another or of this one, until its campaign is
   * cancelled.
   */
  WITHDRAWN(Status.CANCELLED, false, Calls.NONE_TAKEN),
  /** Repeats the request before it, which alone is sent. */
  DUPLICATE(Status.DUPLICATE, false, Calls.NONE),
  /** Called once, answer unknown, held for an operator. */
  UNCERTAIN(Status.UNCERTAIN, true, Calls.ONE),
  /** No ids can be read: a dead letter and no outcome. */
  UNREADABLE(null, true, Calls.NONE);

  /** What the vendor's ledger must show. */
  public enum Calls {
    NONE,
    /** At least one call, of which exactly one was taken. */
    TAKEN_ONCE,
    /** At least one call, none taken. */
    NOT_TAKEN,
    /** Calls or not, none taken. */
    NONE_TAKEN,
    /** Exactly one call, taken or not. */
    ONE
  }

  private final @Nullable Status status;
  private final boolean deadLetter;
  private final Calls calls;

  Fate(@Nullable Status status, boolean deadLetter, Calls calls) {
    this.status = status;
    this.deadLetter = deadLetter;
    this.calls = calls;
  }

  /** The final outcome's status; null where there is no outcome. */
  public @Nullable Status status() {
    return status;
  }

  /** Whether a dead letter holds the original bytes. */
  public boolean deadLetter() {
    return deadLetter;
  }

  /** What the ledger must show. */
  public Calls calls() {
    return calls;
  }
}
