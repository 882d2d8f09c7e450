package io.campaigndispatch.demo.proof;

/**
 * Something that must not be.
 *
 * @param text where, in one line without recipients
 */
public record Finding(Rule rule, String text) {

  /** What is checked. */
  public enum Rule {
    OUTCOME_MISSING("no final outcome"),
    OUTCOME_REPEATED("more than one final outcome"),
    OUTCOME_UNEXPECTED("a final outcome of no record that was sent"),
    WRONG_STATUS("another end than expected"),
    WRONG_CODE("another failure code than expected"),
    DEAD_LETTER_MISSING("no dead letter"),
    DEAD_LETTER_REPEATED("more than one dead letter"),
    DEAD_LETTER_UNEXPECTED("a dead letter of what is none"),
    DEAD_LETTER_ALTERED("a dead letter with other bytes than were sent"),
    ACCEPTED_NOT_TAKEN("accepted, and the vendor has not taken it"),
    TAKEN_NOT_ACCEPTED("taken by the vendor, and not accepted"),
    TAKEN_TWICE("taken by the vendor more than once"),
    CALLED_IN_VAIN("called although refused before a call"),
    NOT_CALLED("refused by the vendor, which was never called"),
    CALLED_AGAIN("uncertain, held, and not called exactly once"),
    CALLED_FOR_NOBODY("a call for no request that was sent"),
    THROTTLE_EXCEEDED("more messages in a window than rate + burst"),
    MOVED_WRONGLY("not moved home as often as needed"),
    NOT_CONSERVED("what was read is not what became of it");

    private final String meaning;

    Rule(String meaning) {
      this.meaning = meaning;
    }
  }

  @Override
  public String toString() {
    return rule.meaning + ": " + text;
  }
}
