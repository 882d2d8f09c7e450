package io.campaigndispatch.chaos.drill;

import java.time.Duration;

/**
 * The longest that something may take.
 *
 * @param byRules what the rules' own times make of it, scrape and evaluation included: divided when
 *     the rules' times are
 * @param byWorker what the dispatcher, Kafka or an operator needs, which nobody can divide
 */
record Bound(Duration byRules, Duration byWorker) {

  static Bound of(Duration byRules, Duration byWorker) {
    return new Bound(byRules, byWorker);
  }

  /** With rules whose times are divided by that. */
  Duration at(int faster) {
    return byRules.dividedBy(faster).plus(byWorker);
  }

  /** As in {@code 3 min + 20 s}. */
  @Override
  public String toString() {
    return text(byRules) + " + " + text(byWorker);
  }

  private static String text(Duration time) {
    return time.toSecondsPart() == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
