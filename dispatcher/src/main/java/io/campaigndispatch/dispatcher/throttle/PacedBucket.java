package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.model.workspace.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/**
 * One bandwidth's tokens, kept so that the law burst + rate·t/per holds where it is counted: at the
 * vendor's end of the wire. Between a token and its message's arrival lies time that varies (a
 * connection opens, a processor is busy, a collector runs), and messages that were paced arrive in
 * a bunch. Two things are done about it:
 *
 * <ul>
 *   <li>A message that was written late stops this bucket's clock for that long: what was earned
 *       while it waited is not spent again.
 *   <li>A bucket that stood full earns nothing for the first {@link #MARGIN_NANOS} after it is
 *       drawn from, so that a full burst and the messages earned right after it still fit when the
 *       first of them are that much slower than the last (with the default burst, a first second
 *       has no more than the rate). A bucket that is never full loses nothing.
 * </ul>
 */
final class PacedBucket {

  static final long MARGIN_NANOS = Duration.ofMillis(100).toNanos();

  /** How late a token may be taken without its bucket counting as one that stood full. */
  private static final long PUNCTUAL_NANOS = Duration.ofMillis(5).toNanos();

  private final TimeMeter core;
  private final long capacity;
  private final Bucket bucket;
  private long stoppedNanos;
  private long stoppedUntilNanos = Long.MIN_VALUE;
  private long fullAtNanos = Long.MIN_VALUE;
  private long seenNanos = Long.MIN_VALUE;

  /** It starts full. */
  PacedBucket(TimeMeter core, Bandwidth bandwidth) {
    this.core = core;
    this.capacity = bandwidth.burst();
    this.bucket =
        Bucket.builder()
            .withCustomTimePrecision(
                new TimeMeter() {
                  @Override
                  public long currentTimeNanos() {
                    return time();
                  }

                  @Override
                  public boolean isWallClockBased() {
                    return false;
                  }
                })
            .withSynchronizationStrategy(SynchronizationStrategy.NONE)
            .addLimit(
                io.github.bucket4j.Bandwidth.builder()
                    .capacity(capacity)
                    .refillGreedy(bandwidth.rate(), bandwidth.per())
                    .build())
            .build();
  }

  long available() {
    seen();
    return bucket.getAvailableTokens();
  }

  /** Nanoseconds until one token is there; 0 when one is. */
  long nanosToWait() {
    long behind = Math.max(0, seenNanos - time());
    seen();
    var estimate = bucket.estimateAbilityToConsume(1);
    return estimate.canBeConsumed() ? 0 : behind + Math.max(1, estimate.getNanosToWaitForRefill());
  }

  void take(int tokens) {
    seen();
    long now = time();
    if (!bucket.tryConsume(tokens)) {
      throw new IllegalStateException("expected " + tokens + " tokens: available() was not asked");
    }
    long stoodFull = fullAtNanos == Long.MIN_VALUE ? MARGIN_NANOS : now - fullAtNanos;
    fullAtNanos = now + bucket.estimateAbilityToConsume(capacity).getNanosToWaitForRefill();
    if (stoodFull > PUNCTUAL_NANOS) {
      stoppedNanos += Math.min(stoodFull, MARGIN_NANOS);
    }
  }

  /**
   * A message whose token was taken at one time was written at another; both by the core's clock.
   * Times that messages waited together count once.
   */
  void late(long takenNanos, long writtenNanos) {
    long from = Math.max(takenNanos, stoppedUntilNanos);
    if (writtenNanos > from) {
      stoppedNanos += writtenNanos - from;
      stoppedUntilNanos = writtenNanos;
    }
  }

  /** The core's time without the time this bucket was stopped. */
  private long time() {
    return core.currentTimeNanos() - stoppedNanos;
  }

  private void seen() {
    seenNanos = Math.max(seenNanos, time());
  }
}
