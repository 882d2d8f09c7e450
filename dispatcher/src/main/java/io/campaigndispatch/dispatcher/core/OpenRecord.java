package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.index.Position;
import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A record in memory: how many of its requests are open, and which of them are here (waiting, under
 * way, or decided and not yet written). Owned by the core thread.
 */
final class OpenRecord {

  private final long offset;
  private final int weight;
  private @Nullable Flow flow;
  private int open;
  private int here;
  private long expiresMillis = Long.MAX_VALUE;
  private @Nullable BitSet children;

  /**
   * @param weight bytes it takes, estimated
   * @param open its requests that are not closed
   */
  OpenRecord(long offset, int weight, int open) {
    this.offset = offset;
    this.weight = weight;
    this.open = open;
  }

  long offset() {
    return offset;
  }

  int weight() {
    return weight;
  }

  /** The flow its requests wait in; null when none of them does. */
  @Nullable Flow flow() {
    return flow;
  }

  void joins(Flow itsFlow) {
    flow = itsFlow;
  }

  /** One of its requests expires then, epoch milliseconds. */
  void expires(Instant at) {
    expiresMillis = Math.min(expiresMillis, Sweep.millisOf(at));
  }

  /** When the first of its requests expires, epoch milliseconds. */
  long expiresMillis() {
    return expiresMillis;
  }

  boolean isClosed() {
    return open == 0;
  }

  /** Whether nothing of it is here. */
  boolean isEmpty() {
    return here == 0;
  }

  /** Whether so many requests here are all that is open of it. */
  boolean isAll(int requests) {
    return here == requests && open == requests;
  }

  boolean holds(int child) {
    return child == Position.WHOLE ? here > 0 : children != null && children.get(child);
  }

  void enter(int child) {
    here++;
    if (child != Position.WHOLE) {
      if (children == null) {
        children = new BitSet();
      }
      children.set(child);
    }
  }

  void leave(int child) {
    here--;
    if (children != null && child != Position.WHOLE) {
      children.clear(child);
    }
  }

  /** Everything of it leaves. */
  void leave() {
    here = 0;
    children = null;
  }

  /** One of its requests is closed, and that is written. */
  void closed(int child) {
    leave(child);
    open--;
  }
}
