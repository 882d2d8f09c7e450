package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.dispatcher.throttle.BucketLevel.Tokens;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.math.BigInteger;
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

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final AdaptiveRate clock;
  private final Bandwidth bandwidth;
  private final Bucket bucket;
  private final long burstNanos;
  private long stoppedNanos;
  private long stoppedUntilNanos = Long.MIN_VALUE;
  private long fullAtNanos = UNKNOWN;
  private long seenNanos = Long.MIN_VALUE;

  /** It starts full. */
  PacedBucket(AdaptiveRate clock, Bandwidth bandwidth) {
    this(clock, Tokens.full(bandwidth), 0);
  }

  /** As it stands after it held these tokens and earned for so long, by its clock. */
  PacedBucket(AdaptiveRate clock, Tokens tokens, long earnedNanos) {
    this.clock = clock;
    this.bandwidth = tokens.bandwidth();
    long perNanos = bandwidth.per().toNanos();
    burstNanos =
        (long) Math.min((double) perNanos * bandwidth.burst() / bandwidth.rate(), Long.MAX_VALUE);
    long fraction = tokens.millionths() % Tokens.ONE;
    long fractionNanos =
        (perNanos / Tokens.ONE * fraction + perNanos % Tokens.ONE * fraction / Tokens.ONE)
            / bandwidth.rate();
    // The bucket is made at the time at which it held whole tokens.
    stoppedNanos = earnedNanos + fractionNanos;
    bucket =
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
                    .capacity(bandwidth.burst())
                    .refillGreedy(bandwidth.rate(), bandwidth.per())
                    .initialTokens(tokens.millionths() / Tokens.ONE)
                    .build())
            .build();
    stoppedNanos = 0;
    noteWhenFull();
  }

  Bandwidth bandwidth() {
    return bandwidth;
  }

  long available() {
    seen();
    return bucket.getAvailableTokens();
  }

  /** What it holds, less what its clock still has to catch up; at least nothing. */
  Tokens tokens() {
    long full = Tokens.full(bandwidth).millionths();
    long whole = Math.min(available(), full / Tokens.ONE);
    long held = whole * Tokens.ONE;
    if (held < full) {
      // The estimate is rounded down.
      long next = bucket.estimateAbilityToConsume(whole + 1).getNanosToWaitForRefill() + 1;
      held += Tokens.ONE - millionths(next, Tokens.ONE);
    }
    return new Tokens(bandwidth, held - millionths(seenNanos - time(), held));
  }

  /** What it earns in this time, rounded up, if that is not more than {@code most}. */
  private long millionths(long nanos, long most) {
    BigInteger per = BigInteger.valueOf(bandwidth.per().toNanos());
    return BigInteger.valueOf(nanos)
        .multiply(BigInteger.valueOf(bandwidth.rate()))
        .multiply(BigInteger.valueOf(Tokens.ONE))
        .add(per.subtract(BigInteger.ONE))
        .divide(per)
        .min(BigInteger.valueOf(most))
        .longValue();
  }

  /** Nanoseconds until one token is there; 0 when one is. */
  long nanosToWait() {
    long now = seen();
    var estimate = bucket.estimateAbilityToConsume(1);
    return estimate.canBeConsumed()
        ? 0
        : clock.coreNanos(seenNanos - now + Math.max(1, estimate.getNanosToWaitForRefill()));
  }

  void take(int tokens) {
    long now = seen();
    var probe = bucket.tryConsumeAndReturnRemaining(tokens);
    if (!probe.isConsumed()) {
      throw new IllegalStateException("expected " + tokens + " tokens: available() was not asked");
    }
    long margin = clock.slowed(MARGIN_NANOS);
    long stoodFull = fullAtNanos == UNKNOWN ? margin : now - fullAtNanos;
    fullAtNanos = seenNanos + probe.getNanosToWaitForReset();
    if (stoodFull > clock.slowed(PUNCTUAL_NANOS)) {
      stoppedNanos += Math.min(stoodFull, margin);
    }
  }

  /** Gives up so many tokens, or all it holds. */
  PacedBucket charged(long messages) {
    if (messages == 0) {
      return this;
    }
    if (!bucket.tryConsume(messages)) {
      return new PacedBucket(clock, new Tokens(bandwidth, 0), 0);
    }
    noteWhenFull();
    return this;
  }

  /**
   * A token that was taken was not used. It comes back only where a burst is no bunch: elsewhere
   * several that come back, each taken again at once, would be more than a burst together, and what
   * was earned meanwhile makes up for them.
   */
  void giveBack() {
    if (JournalRoom.isSlow(bandwidth)) {
      bucket.addTokens(1);
      noteWhenFull();
    }
  }

  /** The time in which a full burst is earned at the whole rate. */
  long burstNanos() {
    return burstNanos;
  }

  /**
   * A message whose token was taken at one time was written at another; both by the core's clock.
   * Times that messages waited together count once.
   */
  void late(long takenNanos, long writtenNanos) {
    long from = Math.max(takenNanos, stoppedUntilNanos);
    if (writtenNanos > from) {
      stoppedNanos += clock.slowed(writtenNanos - from);
      stoppedUntilNanos = writtenNanos;
    }
  }

  private void noteWhenFull() {
    seen();
    var estimate = bucket.estimateAbilityToConsume(bandwidth.burst());
    fullAtNanos =
        estimate.canBeConsumed() ? UNKNOWN : seenNanos + estimate.getNanosToWaitForRefill();
  }

  /** The clock's time without the time this bucket was stopped. */
  private long time() {
    return clock.nanos() - stoppedNanos;
  }

  /** Notes and returns the time; it may be before one seen earlier, when it was stopped since. */
  private long seen() {
    long now = time();
    seenNanos = Math.max(seenNanos, now);
    return now;
  }
}
