package io.campaigndispatch.model.workspace;

import java.net.URI;
import java.time.Duration;

/**
 * A configured vendor account or deployment.
 *
 * @param id what workspaces, outcomes and metrics call it
 * @param type whose API it speaks
 * @param baseUrl http or https; its path, if any, precedes the vendor's own
 * @param dialect only Plazbot has more than one
 * @param maxInFlight calls at once per worker, at least 1
 * @param responseTimeout from the request written to the reply read
 * @param maxRecipients messages that one call may carry, where the vendor takes several (gateway);
 *     at least 1
 * @param faults what is believed and done when it fails
 */
public record Vendor(
    String id,
    VendorType type,
    URI baseUrl,
    Dialect dialect,
    int maxInFlight,
    Duration responseTimeout,
    int maxRecipients,
    FaultPolicy faults) {

  /** With the usual policy for its faults. */
  public Vendor(
      String id,
      VendorType type,
      URI baseUrl,
      Dialect dialect,
      int maxInFlight,
      Duration responseTimeout,
      int maxRecipients) {
    this(
        id,
        type,
        baseUrl,
        dialect,
        maxInFlight,
        responseTimeout,
        maxRecipients,
        FaultPolicy.STANDARD);
  }

  /** Plazbot's two published forms: path and send-type field go together. */
  public enum Dialect {
    CURRENT,
    LEGACY
  }

  public Vendor {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException(
          "max-in-flight: expected at least 1, received " + maxInFlight);
    }
    if (maxRecipients < 1) {
      throw new IllegalArgumentException(
          "max-recipients: expected at least 1, received " + maxRecipients);
    }
    if (responseTimeout.isZero() || responseTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "response-timeout: expected longer than zero, received " + responseTimeout);
    }
  }
}
