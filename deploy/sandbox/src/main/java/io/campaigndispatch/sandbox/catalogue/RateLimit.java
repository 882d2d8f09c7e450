package io.campaigndispatch.sandbox.catalogue;

import java.time.Duration;

/**
 * A hard ceiling: at most so many messages in any window of that length.
 *
 * @param limit messages, 1 to 100,000
 * @param per the window, 1 ms to 1 day
 */
public record RateLimit(int limit, Duration per) {
  private static final int MAX_LIMIT = 100_000;

  public RateLimit {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit " + limit + ": expected 1 to " + MAX_LIMIT);
    }
    if (per.toMillis() < 1 || per.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("per " + per + ": expected 1 ms to 1 day");
    }
  }
}
