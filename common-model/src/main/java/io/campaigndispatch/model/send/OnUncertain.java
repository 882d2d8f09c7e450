package io.campaigndispatch.model.send;

import org.jspecify.annotations.Nullable;

/** What to do when the vendor may or may not have taken a message. */
public enum OnUncertain {
  /** Never call twice: the request ends UNCERTAIN and waits for an operator. */
  HOLD,
  /** Call again, within max-attempts. */
  RESEND;

  /**
   * What holds for a request: what it says itself, else its workspace, else the default.
   *
   * @param ofWorkspace null when its workspace says nothing
   */
  public static OnUncertain of(SendRequest request, @Nullable OnUncertain ofWorkspace) {
    if (request.onUncertain() != null) {
      return request.onUncertain();
    }
    return ofWorkspace != null ? ofWorkspace : defaultFor(request.priority());
  }

  /**
   * The default of a workspace that sets none: a one-time password is worth repeating, a campaign
   * is not.
   */
  public static OnUncertain defaultFor(Priority priority) {
    return priority == Priority.BULK ? HOLD : RESEND;
  }
}
