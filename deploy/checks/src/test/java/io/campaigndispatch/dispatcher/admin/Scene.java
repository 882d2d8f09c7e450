package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfCampaign;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfFailure;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfHold;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfWorkspace;
import io.campaigndispatch.dispatcher.core.CoreSnapshot.Hold.Scope;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fleet to look at.
 *
 * @param ageSeconds since the worker looked at itself
 */
public record Scene(Directory directory, WorkerStatus status, long ageSeconds) {

  private static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");
  private static final Vendor VENDOR =
      new Vendor(
          "platica-mx",
          VendorType.PLATICA,
          URI.create("https://vendor.example"),
          Vendor.Dialect.CURRENT,
          16,
          Duration.ofSeconds(5),
          1);

  /** Workspaces of these ids, and nothing happens. */
  public static Scene of(List<String> ids) {
    Map<String, Workspace> workspaces = new HashMap<>();
    ids.forEach(id -> workspaces.put(id, workspace(id)));
    return new Scene(
        new Directory(Map.of(VENDOR.id(), VENDOR), workspaces, Map.of(), List.of()),
        WorkerStatus.NOTHING,
        0);
  }

  /** One of everything that a row can show, ids and words as unkind as they are allowed to be. */
  public static Scene ofEverything(String markup) {
    String longest = "w".repeat(64);
    Scene scene = of(List.of("acme", "bodega", "dentista", "escuela", "idle", longest));
    List<OfWorkspace> workspaces =
        List.of(
            waiting("acme", 41_234_567, WaitReason.TOKENS, null),
            waiting("bodega", 900, WaitReason.VENDOR_THROTTLED, 0.5),
            waiting("dentista", 40, WaitReason.WORKSPACE_HELD, null),
            waiting("escuela", 350, WaitReason.CAMPAIGN_PAUSED, null),
            waiting(longest, 1, WaitReason.BREAKER_OPEN, null));
    List<OfCampaign> campaigns =
        List.of(
            campaign("acme", "spring-sale", 41_300_000, 41_234_567, 60_000),
            campaign("bodega", markup, 1_500, 900, 400),
            campaign("dentista", "citas", 40, 40, 0),
            campaign("escuela", "inscripciones", 350, 350, 0),
            campaign(longest, "c".repeat(128), 12, 1, 11),
            campaign("acme", "done", 20_000, 0, 19_000));
    List<OfHold> holds =
        List.of(
            held("dentista", Scope.WORKSPACE, null, "CREDENTIAL", "401"),
            held("escuela", Scope.CAMPAIGN, "inscripciones", "FAILURE_RATE", ""),
            held("bodega", Scope.TEMPLATE, markup, "EQUAL_FAILURES", "132001"));
    List<OfFailure> failures =
        List.of(
            failed("bodega", Status.FAILED, FailureCategory.TEMPLATE, "132001", markup),
            failed("bodega", Status.RETRYING, FailureCategory.RETRY_SOON, "HTTP_503", "Try later"),
            failed("acme", Status.FAILED, FailureCategory.RECIPIENT, "131026", "Not reachable"),
            failed(longest, Status.UNCERTAIN, FailureCategory.UNCERTAIN, "RESET", "x".repeat(199)));
    return scene.with(new WorkerStatus(workspaces, campaigns, holds, failures));
  }

  /** So many workspaces, each with more waiting than the one before. */
  public static Scene ofMany(int number) {
    List<String> ids = new ArrayList<>();
    List<OfWorkspace> workspaces = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String id = "shop-%05d".formatted(i);
      ids.add(id);
      workspaces.add(waiting(id, i + 1, WaitReason.TOKENS, null));
    }
    return of(ids).with(new WorkerStatus(workspaces, List.of(), List.of(), List.of()));
  }

  /** The same with more waiting in one workspace. */
  public Scene waitsMore(String id, long waiting) {
    List<OfWorkspace> workspaces =
        status.workspaces().stream()
            .map(one -> one.id().equals(id) ? waiting(id, waiting, one.waitReason(), null) : one)
            .toList();
    return with(
        new WorkerStatus(workspaces, status.campaigns(), status.holds(), status.failures()));
  }

  private Scene with(WorkerStatus other) {
    return new Scene(directory, other, ageSeconds);
  }

  /** The same, seen so long ago. */
  public Scene old(long seconds) {
    return new Scene(directory, status, seconds);
  }

  Board board() {
    return Board.of(
        directory,
        _ -> 100_000 / 86_400.0,
        Map.of(),
        new Fleet.Sight(status, NOW.minusSeconds(ageSeconds), NOW, 3));
  }

  private static Workspace workspace(String id) {
    return new Workspace(
        id,
        VENDOR.id(),
        id,
        new CredentialRef.None(),
        List.of(
            new Bandwidth(20, Duration.ofSeconds(1), 4),
            new Bandwidth(100_000, Duration.ofDays(1), 100_000)),
        null,
        1,
        null,
        ContactPolicy.PASS,
        null,
        null,
        Duration.ofDays(7),
        6);
  }

  private static OfWorkspace waiting(
      String id, long bulk, WaitReason reason, @Nullable Double effective) {
    return new OfWorkspace(
        id,
        Map.of(Priority.BULK, bulk),
        0,
        1,
        19.8,
        effective,
        reason,
        NOW.plusSeconds(1),
        NOW.minusSeconds(3_700));
  }

  private static OfCampaign campaign(
      String workspace, String id, long read, long open, long accepted) {
    long failed = read - open - accepted;
    return new OfCampaign(
        workspace, id, read, open, Map.of(Status.ACCEPTED, accepted, Status.FAILED, failed), 19.6);
  }

  private static OfHold held(
      String workspace, Scope scope, @Nullable String name, String reason, String detail) {
    return new OfHold(workspace, scope, name, reason, detail, NOW.minusSeconds(600), null);
  }

  private static OfFailure failed(
      String workspace, Status status, FailureCategory category, String code, String message) {
    return new OfFailure(
        workspace,
        status,
        category,
        code,
        400,
        message,
        1_234,
        NOW.minusSeconds(600),
        NOW.minusSeconds(3),
        VENDOR.id(),
        message,
        "r-" + code,
        "+52********5678");
  }
}
