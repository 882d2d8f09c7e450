package io.campaigndispatch.dispatcher.core;

import java.util.List;
import java.util.SplittableRandom;

/**
 * All that is random in a history. Each of its events has numbers of its own, so that a history
 * which leaves one out stays much the same.
 */
final class Chance {

  private final long seed;
  private SplittableRandom random;

  Chance(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** From now on come the numbers of this event. */
  void event(int number) {
    random = new SplittableRandom(seed * 1_000_003 + number);
  }

  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From low (inclusive) to high (exclusive). */
  int between(int low, int high) {
    return random.nextInt(low, high);
  }

  long between(long low, long high) {
    return random.nextLong(low, high);
  }

  <E> E one(List<E> of) {
    return of.get(random.nextInt(of.size()));
  }

  SplittableRandom split() {
    return random.split();
  }
}
