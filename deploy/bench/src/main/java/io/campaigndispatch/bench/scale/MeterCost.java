package io.campaigndispatch.bench.scale;

import io.campaigndispatch.dispatcher.admin.DispatchMetrics;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What the meters that are told of every call cost one of a single request. */
final class MeterCost {
  private static final int CALLS = 5_000_000;
  private static final int KINDS = 64;

  private MeterCost() {}

  /** In one thread, warmed up, with latencies from microseconds to seconds. */
  static double nanosPerMessage() {
    DispatchMetrics metrics =
        new DispatchMetrics(
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Directory.EMPTY, 0);
    Effect.Call[] calls = new Effect.Call[KINDS];
    for (int i = 0; i < KINDS; i++) {
      calls[i] = call(i);
    }
    tell(metrics, calls);
    long started = System.nanoTime();
    tell(metrics, calls);
    return (System.nanoTime() - started) / (double) CALLS;
  }

  private static void tell(DispatchMetrics metrics, Effect.Call[] calls) {
    for (int i = 0; i < CALLS; i++) {
      Effect.Call call = calls[i % KINDS];
      metrics.called(call);
      metrics.answered(call, 1_000_000L * (i % KINDS));
    }
  }

  private static Effect.Call call(int n) {
    return new Effect.Call(
        n,
        new Vendor(
            "stub",
            VendorType.PLAZBOT,
            URI.create("http://127.0.0.1/"),
            Vendor.Dialect.CURRENT,
            64,
            Duration.ofSeconds(10),
            1),
        List.of(request(n)),
        new HttpCall(
            "stub",
            "POST",
            URI.create("http://127.0.0.1/"),
            Map.of(),
            new byte[0],
            new CredentialRef.None(),
            Duration.ofSeconds(10)),
        0,
        Long.MAX_VALUE,
        List.of((long) n * n),
        List.of(100_000L * n),
        List.of());
  }

  private static SendRequest request(int n) {
    byte[] key = Workspaces.key(Workspaces.id(n));
    Decoded decoded =
        new RequestDecoder(WorkspaceFacts.of(() -> Directory.EMPTY))
            .decode(key, SmallRequest.of(n, key), new RecordHeaders(), Instant.EPOCH);
    return switch (decoded) {
      case Decoded.Valid(SendRequest request, int _) -> request;
      default -> throw new IllegalStateException("expected a request, received " + decoded);
    };
  }
}
