package io.campaigndispatch.dispatcher.intake;

import java.time.Duration;

/**
 * How long ago the group is known to have had us among its members. Who is cut off from it goes on
 * with what was its own, and so does whoever owns that next: both together exceed every throttle.
 * So the group is asked all the while, and its silence is noticed before it can have given anything
 * away. Owned by the membership thread, but for {@link #silence}; times are monotonic nanoseconds.
 */
final class Contact {

  static final long ASK_EVERY_NANOS = Duration.ofMillis(1_500).toNanos();

  /** Well below the session time-out after which the group gives our partitions to others. */
  static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private volatile long knownNanos;
  private long askedNanos;
  private boolean silent;

  Contact(long nowNanos) {
    knownNanos = nowNanos;
    askedNanos = nowNanos;
  }

  /** It had us among its members then, or later. */
  void known(long atNanos) {
    if (atNanos - knownNanos > 0) {
      knownNanos = atNanos;
      silent = false;
    }
  }

  /**
   * Whether to ask now; the question then counts as put. A silent group is asked by whoever was
   * told of its silence.
   */
  boolean asks(long nowNanos) {
    if (silent || nowNanos - askedNanos < ASK_EVERY_NANOS) {
      return false;
    }
    askedNanos = nowNanos;
    return true;
  }

  boolean isSilent() {
    return silent;
  }

  /** Whether it has become silent since it last answered; true once. */
  boolean fallsSilent(long nowNanos) {
    boolean falls = !silent && nowNanos - knownNanos > SILENCE_NANOS;
    silent |= falls;
    return falls;
  }

  /**
   * For how long it has been silent; zero while it may still answer in time. From any thread, so
   * that an owner that hangs is seen too.
   */
  Duration silence(long nowNanos) {
    long sinceKnown = nowNanos - knownNanos;
    return sinceKnown > SILENCE_NANOS ? Duration.ofNanos(sinceKnown) : Duration.ZERO;
  }
}
