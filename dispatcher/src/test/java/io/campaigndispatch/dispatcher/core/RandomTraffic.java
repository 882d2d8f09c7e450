package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Suppression;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations, records and verdicts by chance. */
final class RandomTraffic {

  private long orders;

  /** A workspace with nothing to wait for: no throttle, a vendor of its own, no recipient twice. */
  static final String ALONE = "alone";

  private static final String ALONES_VENDOR = "v3";

  private static final List<Priority> PRIORITIES = List.of(Priority.values());
  private static final List<CampaignState> STATES = List.of(CampaignState.values());
  private static final List<OnUncertain> POLICIES = List.of(OnUncertain.values());

  /** The code of a failure that means the vendor took nothing. */
  static final String NOT_TAKEN = "NOT_TAKEN";

  private record Outage(long untilNanos, VendorState state) {}

  private final Map<String, Outage> outages = new HashMap<>();
  private final Chance chance;

  /** Whether vendors ever answer that there is too much. */
  private final boolean throttles;

  /** Whether they ever refuse a credential or a template. */
  private final boolean holds;

  private int ids;

  RandomTraffic(Chance chance) {
    this.chance = chance;
    this.throttles = chance.percent(50);
    this.holds = chance.percent(40);
  }

  // Configuration

  Directory directory() {
    Map<String, Vendor> vendors = new HashMap<>();
    vendors.put("v1", Samples.vendor("v1", VendorType.PLAZBOT, chance.between(1, 12), 1));
    vendors.put(
        "v2",
        Samples.vendor("v2", VendorType.GATEWAY, chance.between(1, 12), chance.between(1, 6)));
    vendors.put(ALONES_VENDOR, Samples.vendor(ALONES_VENDOR, VendorType.PLAZBOT, 4_096, 1));
    vendors.put("v4", Samples.vendor("v4", VendorType.PLATICA, chance.between(4, 40), 1));
    Map<String, Workspace> workspaces = new HashMap<>();
    workspaces.put(ALONE, WorkspaceSample.workspace(ALONE).vendor(ALONES_VENDOR).build());
    int count = chance.between(2, 6);
    for (int i = 0; i < count; i++) {
      workspaces.put("w" + i, workspace("w" + i));
    }
    Bandwidth shared =
        new Bandwidth(
            chance.between(2, 10), Duration.ofSeconds(chance.between(1, 10)), chance.between(4, 8));
    return new Directory(vendors, workspaces, Map.of("g", List.of(shared)), List.of());
  }

  private Workspace workspace(String id) {
    WorkspaceSample sample =
        WorkspaceSample.workspace(id)
            .vendor(chance.percent(15) ? "v4" : chance.percent(50) ? "v1" : "v2")
            .weight(chance.between(1, 4))
            .maxAttempts(chance.between(1, 5))
            .expiresAfter(Duration.ofSeconds(chance.between(20, 200)));
    if (chance.percent(70)) {
      sample.throttle(bandwidth(), new Bandwidth(200, Duration.ofMinutes(1), 50));
    }
    if (chance.percent(25)) {
      sample.group("g");
    }
    if (chance.percent(40)) {
      sample.pairInterval(Duration.ofMillis(chance.between(1, 8_000)));
    }
    if (chance.percent(40)) {
      sample.onUncertain(chance.one(POLICIES));
    }
    return sample.build();
  }

  private Bandwidth bandwidth() {
    if (chance.percent(30)) {
      // Slow enough that what an owner has used up shows after it is gone.
      return new Bandwidth(
          chance.between(1, 8), Duration.ofSeconds(chance.between(5, 60)), chance.between(1, 8));
    }
    return new Bandwidth(
        chance.between(1, 30), Duration.ofMillis(chance.between(200, 3_000)), chance.between(1, 8));
  }

  // Records

