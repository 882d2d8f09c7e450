package io.campaigndispatch.sandbox;

import io.campaigndispatch.sandbox.catalogue.Catalogue;
import io.campaigndispatch.sandbox.catalogue.TemplatePolicy;
import java.time.Duration;

/**
 * How a sandbox runs.
 *
 * @param host the address to listen on
 * @param port 0 to 65535; 0 for any free one
 * @param catalogue whom the vendors know and which templates they have
 * @param latency added to every answer, up to one hour
 * @param ledgerBytes the most memory the ledger's rows may take, at least 1 MiB
 */
public record SandboxSettings(
    String host, int port, Catalogue catalogue, Duration latency, long ledgerBytes) {

  private static final long DEFAULT_LEDGER_BYTES = 256L << 20;

  public SandboxSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + ": expected 0 to 65535");
    }
    if (latency.isNegative() || latency.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("latency " + latency + ": expected up to one hour");
    }
    if (ledgerBytes < 1 << 20) {
      throw new IllegalArgumentException("ledger " + ledgerBytes + ": expected at least 1 MiB");
    }
  }

  /** A free port of this machine, the built-in catalogue left open, no latency. */
  public static SandboxSettings defaults() {
    return new SandboxSettings(
        "127.0.0.1",
        0,
        Catalogue.builtIn(TemplatePolicy.OPEN),
        Duration.ZERO,
        defaultLedgerBytes());
  }

  /** 256 MiB (about three million rows), or a third of the heap where that is less. */
  static long defaultLedgerBytes() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / 3, 1 << 20, DEFAULT_LEDGER_BYTES);
  }

  /** The same on another port. */
  public SandboxSettings withPort(int other) {
    return new SandboxSettings(host, other, catalogue, latency, ledgerBytes);
  }

  /** The same with another catalogue. */
  public SandboxSettings withCatalogue(Catalogue other) {
    return new SandboxSettings(host, port, other, latency, ledgerBytes);
  }

  /** The same with another latency. */
  public SandboxSettings withLatency(Duration other) {
    return new SandboxSettings(host, port, catalogue, other, ledgerBytes);
  }

  /** The same with another limit to the ledger. */
  public SandboxSettings withLedgerBytes(long other) {
    return new SandboxSettings(host, port, catalogue, latency, other);
  }
}
