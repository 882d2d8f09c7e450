package io.campaigndispatch.dispatcher.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What the HTTP client does, by vendor. A call that is answered costs nothing here: connections
 * count themselves, and only what fails is told.
 */
public final class HttpMeters {

  /** Why calls end without a reply: the first four were not sent, the others may have been. */
  static final List<String> CAUSES =
      List.of("connect", "tls", "ours", "late", "timeout", "reset", "garbage");

  /** What a connection to a vendor does. */
  public enum ConnectionState {
    CONNECTING,
    IN_USE,
    IDLE
  }

  /** The client's own figures, by vendor; read on any thread. */
  public interface Source {

    /** How many are in that state now. */
    int connections(String vendorId, ConnectionState state);

    /** How many have been made. */
    long connects(String vendorId);

    /** How long making them took, all together. */
    long connectNanos(String vendorId);
  }

  private static final Source NOTHING =
      new Source() {
        @Override
        public int connections(String vendorId, ConnectionState state) {
          return 0;
        }

        @Override
        public long connects(String vendorId) {
          return 0;
        }

        @Override
        public long connectNanos(String vendorId) {
          return 0;
        }
      };

  private final MeterRegistry registry;
  private volatile Source source = NOTHING;

  HttpMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Whose figures to read. */
  void watch(Source newSource) {
    source = newSource;
  }

  /** Shows a vendor from now on, at 0. */
  void register(String vendorId) {
    Tags vendor = Tags.of("vendor", vendorId);
    for (ConnectionState state : ConnectionState.values()) {
      Gauge.builder("dispatch.http.connections", this, _ -> source.connections(vendorId, state))
          .tags(vendor.and("state", state.name().toLowerCase(Locale.ROOT)))
          .register(registry);
    }
    FunctionTimer.builder(
            "dispatch.http.connect",
            this,
            _ -> source.connects(vendorId),
            _ -> source.connectNanos(vendorId),
            TimeUnit.NANOSECONDS)
        .tags(vendor)
        .register(registry);
    CAUSES.forEach(cause -> failures(vendorId, cause));
  }

  /** A call ended without a reply. */
  void failed(String vendorId, String cause) {
    failures(vendorId, cause).increment();
  }

  private Counter failures(String vendorId, String cause) {
    return registry.counter("dispatch.http.failures", "vendor", vendorId, "cause", cause);
  }
}