  /** A record for this workspace, whoever knows it. */
  Decoded decoded(String workspaceId, Instant now, Faults faults) {
    int kind = chance.below(100);
    if (kind < 8) {
      faults.count(Fault.RECORD_INVALID);
      String id = chance.percent(50) ? id() : null;
      return invalid(id, id != null && chance.percent(80) ? workspaceId : null);
    }
    if (kind < 20) {
      String parent = id();
      List<Decoded.Entry> entries = new ArrayList<>();
      int recipients = chance.between(1, 6);
      // What one record carries is of one priority and one campaign.
      Priority priority = chance.one(PRIORITIES);
      String campaign = campaign();
      for (int i = 0; i < recipients; i++) {
        String child = parent + ":" + i;
        entries.add(
            chance.percent(15)
                ? invalid(child, workspaceId)
                : valid(request(workspaceId, child, priority, campaign), now));
      }
      return new Decoded.FannedOut(parent, entries);
    }
    return valid(request(workspaceId, id(), chance.one(PRIORITIES), campaign()), now);
  }

  private static Decoded.Invalid invalid(@Nullable String id, @Nullable String workspaceId) {
    Failure failure = Failure.of(FailureCategory.REQUEST, FailureCode.INVALID, "invalid");
    return new Decoded.Invalid(id, workspaceId, null, null, Map.of(), failure);
  }

  /** Now and then an id that was used before. */
  private String id() {
    return chance.percent(6) && ids > 0 ? "r" + chance.below(ids) : "r" + ids++;
  }

  /** Nothing but a request, and an id of its own. */
  Decoded.Valid plain(String workspaceId) {
    return new Decoded.Valid(
        RequestSample.request(workspaceId, "r" + ids++).priority(Priority.BULK).build(), 0);
  }

  private @Nullable String campaign() {
    return chance.percent(50) ? null : "c" + chance.below(3);
  }

  private static RequestSample request(
      String workspaceId, String id, Priority priority, @Nullable String campaign) {
    RequestSample sample = RequestSample.request(workspaceId, id).priority(priority);
    return campaign == null ? sample : sample.campaign(campaign);
  }

  private Decoded.Valid valid(RequestSample sample, Instant now) {
    sample.template(chance.percent(3) ? ScriptedVendor.REFUSED : "t" + chance.below(2));
    if (!sample.workspaceId().equals(ALONE) && chance.percent(50)) {
      sample.to(recipient());
    }
    if (chance.percent(20)) {
      sample.expiresAt(now.plusMillis(chance.between(-1_000, 120_000)));
    }
    if (chance.percent(2)) {
      sample.expiresAt(Instant.parse("+999999999-01-01T00:00:00Z"));
    }
    if (chance.percent(5)) {
      sample.schedule(new Schedule.Delay(Duration.ofSeconds(chance.between(3, 60))));
    }
    if (chance.percent(20)) {
      sample.onUncertain(chance.one(POLICIES));
    }
    return new Decoded.Valid(sample.build(), 0);
  }

  // Operators

  /** One that changes what is sent of a workspace's campaigns. */
  CoreEvent.CampaignChanged campaignChange(String workspaceId, Faults faults) {
    CampaignState state = chance.one(STATES);
    faults.count(
        switch (state) {
          case RUNNING -> Fault.CAMPAIGN_RUN;
          case PAUSED -> Fault.CAMPAIGN_PAUSED;
          case CANCELLED -> Fault.CAMPAIGN_CANCELLED;
        });
    Bandwidth rate = null;
    if (chance.percent(25)) {
      faults.count(Fault.CAMPAIGN_SLOWED);
      rate =
          new Bandwidth(
              chance.between(1, 20),
              Duration.ofSeconds(chance.between(1, 5)),
              chance.between(1, 5));
    }
    return new CoreEvent.CampaignChanged(workspaceId, "c" + chance.below(3), state, rate, ++orders);
  }

  /** All of a workspace's campaign goes on. */
  CoreEvent.CampaignChanged running(String workspaceId, String campaignId) {
    return new CoreEvent.CampaignChanged(
        workspaceId, campaignId, CampaignState.RUNNING, null, ++orders);
  }

