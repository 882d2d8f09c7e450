package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.SipHash;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.workspace.BreakerPolicy;
import io.campaigndispatch.model.workspace.CredentialRef;
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
  static Headers noHeaders() {
    return new RecordHeaders();
  }

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
        new Pending.Past(0, raw(0, offset, request.workspaceId()).timestamp(), -1));
  }

  /**
   * The first call of a request, alone.
   *
   * @param queuedMillis how long it waited
   */
  public static Effect.Call call(RequestSample request, long queuedMillis) {
    return new Effect.Call(
        1,
        vendor(),
        List.of(pending(0, request).request()),
        new HttpCall(
            "v1",
            "POST",
            URI.create("https://vendor.example/send"),
            Map.of(),
            new byte[0],
            new CredentialRef.None(),
            Duration.ofSeconds(10)),
        0,
        0,
        List.of(queuedMillis),
        List.of(0L),
        List.of());
  }

  /** A record of the delay topic. */
  static RawRecord delayed(Write.Parked write, long offset, long writtenMillis) {
    RawRecord raw = write.raw();
    Parking parking = write.parking();
    Headers headers = new RecordHeaders(raw.headers().toArray());
    headers.remove(DispatchHeaders.RETURNED_FROM);
    headers.remove(DispatchHeaders.RECALLED);
    String campaign = write.outcome().campaignId();
    if (campaign != null) {
      put(headers, DispatchHeaders.CAMPAIGN_ID, campaign);
    }
    put(headers, DispatchHeaders.SOURCE, write.outcome().source().toString());
    put(headers, DispatchHeaders.ATTEMPT, "" + write.outcome().attempt());
    put(headers, DispatchHeaders.DUE_AT, "" + parking.dueMillis());
    put(headers, DispatchHeaders.ENTERED_AT, "" + parking.enteredMillis());
    put(headers, DispatchHeaders.PRIORITY, parking.priority().name());
    if (parking.calledMillis() >= 0) {
      put(headers, DispatchHeaders.CALLED_AT, "" + parking.calledMillis());
    }
    if (parking.child() >= 0) {
      put(headers, DispatchHeaders.CHILD, "" + parking.child());
    }
    return new RawRecord(
        "dispatch.delay", raw.partition(), offset, writtenMillis, raw.key(), raw.value(), headers);
  }

  /** What such a record looks like among the requests again. */
  static Headers returned(RawRecord delayed, boolean recalled) {
    Headers headers = new RecordHeaders(delayed.headers().toArray());
    put(headers, DispatchHeaders.RETURNED_FROM, "" + delayed.offset());
    if (recalled) {
      put(headers, DispatchHeaders.RECALLED, "true");
    }
    return headers;
  }

  /** Nothing is held, nor cancelled. */
  static Holds noHolds() {
    return new Holds(new Homes(1), _ -> {}, Map.of());
  }

  /** Nothing is held by a verdict. */
  static VerdictHolds noVerdictHolds() {
    return new VerdictHolds(HoldSettings.DEFAULT, new Homes(1), new Timers(), noHolds());
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  public static Failure failure(FailureCategory category) {
    return Failure.of(category, "code", "what went wrong");
  }

  /** Milliseconds after the beginning of virtual time. */
  public static Now at(long millis) {
    return new Now(millis * 1_000_000, BEGINNING_MILLIS + millis);
  }
}
