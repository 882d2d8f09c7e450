package io.campaigndispatch.dispatcher.core;

import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** How often each fault occurred. */
final class Faults {

  private final int[] counts = new int[Fault.values().length];

  void count(Fault fault) {
    counts[fault.ordinal()]++;
  }

  void addAll(Faults others) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += others.counts[i];
    }
  }

  /** Those that occurred less often than this. */
  Map<Fault, Integer> rarerThan(int least) {
    Map<Fault, Integer> rare = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      if (counts[fault.ordinal()] < least) {
        rare.put(fault, counts[fault.ordinal()]);
      }
    }
    return rare;
  }

  @Override
  public String toString() {
    StringJoiner joined = new StringJoiner(", ");
    for (Fault fault : Fault.values()) {
      joined.add(fault + " " + counts[fault.ordinal()]);
    }
    return joined.toString();
  }
}
