package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered;
import org.jspecify.annotations.Nullable;

/**
 * A request that was tried and is not closed. Its record may be let go of while it waits for its
 * time; then it is read again. Owned by the core thread.
 */
final class Retry {

  private final Position position;
  private final Flow flow;
  private @Nullable Pending pending;
  private Recovered.@Nullable Attempted journaled;
  private boolean waiting;
  private boolean forgotten;

  /**
   * @param pending null when its record is not in memory
   */
  Retry(Position position, Flow flow, @Nullable Pending pending) {
    this.position = position;
    this.flow = flow;
    this.pending = pending;
  }

  Position position() {
    return position;
  }

  Flow flow() {
    return flow;
  }

  /** What a next owner will know of it; null when nothing was written yet. */
  Recovered.@Nullable Attempted journaled() {
    return journaled;
  }

  void journaled(Recovered.Attempted soFar) {
    journaled = soFar;
  }

  /** It waits for its next attempt. */
  void waits(@Nullable Pending request) {
    pending = request;
    waiting = true;
  }

  boolean isWaiting() {
    return waiting;
  }

  /** Its record is gone. */
  void forget() {
    forgotten = true;
  }

  boolean isForgotten() {
    return forgotten;
  }

  /** Its time has come; returns it when it is still in memory. */
  @Nullable Pending due() {
    waiting = false;
    Pending due = pending;
    pending = null;
    return due;
  }

  /** Whether it waits in memory and could be read again: what it counts is in the journal. */
  boolean mayLeave() {
    return waiting && pending != null && journaled != null;
  }

  void leaves() {
    pending = null;
  }
}
