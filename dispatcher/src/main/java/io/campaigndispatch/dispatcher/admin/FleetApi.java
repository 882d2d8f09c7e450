package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfCampaign;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfHold;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfWorkspace;
import io.campaigndispatch.dispatcher.control.CampaignKey;
import io.campaigndispatch.dispatcher.control.Control;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the fleet looks like, as JSON (INTERFACE, section 7). */
@RestController
class FleetApi {

  private final Fleet fleet;
  private final Control control;

  FleetApi(Fleet fleet, Control control) {
    this.fleet = fleet;
    this.control = control;
  }

  /**
   * @param allowedPerSecond null: as fast as the vendor takes it
   */
  record WorkspaceAnswer(
      String id,
      String vendor,
      Map<Priority, Long> backlog,
      int inFlight,
      @Nullable Double allowedPerSecond,
      double achievedPerSecond,
      WaitReason waitReason,
      @Nullable Instant nextSendAt,
      List<HoldAnswer> holds,
      @Nullable Instant oldestOpenAt) {}

  /**
   * @param name of the campaign or template
   * @param detail the vendor's code, or empty
   */
  record HoldAnswer(
      CoreSnapshot.Hold.Scope scope,
      @Nullable String name,
      String reason,
      String detail,
      Instant since,
      @Nullable Instant until) {}

  /**
   * Counts are of the workers that run, since each began.
   *
   * @param etaSeconds null: it cannot be told
   */
  record CampaignAnswer(
      String workspaceId,
      String campaignId,
      CampaignState state,
      long read,
      long open,
      long accepted,
      long failed,
      long expired,
      long cancelled,
      long suppressed,
      long duplicate,
      long uncertain,
      double perSecond,
      @Nullable Long etaSeconds,
      WaitReason waitReason) {}

  @GetMapping("/api/workspaces")
  List<WorkspaceAnswer> workspaces() {
    WorkerStatus status = fleet.status();
    Map<String, OfWorkspace> known = byId(status);
    return control.directory().workspaces().values().stream()
        .sorted(Comparator.comparing(Workspace::id))
        .map(workspace -> answer(workspace, known.get(workspace.id()), status.holds()))
        .toList();
  }

  @GetMapping("/api/workspaces/{id}")
  WorkspaceAnswer workspace(@PathVariable String id) {
    Workspace workspace = control.directory().workspace(id);
    if (workspace == null) {
      throw Problems.of(
          HttpStatus.NOT_FOUND, "workspaceId", "the id of a configured workspace", id);
    }
    WorkerStatus status = fleet.status();
    return answer(workspace, byId(status).get(id), status.holds());
  }

  @GetMapping("/api/campaigns")
  List<CampaignAnswer> campaigns() {
    WorkerStatus status = fleet.status();
    Map<CampaignKey, OfCampaign> all = new LinkedHashMap<>();
    control
        .campaigns()
        .keySet()
        .forEach(
            key ->
                all.put(
                    key, new OfCampaign(key.workspaceId(), key.campaignId(), 0, 0, Map.of(), 0)));
    status
        .campaigns()
        .forEach(one -> all.put(new CampaignKey(one.workspaceId(), one.campaignId()), one));
    Map<String, OfWorkspace> workspaces = byId(status);
    return all.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .map(
            entry ->
                answer(
                    entry.getKey(),
                    entry.getValue(),
                    workspaces.get(entry.getKey().workspaceId()),
                    status.holds()))
        .toList();
  }

  private static Map<String, OfWorkspace> byId(WorkerStatus status) {
    Map<String, OfWorkspace> byId = new LinkedHashMap<>();
    status.workspaces().forEach(one -> byId.put(one.id(), one));
    return byId;
  }

  private static WorkspaceAnswer answer(
      Workspace workspace, @Nullable OfWorkspace known, List<OfHold> holds) {
    Map<Priority, Long> backlog = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      backlog.put(priority, known == null ? 0L : known.backlog().getOrDefault(priority, 0L));
    }
    OptionalDouble allowed = workspace.throttle().stream().mapToDouble(Bandwidth::perSecond).min();
    return new WorkspaceAnswer(
        workspace.id(),
        workspace.vendorId(),
        backlog,
        known == null ? 0 : known.inFlight(),
        allowed.isPresent() ? allowed.getAsDouble() : null,
        known == null ? 0 : known.achievedPerSecond(),
        known == null ? WaitReason.NONE : known.waitReason(),
        known == null ? null : known.nextSendAt(),
        holds.stream()
            .filter(hold -> hold.workspaceId().equals(workspace.id()))
            .map(
                hold ->
                    new HoldAnswer(
                        hold.scope(),
                        hold.name(),
                        hold.reason(),
                        hold.detail(),
                        hold.since(),
                        hold.until()))
            .toList(),
        known == null ? null : known.oldestOpenAt());
  }

  private CampaignAnswer answer(
      CampaignKey key, OfCampaign counts, @Nullable OfWorkspace workspace, List<OfHold> holds) {
    long closed = counts.closed().values().stream().mapToLong(Long::longValue).sum();
    long open = counts.open();
    boolean held =
        holds.stream()
            .anyMatch(
                hold ->
                    hold.scope() == CoreSnapshot.Hold.Scope.CAMPAIGN
                        && hold.workspaceId().equals(key.workspaceId())
                        && key.campaignId().equals(hold.name()));
    CampaignState ordered = control.campaign(key).state();
    CampaignState state = held && ordered == CampaignState.RUNNING ? CampaignState.PAUSED : ordered;
    return new CampaignAnswer(
        key.workspaceId(),
        key.campaignId(),
        state,
        // What was taken over from an earlier owner was read by that one.
        Math.max(counts.read(), closed),
        open,
        counts.closed().getOrDefault(Status.ACCEPTED, 0L),
        counts.closed().getOrDefault(Status.FAILED, 0L),
        counts.closed().getOrDefault(Status.EXPIRED, 0L),
        counts.closed().getOrDefault(Status.CANCELLED, 0L),
        counts.closed().getOrDefault(Status.SUPPRESSED, 0L),
        counts.closed().getOrDefault(Status.DUPLICATE, 0L),
        counts.closed().getOrDefault(Status.UNCERTAIN, 0L),
        counts.perSecond(),
        open > 0 && counts.perSecond() > 0 ? (long) Math.ceil(open / counts.perSecond()) : null,
        waitReason(state, open, workspace));
  }

  private static WaitReason waitReason(
      CampaignState state, long open, @Nullable OfWorkspace workspace) {
    if (state == CampaignState.PAUSED) {
      return WaitReason.CAMPAIGN_PAUSED;
    }
    return open == 0 || workspace == null ? WaitReason.NONE : workspace.waitReason();
  }
}
