package io.campaigndispatch.dispatcher.core;

import java.time.Duration;
import java.util.List;

/**
 * Whether this process stood still, or was cut off from its group, for so long that others may own
 * its partitions by now: nothing starts from then on until the group has confirmed that they are
 * ours.
 */
final class Standstill {

  /** Well below the session time-out after which the group gives them to others. */
  private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();

  private final List<Effect> effects;
  private long questions;
  private boolean confirmed = true;

  /**
   * @param effects where questions are put
   */
  Standstill(List<Effect> effects) {
    this.effects = effects;
  }

  /** Time went on from one moment to the next at which the core ran. */
  void passed(long fromNanos, long toNanos) {
    if (toNanos - fromNanos > LONGEST_NANOS) {
      doubt();
    }
  }

  /** Others may own our partitions: nothing starts until the group has answered. */
  void doubt() {
    confirmed = false;
    effects.add(new Effect.ConfirmMembership(++questions));
  }

  /** An answer to an earlier question says nothing of the time since. */
  void confirmed(long question) {
    confirmed |= question == questions;
  }

  boolean isConfirmed() {
    return confirmed;
  }
}
