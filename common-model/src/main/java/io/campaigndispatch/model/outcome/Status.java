package io.campaigndispatch.model.outcome;

/** What an outcome says; a final one closes the request. */
public enum Status {
  /** The vendor took the message; "delivered" and "read" are later receipts. */
  ACCEPTED(true),
  /** Permanent, or attempts used up; also a dead letter. */
  FAILED(true),
  /** The request's time passed before an attempt could start. */
  EXPIRED(true),
  /** Its campaign was cancelled. */
  CANCELLED(true),
  /** The recipient opted out. */
  SUPPRESSED(true),
  /** The record repeats a requestId already taken; says nothing of the first. */
  DUPLICATE(true),
  /** The vendor may have taken it and onUncertain is HOLD; also a dead letter. */
  UNCERTAIN(true),
  /** Parked until its time. */
  SCHEDULED(false),
  /** An attempt failed; the next is planned. */
  RETRYING(false);

  private final boolean isFinal;

  Status(boolean isFinal) {
    this.isFinal = isFinal;
  }

  public boolean isFinal() {
    return isFinal;
  }
}
