package io.campaigndispatch.model.send;

/** What to do when the vendor may or may not have taken a message. */
public enum OnUncertain {
  /** Never call twice: the request ends UNCERTAIN and waits for an operator. */
  HOLD,
  /** Call again, within max-attempts. */
  RESEND;

  /**
   * The default of a workspace that sets none: a one-time password is worth repeating, a campaign
   * is not.
   */
  public static OnUncertain defaultFor(Priority priority) {
    return priority == Priority.BULK ? HOLD : RESEND;
  }
}
