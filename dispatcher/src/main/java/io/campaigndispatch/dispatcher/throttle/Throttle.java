package io.campaigndispatch.dispatcher.throttle;

import io.github.bucket4j.Bucket;
import java.util.List;

/**
 * Every bucket a workspace's calls must pass: its own and those it shares. In any window t,
 * messages ≤ burst + rate·t/per for each of its bandwidths. Owned by the core thread.
 */
public final class Throttle {

  private final List<Bucket> buckets;
  private final int largestCall;

  Throttle(List<Bucket> buckets, long smallestBurst) {
    this.buckets = List.copyOf(buckets);
    this.largestCall = (int) Math.min(Integer.MAX_VALUE, smallestBurst);
  }

  /** The most messages that one call may ever carry: what the tightest bucket can hold. */
  public int largestCall() {
    return largestCall;
  }

  /** Messages that may be sent now. */
  public int available() {
    long available = Integer.MAX_VALUE;
    for (Bucket bucket : buckets) {
      available = Math.min(available, bucket.getAvailableTokens());
    }
    return (int) Math.max(0, available);
  }

  /** Nanoseconds until one message may be sent; 0 when it may be now. */
  public long nanosToWait() {
    long wait = 0;
    for (Bucket bucket : buckets) {
      var estimate = bucket.estimateAbilityToConsume(1);
      if (!estimate.canBeConsumed()) {
        wait = Math.max(wait, Math.max(1, estimate.getNanosToWaitForRefill()));
      }
    }
    return wait;
  }

  /**
   * Takes a token per message from every bucket.
   *
   * @param messages at most {@link #available()}
   */
  public void take(int messages) {
    for (Bucket bucket : buckets) {
      if (!bucket.tryConsume(messages)) {
        throw new IllegalStateException(
            "expected " + messages + " tokens: available() was not asked");
      }
    }
  }
}
