package io.campaigndispatch.dispatcher.core;

import org.jspecify.annotations.Nullable;

/** Looks for the smallest history that fails as a given one does. */
final class Shrinking {

  private final Tampering tampering;
  private final String failure;
  private History smallest;

  private Shrinking(Tampering tampering, History failing, String failure) {
    this.tampering = tampering;
    this.failure = failure;
    this.smallest = failing;
  }

  /** The smallest one found; fails as the given one, by the same invariant. */
  static History of(History failing, Throwable failure, Tampering tampering) {
    Shrinking shrinking = new Shrinking(tampering, failing, kindOf(failure));
    shrinking.fewerEvents();
    shrinking.fewerKinds();
    shrinking.fewerEvents();
    return shrinking.smallest;
  }

  /** How a history fails; null when it does not. */
  static @Nullable Throwable failureOf(History history, Tampering tampering) {
    try {
      new Simulation(history, tampering).run();
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  private static String kindOf(Throwable failure) {
    return failure instanceof Invariant.Violation violation
        ? violation.invariant().name()
        : failure.getClass().getName();
  }

  private boolean failsToo(History history) {
    Throwable other = failureOf(history, tampering);
    return other != null && kindOf(other).equals(failure);
  }

  /** The shortest beginning of it: that longer ones fail is likely, not certain. */
  private void fewerEvents() {
    int passes = -1;
    while (smallest.events() - passes > 1) {
      History half = smallest.withEvents((smallest.events() + passes) / 2);
      if (failsToo(half)) {
        smallest = half;
      } else {
        passes = half.events();
      }
    }
  }

  private void fewerKinds() {
    for (EventKind kind : EventKind.values()) {
      History fewer = smallest.without(kind);
      if (smallest.has(kind) && failsToo(fewer)) {
        smallest = fewer;
      }
    }
  }
}
