package io.campaigndispatch.chaos.drill;

import java.util.Set;

/**
 * What Prometheus said at one moment.
 *
 * @param nanos of the monotonic clock
 * @param firing alerts
 * @param pending alerts whose {@code for} is not over yet
 */
record Sample(long nanos, Set<Alert> firing, Set<Alert> pending) {

  Sample {
    firing = Set.copyOf(firing);
    pending = Set.copyOf(pending);
  }

  boolean isQuiet() {
    return firing.isEmpty() && pending.isEmpty();
  }
}
