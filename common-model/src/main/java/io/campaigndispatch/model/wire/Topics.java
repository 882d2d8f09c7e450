package io.campaigndispatch.model.wire;

/**
 * The topics of one installation (INTERFACE, section 1).
 *
 * @param prefix {@code dispatch.} unless configured otherwise; Kafka's own rule for names holds
 */
public record Topics(String prefix) {

  /** The names when nothing is configured. */
  public static final Topics DEFAULT = new Topics("dispatch.");

  private static final int LONGEST_PREFIX = 200;

  public Topics {
    if (prefix.length() > LONGEST_PREFIX || !prefix.matches("[A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          "dispatch.topics.prefix: expected at most 200 of A-Z a-z 0-9 . _ -, received " + prefix);
    }
  }

  /** Send requests, keyed by workspace. */
  public String requests() {
    return prefix + "requests";
  }

  /** Outcomes, keyed by workspace. */
  public String outcomes() {
    return prefix + "outcomes";
  }

  /** Original bytes of what failed, the reason in headers. */
  public String deadLetters() {
    return prefix + "dead-letters";
  }

  /** Internal: requests that wait for their time. */
  public String delay() {
    return prefix + "delay";
  }

  /** Internal: every change of a request's state. */
  public String journal() {
    return prefix + "journal";
  }

  /** Internal: snapshots. */
  public String progress() {
    return prefix + "progress";
  }

  /** Control: one workspace per key. */
  public String workspaces() {
    return prefix + "workspaces";
  }

  /** Control: a campaign's state. */
  public String campaigns() {
    return prefix + "campaigns";
  }

  /** Control: recipients that opted out. */
  public String suppressions() {
    return prefix + "suppressions";
  }
}
