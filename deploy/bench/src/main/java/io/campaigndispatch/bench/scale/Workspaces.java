package io.campaigndispatch.bench.scale;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.util.Locale;

/**
 * The workspaces of one run and how they are configured; one more, {@link #PROBE}, never has a
 * throttle.
 *
 * @param count 1 to 100,000
 * @param throttled whether each may send one message a minute, or as many as it can
 */
record Workspaces(int count, boolean throttled) {
  static final String PROBE = "ws-probe";

  Workspaces {
    if (count < 1 || count > 100_000) {
      throw new IllegalArgumentException(
          "workspaces: expected 1 to 100,000, received %,d".formatted(count));
    }
  }

  static String id(int workspace) {
    return String.format(Locale.ROOT, "ws-%05d", workspace);
  }

  static byte[] key(String id) {
    return id.getBytes(US_ASCII);
  }

  /** Whose request the nth is: scattered evenly, and the same in every run. */
  int of(long n) {
    long z = (n + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (int) Long.remainderUnsigned(z ^ (z >>> 31), count);
  }

  /** The dispatcher's workspaces file. */
  String yaml(URI vendor, int maxInFlight) {
    StringBuilder yaml =
        new StringBuilder(
            """
            vendors:
              - { id: stub, type: plazbot, base-url: "%s", dialect: current, max-in-flight: %d, response-timeout: 10s }
            workspaces:
              - { id: %s, vendor: stub, credential: none }
            """
                .formatted(vendor, maxInFlight, PROBE));
    String throttle = throttled ? ", throttle: [ { rate: 1, per: 1m } ]" : "";
    for (int i = 0; i < count; i++) {
      yaml.append("  - { id: ")
          .append(id(i))
          .append(", vendor: stub, credential: none")
          .append(throttle)
          .append(" }\n");
    }
    return yaml.toString();
  }
}
