package io.campaigndispatch.dispatcher.deadletters;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants done, and with which dead letters.
 *
 * @param places those alone; empty: wherever they stand
 * @param most at most so many, at least 1
 * @param perSecond at most so many a second, at least 1; null: as fast as Kafka takes them
 * @param dryRun only counts
 * @param by who wants it; goes into the audit record
 */
public record LetterOrder(
    LetterAction action,
    DeadLetterFilter filter,
    Set<DeadLetterPlace> places,
    long most,
    @Nullable Integer perSecond,
    boolean dryRun,
    String by) {

  private static final int LONGEST_NAME = 200;

  public LetterOrder {
    places = Set.copyOf(places);
    if (most < 1) {
      throw new IllegalArgumentException("max: expected at least 1, received " + most);
    }
    if (perSecond != null && perSecond < 1) {
      throw new IllegalArgumentException("rate: expected at least 1, received " + perSecond);
    }
    if (by.isBlank() || by.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "by: expected a name of at most " + LONGEST_NAME + " characters");
    }
  }

  public LetterOrder asDryRun() {
    return new LetterOrder(action, filter, places, most, perSecond, true, by);
  }

  /**
   * Takes a dead letter, leaves it, or passes it over, and counts it accordingly.
   *
   * @return whether it was taken
   */
  boolean takes(DeadLetter letter, HandledLetters handled, LetterCounts counts) {
    if (!(places.isEmpty() || places.contains(letter.place())) || !filter.matches(letter)) {
      return false;
    }
    LetterAction.Leave leave = action.leaves(letter, handled.of(letter.place()) != null);
    if (leave != null) {
      counts.leave(leave);
      return false;
    }
    if (counts.total() >= most) {
      counts.leaveBeyondMost();
      return false;
    }
    counts.add(letter);
    return true;
  }
}
