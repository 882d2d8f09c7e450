package io.campaigndispatch.model.workspace;

import java.time.Duration;

/**
 * When calls to a vendor stop because it does not work, and for how long.
 *
 * @param calls ended within {@code within} before their failures count, at least 1
 * @param failures per cent of them that must have failed, 1 to 100
 * @param within the time looked at, longer than zero
 * @param open how long nothing is called before a single call tries, longer than zero
 * @param openOnTls the same after a failed TLS handshake, one of which is enough
 */
public record BreakerPolicy(
    int calls, int failures, Duration within, Duration open, Duration openOnTls) {

  public static final BreakerPolicy STANDARD =
      new BreakerPolicy(
          10, 50, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5));

  public BreakerPolicy {
    if (calls < 1) {
      throw new IllegalArgumentException("breaker.calls: expected at least 1, received " + calls);
    }
    if (failures < 1 || failures > 100) {
      throw new IllegalArgumentException(
          "breaker.failures: expected 1 to 100 per cent, received " + failures);
    }
    longerThanZero("within", within);
    longerThanZero("open", open);
    longerThanZero("open-on-tls", openOnTls);
  }

  private static void longerThanZero(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(
          "breaker." + name + ": expected longer than zero, received " + duration);
    }
  }
}
