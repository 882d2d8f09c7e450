package io.campaigndispatch.dispatcher.deadletters;

/**
 * What became of an order.
 *
 * @param counts of what was done, or of what would be done by an order that only counts
 * @param end how it ended
 */
public record LetterResult(LetterCounts counts, End end) {

  /** How an order ended. */
  public enum End {
    COUNTED,
    DONE,
    /** Another operator's order began and ended this one: what was done until then is done. */
    OVERTAKEN
  }
}
