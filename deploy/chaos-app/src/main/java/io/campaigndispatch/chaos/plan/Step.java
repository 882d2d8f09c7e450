package io.campaigndispatch.chaos.plan;

import java.time.Duration;

/**
 * A trouble at its time.
 *
 * @param at since the start of the run
 * @param lasts until it is undone
 */
public record Step(Duration at, Duration lasts, Trouble trouble) {

  /** When it is to be undone, since the start of the run. */
  public Duration end() {
    return at.plus(lasts);
  }
}
