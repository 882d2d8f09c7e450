package io.campaigndispatch.model.workspace;

import java.time.Duration;

/**
 * One limit of a token bucket: in any window t, messages ≤ burst + rate·t/per.
 *
 * @param rate messages per {@code per}, at least 1
 * @param per longer than zero
 * @param burst most tokens held, at least 1
 */
public record Bandwidth(long rate, Duration per, long burst) {

  public Bandwidth {
    if (rate < 1) {
      throw new IllegalArgumentException("rate: expected at least 1, received " + rate);
    }
    if (per.isZero() || per.isNegative()) {
      throw new IllegalArgumentException("per: expected longer than zero, received " + per);
    }
    if (burst < 1) {
      throw new IllegalArgumentException("burst: expected at least 1, received " + burst);
    }
  }

  /** The bandwidth whose burst is what 100 ms earn, at least 1. */
  public static Bandwidth of(long rate, Duration per) {
    return new Bandwidth(rate, per, Math.max(1, (long) (rate * 1e8 / per.toNanos())));
  }

  /** Messages per second in the long run. */
  public double perSecond() {
    return rate * 1e9 / per.toNanos();
  }
}
