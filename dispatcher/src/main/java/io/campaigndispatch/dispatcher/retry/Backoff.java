package io.campaigndispatch.dispatcher.retry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long to wait before the same message is sent again. */
public sealed interface Backoff {

  /**
   * Full-jitter exponential: base 1 s, doubling, at most 60 s (reference: error taxonomy,
   * RETRY_SOON).
   *
   * @param atLeast a wait that the vendor asked for (Retry-After on a 503); null when it did not
   */
  record Soon(@Nullable Duration atLeast) implements Backoff {
    public static final Soon JITTERED = new Soon(null);
  }

  /**
   * As {@link Soon} while that lasts, then the same longer wait each time.
   *
   * @param soon how many of the waits are short, at least 1
   */
  record SoonThenLater(int soon, Duration later) implements Backoff {}

  /** A stated wait, doubling with each further attempt, at most {@code cap}. */
  record Later(Duration delay, Duration cap) implements Backoff {}

  /** 4^X seconds, X from 0 to 5: Meta's pair rate (about-the-platform: pair rate limits). */
  record Pair() implements Backoff {}
}