  CoreEvent.SuppressionChanged suppressionChange(String workspaceId, Faults faults) {
    faults.count(Fault.RECIPIENT_SUPPRESSED);
    Suppression suppression =
        chance.percent(30)
            ? null
            : new Suppression(
                chance.percent(50) ? Suppression.Category.ALL : Suppression.Category.MARKETING,
                null);
    return new CoreEvent.SuppressionChanged(workspaceId, recipient(), suppression);
  }

  private String recipient() {
    int recipient = chance.below(8);
    return recipient < 6
        ? "+3460000000" + recipient
        : recipient == 6 ? "+5215512345678" : "+525512345678";
  }

  // Vendors

  /** The vendor's answer for one request of a call. */
  Verdict verdict(Effect.Call call, Faults faults) {
    int kind = chance.below(100);
    if (kind < 60) {
      return new Verdict.Accepted(VendorIds.NONE);
    }
    if (kind < 75) {
      faults.count(Fault.REPLY_RETRY);
      return new Verdict.Retry(
          Samples.failure(FailureCategory.RETRY_SOON), Backoff.Soon.JITTERED, 10);
    }
    if (kind < 78) {
      faults.count(Fault.REPLY_RETRY);
      Backoff later = new Backoff.Later(Duration.ofSeconds(20), Duration.ofMinutes(2));
      return new Verdict.Retry(Samples.failure(FailureCategory.RETRY_LATER), later, 3);
    }
    if (kind < 86 && throttles && !call.http().vendorId().equals(ALONES_VENDOR)) {
      faults.count(Fault.REPLY_THROTTLED);
      Duration asked = Duration.ofMillis(chance.between(1, 9_000));
      return new Verdict.Throttled(
          Samples.failure(FailureCategory.THROTTLED), chance.percent(50) ? asked : null);
    }
    if (kind < 90) {
      faults.count(Fault.REPLY_REJECTED);
      return new Verdict.Rejected(Samples.failure(FailureCategory.RECIPIENT));
    }
    if (kind < 93 && holds && !call.http().vendorId().equals(ALONES_VENDOR)) {
      faults.count(Fault.REPLY_HOLD);
      return new Verdict.Hold(
          Samples.failure(FailureCategory.WORKSPACE),
          chance.percent(50) ? Verdict.Hold.Scope.WORKSPACE : Verdict.Hold.Scope.TEMPLATE,
          null);
    }
    faults.count(Fault.REPLY_UNCERTAIN);
    return new Verdict.Uncertain(Samples.failure(FailureCategory.UNCERTAIN));
  }

  /** A vendor goes down for a while; not the one whose workspace is alone. */
  void breakDown(long nanos, Faults faults) {
    faults.count(Fault.VENDOR_DOWN);
    String vendor = chance.one(List.of("v1", "v2", "v4"));
    VendorState state =
        chance.percent(70)
            ? VendorState.UNREACHABLE
            : chance.percent(60) ? VendorState.OVERLOADED : VendorState.UNTRUSTED;
    long until = nanos + Duration.ofSeconds(chance.between(5, 90)).toNanos();
    outages.put(vendor, new Outage(until, state));
  }

  /** What a vendor that is down answers to everything; null when it is not. */
  @Nullable Verdict down(Effect.Call call, long nanos) {
    Outage outage = outages.get(call.vendor().id());
    if (outage == null || nanos >= outage.untilNanos()) {
      return null;
    }
    return new Verdict.Retry(
        Failure.of(FailureCategory.RETRY_SOON, NOT_TAKEN, "down"),
        Backoff.Soon.JITTERED,
        5,
        FailureCategory.RETRY_SOON,
        outage.state());
  }

  /** How long after it was decided a call is written. */
  int lateMillis(Faults faults) {
    if (chance.percent(3)) {
      faults.count(Fault.CALL_WRITTEN_LATE);
      return chance.between(5, 800);
    }
    return 0;
  }

  /** How long a call takes. */
  int latencyMillis(Faults faults) {
    if (chance.percent(5)) {
      faults.count(Fault.REPLY_VERY_LATE);
      return chance.below(30_000);
    }
    return chance.below(400);
  }
}
