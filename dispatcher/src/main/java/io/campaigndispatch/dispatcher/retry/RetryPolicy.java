package io.campaigndispatch.dispatcher.retry;

import java.time.Duration;

/** How long each kind of back-off waits (reference: error taxonomy). */
public final class RetryPolicy {

  private static final long SOON_BASE_MILLIS = 1_000;
  private static final long SOON_CAP_MILLIS = 60_000;
  private static final int PAIR_LARGEST_EXPONENT = 5;

  private RetryPolicy() {}

  /**
   * The wait after a failed attempt.
   *
   * @param attempt the attempt that failed, from 1
   * @param jitter uniformly random, 0 to 1
   */
  public static Duration delay(Backoff backoff, int attempt, double jitter) {
    return switch (backoff) {
      case Backoff.Soon(var atLeast) -> {
        Duration wait = Duration.ofMillis((long) (soonCeiling(attempt) * jitter));
        yield atLeast != null && atLeast.compareTo(wait) > 0 ? atLeast : wait;
      }
      case Backoff.SoonThenLater(var soon, var later) ->
          attempt <= soon
              ? Duration.ofMillis((long) (soonCeiling(attempt) * jitter))
              : spread(later, jitter);
      case Backoff.Later(var delay, var cap) -> {
        Duration wait = delay.multipliedBy(1L << Math.clamp(attempt - 1, 0, 20));
        yield spread(wait.compareTo(cap) > 0 ? cap : wait, jitter);
      }
      case Backoff.Pair() ->
          Duration.ofSeconds(1L << (2 * Math.clamp(attempt - 1, 0, PAIR_LARGEST_EXPONENT)));
    };
  }

  /** At least the wait, and up to a tenth more. */
  private static Duration spread(Duration wait, double jitter) {
    return wait.plusMillis((long) (wait.toMillis() * 0.1 * jitter));
  }

  private static long soonCeiling(int attempt) {
    return Math.min(SOON_CAP_MILLIS, SOON_BASE_MILLIS << Math.clamp(attempt - 1, 0, 20));
  }
}
