package io.campaigndispatch.chaos.proof;

/**
 * Something that must not be.
 *
 * @param text where, in one line without recipients
 */
public record Finding(Rule rule, String text) {

  /** What is promised. */
  public enum Rule {
    LOST("lost"),
    ENDED_TWICE("ended more than once"),
    HOLD_CALLED_TWICE("HOLD, called twice"),
    REPEATED_WITHOUT_CAUSE("RESEND, called again without a cause"),
    UNACCOUNTED("unaccounted"),
    OUT_OF_TIME("called before due or after expiry"),
    RATE_EXCEEDED("rate exceeded");

    private final String title;

    Rule(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  @Override
  public String toString() {
    return rule.title + ": " + text;
  }
}
