package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.SipHash;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.workspace.BreakerPolicy;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.FaultPolicy;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Ready-made vendors, records and failures. */
public final class Samples {

  public static final String TOPIC = "dispatch.requests";

  /** When virtual time begins. */
  public static final long BEGINNING_MILLIS = Instant.parse("2026-11-20T00:00:00Z").toEpochMilli();

  private Samples() {}

  public static Vendor vendor(String id, VendorType type, int maxInFlight, int maxRecipients) {
    return new Vendor(
        id,
        type,
        URI.create("https://vendor.example"),
        Vendor.Dialect.CURRENT,
        maxInFlight,
        Duration.ofSeconds(10),
        maxRecipients);
  }

  /** The same vendor with another breaker. */
  static Vendor vendor(Vendor vendor, BreakerPolicy breaker) {
    FaultPolicy faults = vendor.faults();
    return new Vendor(
        vendor.id(),
        vendor.type(),
        vendor.baseUrl(),
        vendor.dialect(),
        vendor.maxInFlight(),
        vendor.responseTimeout(),
        vendor.maxRecipients(),
        new FaultPolicy(faults.onBadGateway(), faults.onMarketingLimit(), breaker));
  }

  /** A Plazbot account, {@code v1}, with room for 64 calls of one message each. */
  public static Vendor vendor() {
    return vendor("v1", VendorType.PLAZBOT, 64, 1);
  }

  /** No ids yet. */
  public static RecentIds ids(long window) {
    return new RecentIds(new SipHash(1, 2), window);
  }

  /** These workspaces and vendor {@code v1}. */
  public static Directory directory(Workspace... workspaces) {
    return directory(vendor(), workspaces);
  }

  public static Directory directory(Vendor vendor, Workspace... workspaces) {
    Map<String, Workspace> byId = new HashMap<>();
    for (Workspace workspace : workspaces) {
      byId.put(workspace.id(), workspace);
    }
    return new Directory(Map.of(vendor.id(), vendor), byId, Map.of(), List.of());
  }

  /** A record with its workspace as key. */
  public static RawRecord raw(int partition, long offset, String key) {
    return raw(partition, offset, key, BEGINNING_MILLIS, new RecordHeaders());
  }

  public static RawRecord raw(
      int partition, long offset, String key, long timestamp, Headers headers) {
    return new RawRecord(
        TOPIC,
        partition,
        offset,
        timestamp,
        key.getBytes(StandardCharsets.UTF_8),
        ("value " + offset).getBytes(StandardCharsets.UTF_8),
        headers);
  }

  /** A request in memory that never expires, at an offset of partition 0. */
  public static Pending pending(long offset, RequestSample request) {
    return new Pending(
        Position.whole(0, offset),
        raw(0, offset, request.workspaceId()),
        new Source(TOPIC, 0, offset),
        0,
        request.build(),
        Instant.MAX,
        0);
  }

  public static Failure failure(FailureCategory category) {
    return Failure.of(category, "code", "what went wrong");
  }

  /** Milliseconds after the beginning of virtual time. */
  public static Now at(long millis) {
    return new Now(millis * 1_000_000, BEGINNING_MILLIS + millis);
  }
}
