package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.retry.Backoff;
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
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Configurations, records and verdicts by chance. */
final class RandomTraffic {

  private final SplittableRandom random;
  private int ids;

  RandomTraffic(SplittableRandom random) {
    this.random = random;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <E> E one(List<E> of) {
    return of.get(random.nextInt(of.size()));
  }

  Directory directory() {
    Map<String, Vendor> vendors = new HashMap<>();
    vendors.put("v1", Samples.vendor("v1", VendorType.PLAZBOT, random.nextInt(1, 12), 1));
    vendors.put(
        "v2",
        Samples.vendor("v2", VendorType.GATEWAY, random.nextInt(1, 12), random.nextInt(1, 6)));
    Map<String, Workspace> workspaces = new HashMap<>();
    int count = random.nextInt(2, 7);
    for (int i = 0; i < count; i++) {
      workspaces.put("w" + i, workspace("w" + i));
    }
    return new Directory(vendors, workspaces, Map.of(), List.of());
  }

  private Workspace workspace(String id) {
    WorkspaceSample sample =
        WorkspaceSample.workspace(id)
            .vendor(chance(50) ? "v1" : "v2")
            .weight(random.nextInt(1, 4))
            .maxAttempts(random.nextInt(1, 5))
            .expiresAfter(Duration.ofSeconds(random.nextInt(60, 900)));
    if (chance(70)) {
      sample.throttle(bandwidth(), new Bandwidth(200, Duration.ofMinutes(1), 50));
    }
    if (chance(40)) {
      sample.pairInterval(Duration.ofMillis(random.nextInt(1, 8_000)));
    }
    if (chance(40)) {
      sample.onUncertain(one(List.of(OnUncertain.values())));
    }
    return sample.build();
  }

  private Bandwidth bandwidth() {
    return new Bandwidth(
        random.nextInt(1, 30), Duration.ofMillis(random.nextInt(200, 3_000)), random.nextInt(1, 8));
  }

  /** A record for this workspace, whoever knows it. */
  Decoded decoded(String workspaceId, Now now) {
    int kind = random.nextInt(100);
    if (kind < 8) {
      String id = chance(50) ? id() : null;
      return invalid(id, id != null && chance(80) ? workspaceId : null);
    }
    if (kind < 20) {
      String parent = id();
      List<Decoded.Entry> entries = new ArrayList<>();
      int recipients = random.nextInt(1, 6);
      for (int i = 0; i < recipients; i++) {
        String child = parent + ":" + i;
        entries.add(chance(15) ? invalid(child, workspaceId) : valid(workspaceId, child, now));
      }
      return new Decoded.FannedOut(parent, entries);
    }
    return valid(workspaceId, id(), now);
  }

  private Decoded.Invalid invalid(
      @org.jspecify.annotations.Nullable String id, @Nullable String workspaceId) {
    Failure failure = Failure.of(FailureCategory.REQUEST, FailureCode.INVALID, "invalid");
    return new Decoded.Invalid(id, workspaceId, null, null, java.util.Map.of(), failure);
  }

  /** Now and then an id that was used before. */
  private String id() {
    return chance(6) && ids > 0 ? "r" + random.nextInt(ids) : "r" + ids++;
  }

  private Decoded.Valid valid(String workspaceId, String id, Now now) {
    RequestSample sample =
        RequestSample.request(workspaceId, id)
            .priority(one(List.of(Priority.values())))
            .template(chance(3) ? ScriptedVendor.REFUSED : "t" + random.nextInt(2));
    if (chance(50)) {
      sample.to("+3460000000" + random.nextInt(6));
    }
    if (chance(20)) {
      sample.expiresAt(now.instant().plusMillis(random.nextInt(-1_000, 120_000)));
    }
    if (chance(2)) {
      sample.expiresAt(Instant.parse("+999999999-01-01T00:00:00Z"));
    }
    if (chance(2)) {
      sample.schedule(new Schedule.Delay(Duration.ofSeconds(5)));
    }
    if (chance(20)) {
      sample.onUncertain(one(List.of(OnUncertain.values())));
    }
    return new Decoded.Valid(sample.build(), 0);
  }

  Verdict verdict() {
    int kind = random.nextInt(100);
    if (kind < 60) {
      return new Verdict.Accepted(VendorIds.NONE);
    }
    if (kind < 75) {
      return new Verdict.Retry(
          Samples.failure(FailureCategory.RETRY_SOON), Backoff.Soon.JITTERED, 10);
    }
    if (kind < 78) {
      Backoff later = new Backoff.Later(Duration.ofSeconds(20), Duration.ofMinutes(5));
      return new Verdict.Retry(Samples.failure(FailureCategory.RETRY_LATER), later, 3);
    }
    if (kind < 86) {
      Duration asked = Duration.ofMillis(random.nextInt(1, 9_000));
      return new Verdict.Throttled(
          Samples.failure(FailureCategory.THROTTLED), chance(50) ? asked : null);
    }
    if (kind < 90) {
      return new Verdict.Rejected(Samples.failure(FailureCategory.RECIPIENT));
    }
    if (kind < 93) {
      return new Verdict.Hold(Samples.failure(FailureCategory.WORKSPACE));
    }
    return new Verdict.Uncertain(Samples.failure(FailureCategory.UNCERTAIN));
  }

  /** How long a call takes, in nanoseconds. */
  long latency() {
    return Duration.ofMillis(chance(5) ? random.nextInt(30_000) : random.nextInt(400)).toNanos();
  }
}
