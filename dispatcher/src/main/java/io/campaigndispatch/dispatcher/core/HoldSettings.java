package io.campaigndispatch.dispatcher.core;

import java.time.Duration;

/**
 * When verdicts hold, and how long.
 *
 * @param equalFailures so many equal permanent failures of one template in a row hold it, at least
 *     1
 * @param probeAfter until a hold's first probe, unless the vendor's code says otherwise; longer
 *     than zero. It doubles with each probe that fails alike
 * @param longest most between two probes, unless the code says otherwise; at least probeAfter
 */
public record HoldSettings(int equalFailures, Duration probeAfter, Duration longest) {

  public static final HoldSettings DEFAULT =
      new HoldSettings(5, Duration.ofMinutes(5), Duration.ofHours(1));

  public HoldSettings {
    if (equalFailures < 1) {
      throw new IllegalArgumentException(
          "dispatch.holds.equal-failures: expected at least 1, received " + equalFailures);
    }
    if (probeAfter.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "dispatch.holds.probe-after: expected longer than zero, received " + probeAfter);
    }
    if (longest.compareTo(probeAfter) < 0) {
      throw new IllegalArgumentException(
          "dispatch.holds.longest: expected at least dispatch.holds.probe-after ("
              + probeAfter
              + "), received "
              + longest);
    }
  }
}
