package io.campaigndispatch.dispatcher.core;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a history's events are, and how often of each. Most histories do without some of them: what
 * never goes wrong lets other things go wrong for longer.
 */
enum EventKind {
  ARRIVE(300, 100),
  FLOOD(10, 60),
  READ(230, 100),
  ELAPSE(190, 100),
  ELAPSE_LONG(36, 100),
  MOVE(50, 75),
  EXPIRE(16, 70),
  CRASH(18, 70),
  SUSPEND(30, 70),
  CLOCK(12, 25),
  TEMPLATES(12, 40),
  DELETE(16, 40),
  LATE(16, 80),
  OUTAGE(6, 40);

  private static final int ALL = Arrays.stream(values()).mapToInt(kind -> kind.weight).sum();

  private final int weight;
  private final int percentOfHistories;

  /**
   * @param percentOfHistories in how many of them it happens at all
   */
  EventKind(int weight, int percentOfHistories) {
    this.weight = weight;
    this.percentOfHistories = percentOfHistories;
  }

  /** Those that a history has. */
  static Set<EventKind> some(Chance chance) {
    EnumSet<EventKind> some = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : values()) {
      if (chance.percent(kind.percentOfHistories)) {
        some.add(kind);
      }
    }
    return some;
  }

  static EventKind random(Chance chance) {
    int left = chance.below(ALL);
    for (EventKind kind : values()) {
      left -= kind.weight;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the weights add up");
  }
}
