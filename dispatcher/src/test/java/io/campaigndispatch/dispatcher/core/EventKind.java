package io.campaigndispatch.dispatcher.core;

import java.util.Arrays;

/** What a history's events are, and how often of each. */
enum EventKind {
  ARRIVE(300),
  FLOOD(12),
  READ(230),
  ELAPSE(190),
  ELAPSE_LONG(36),
  MOVE(45),
  EXPIRE(14),
  CRASH(14),
  SUSPEND(26),
  CLOCK(8),
  TEMPLATES(8),
  DELETE(10),
  LATE(14);

  private static final int ALL = Arrays.stream(values()).mapToInt(kind -> kind.weight).sum();

  private final int weight;

  EventKind(int weight) {
    this.weight = weight;
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
