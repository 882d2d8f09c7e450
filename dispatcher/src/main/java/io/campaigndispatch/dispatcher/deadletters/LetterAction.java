package io.campaigndispatch.dispatcher.deadletters;

import org.jspecify.annotations.Nullable;

/** What an operator does with a dead letter. */
public enum LetterAction {
  /** Sends again what certainly was not taken by a vendor. */
  REPLAY("replayed"),
  /** Says of what is uncertain that the vendor took it. */
  ACCEPT("accepted"),
  /** Sends again what is uncertain. */
  RESEND("resent");

  private final String done;

  LetterAction(String done) {
    this.done = done;
  }

  /** How a list says that it was done. */
  public String done() {
    return done;
  }

  boolean sendsAgain() {
    return this != ACCEPT;
  }

  /**
   * Why a dead letter is left alone; null when it is not.
   *
   * @param handled whether somebody replayed or resolved it before
   */
  @Nullable Leave leaves(DeadLetter letter, boolean handled) {
    if (handled) {
      return Leave.HANDLED;
    }
    if (letter.source() == null) {
      return Leave.FOREIGN;
    }
    if (letter.isUncertain() != (this != REPLAY)) {
      return this == REPLAY ? Leave.UNCERTAIN : Leave.CERTAIN;
    }
    if (sendsAgain() && letter.raw().value() == null) {
      return Leave.NO_VALUE;
    }
    return this == ACCEPT && (letter.requestId() == null || letter.workspaceId() == null)
        ? Leave.NO_IDS
        : null;
  }

  /** Why a dead letter is left alone. */
  public enum Leave {
    HANDLED("replayed or resolved before"),
    UNCERTAIN("uncertain: to be resolved as accepted or resend"),
    CERTAIN("not uncertain: to be replayed"),
    NO_VALUE("without a value: too large to be copied, or empty"),
    NO_IDS("without readable ids"),
    FOREIGN("not written by the dispatcher");

    private final String reason;

    Leave(String reason) {
      this.reason = reason;
    }

    public String reason() {
      return reason;
    }
  }
}
