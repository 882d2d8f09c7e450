package io.campaigndispatch.demo.proof;

import java.time.Duration;

/** The fullest window. */
public final class Windows {

  private Windows() {}

  /**
   * The most points in any half-open window [t, t + length). Exact although the points are cut to
   * whole milliseconds: two that are a whole number of milliseconds or more apart stay so.
   *
   * @param sortedMillis ascending
   * @param length whole milliseconds, at least one
   */
  public static int most(long[] sortedMillis, Duration length) {
    long millis = length.toMillis();
    if (millis < 1 || !length.equals(Duration.ofMillis(millis))) {
      throw new IllegalArgumentException("window " + length + ": expected whole milliseconds");
    }
    int most = 0;
    int first = 0;
    for (int last = 0; last < sortedMillis.length; last++) {
      while (sortedMillis[last] - sortedMillis[first] >= millis) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
