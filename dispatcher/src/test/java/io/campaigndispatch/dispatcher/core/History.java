package io.campaigndispatch.dispatcher.core;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which history to run.
 *
 * @param events how many of its events happen before all is well again
 * @param without kinds of event that do not happen
 */
record History(long seed, int events, Set<EventKind> without) {

  static final int EVENTS = 220;

  static History of(long seed) {
    return new History(seed, EVENTS, Set.of());
  }

  /** What runs this one alone. */
  String command() {
    String command =
        "mvn -pl dispatcher -am test -Dtest=DispatchCoreSimulationTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed="
            + seed
            + " -Dsimulation.events="
            + events;
    return without.isEmpty()
        ? command
        : command
            + " -Dsimulation.without="
            + without.stream().map(EventKind::name).sorted().collect(Collectors.joining(","));
  }

  History withEvents(int fewer) {
    return new History(seed, fewer, without);
  }

  History without(EventKind kind) {
    EnumSet<EventKind> more = EnumSet.of(kind);
    more.addAll(without);
    return new History(seed, events, more);
  }

  boolean has(EventKind kind) {
    return !without.contains(kind);
  }
}
