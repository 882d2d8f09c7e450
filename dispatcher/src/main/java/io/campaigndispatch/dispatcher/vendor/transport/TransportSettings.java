package io.campaigndispatch.dispatcher.vendor.transport;

import java.security.KeyStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the HTTP transport.
 *
 * @param version of Campaign Dispatch, sent as {@code User-Agent: campaign-dispatch/<version>};
 *     letters, digits, dots, hyphens, underscores and plus signs
 * @param threads event loops, 1 to 64; each vendor stays on one of them
 * @param connectTimeout for name lookup, TCP and TLS handshake together; more than zero
 * @param idleTimeout after which an unused connection is closed; more than zero. A shorter time
 *     that the server announces ({@code Keep-Alive: timeout=}) wins
 * @param maxBodyBytes of a reply body that are kept, 1 to 64 MiB; what is longer is cut
 * @param maxHeadBytes of a reply's status line and headers, 1 KiB to 1 MiB; a longer head is not
 *     taken for HTTP
 * @param trust certificates to trust instead of the JDK's own trust store; null: the JDK's
 */
public record TransportSettings(
    String version,
    int threads,
    Duration connectTimeout,
    Duration idleTimeout,
    int maxBodyBytes,
    int maxHeadBytes,
    @Nullable KeyStore trust) {

  private static final int MIB = 1 << 20;

  public TransportSettings {
    if (!version.matches("[A-Za-z0-9._+-]+")) {
      throw new IllegalArgumentException(
          "version: expected letters, digits and any of ._+- and received " + version);
    }
    within("threads", threads, 1, 64);
    positive("connect-timeout", connectTimeout);
    positive("idle-timeout", idleTimeout);
    within("max-body-bytes", maxBodyBytes, 1, 64 * MIB);
    within("max-head-bytes", maxHeadBytes, 1 << 10, MIB);
  }

  /**
   * One event loop, 2 s to connect, 30 s idle, bodies of 1 MiB, heads of 32 KiB, the JDK's trust.
   */
  public static TransportSettings standard(String version) {
    return new TransportSettings(
        version, 1, Duration.ofSeconds(2), Duration.ofSeconds(30), MIB, 32 << 10, null);
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": expected " + least + " to " + most + ", received " + value);
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + ": expected longer than zero, received " + value);
    }
  }
}
