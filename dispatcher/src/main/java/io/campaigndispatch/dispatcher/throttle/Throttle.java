package io.campaigndispatch.dispatcher.throttle;

import java.util.List;

/**
 * Every bucket a workspace's calls must pass: its own and those it shares. In any window t,
 * messages ≤ burst + rate·t/per for each of its bandwidths. Owned by the core thread.
 */
public final class Throttle {

  private final List<PacedBucket> buckets;

  Throttle(List<PacedBucket> buckets) {
    this.buckets = List.copyOf(buckets);
  }

  /** Messages that may be sent now. */
  public int available() {
    long available = Integer.MAX_VALUE;
    for (PacedBucket bucket : buckets) {
      available = Math.min(available, bucket.available());
    }
    return (int) Math.max(0, available);
  }

  /** Nanoseconds until one message may be sent; 0 when it may be now. */
  public long nanosToWait() {
    long wait = 0;
    for (PacedBucket bucket : buckets) {
      wait = Math.max(wait, bucket.nanosToWait());
    }
    return wait;
  }

  /**
   * Takes a token per message from every bucket.
   *
   * @param messages at most {@link #available()}
   */
  public void take(int messages) {
    for (PacedBucket bucket : buckets) {
      bucket.take(messages);
    }
  }

  /**
   * A message was written this much later than its token was taken: what its buckets earned
   * meanwhile is void, so that messages which waited together do not add to those that did not.
   *
   * @param takenNanos when its token was taken, by the core's clock
   * @param writtenNanos when it was written, by the same clock
   */
  public void late(long takenNanos, long writtenNanos) {
    for (PacedBucket bucket : buckets) {
      bucket.late(takenNanos, writtenNanos);
    }
  }
}
