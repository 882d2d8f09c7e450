package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.CampaignState;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the fleet looks like, as JSON (INTERFACE, section 7). */
@RestController
class FleetApi {

  private final Supplier<Board> boards;

  FleetApi(Supplier<Board> boards) {
    this.boards = boards;
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
      @Nullable Instant oldestOpenAt) {

    static WorkspaceAnswer of(WorkspaceRow row) {
      var known = row.known();
      Map<Priority, Long> backlog = new EnumMap<>(Priority.class);
      for (Priority priority : Priority.values()) {
        backlog.put(priority, known == null ? 0L : known.backlog().getOrDefault(priority, 0L));
      }
      return new WorkspaceAnswer(
          row.workspace().id(),
          row.workspace().vendorId(),
          backlog,
          known == null ? 0 : known.inFlight(),
          row.allowedPerSecond(),
          row.perSecond(),
          known == null ? WaitReason.NONE : known.waitReason(),
          known == null ? null : known.nextSendAt(),
          row.holds().stream().map(HoldAnswer::of).toList(),
          known == null ? null : known.oldestOpenAt());
    }
  }

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
      @Nullable Instant until) {

    static HoldAnswer of(WorkerStatus.OfHold hold) {
      return new HoldAnswer(
          hold.scope(), hold.name(), hold.reason(), hold.detail(), hold.since(), hold.until());
    }
  }

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
      WaitReason waitReason) {

    static CampaignAnswer of(CampaignRow row) {
      Map<Status, Long> closed = row.counts().closed();
      long ended = closed.values().stream().mapToLong(Long::longValue).sum();
      return new CampaignAnswer(
          row.key().workspaceId(),
          row.key().campaignId(),
          row.state(),
          // What was taken over from an earlier owner was read by that one.
          Math.max(row.counts().read(), ended),
          row.counts().open(),
          closed.getOrDefault(Status.ACCEPTED, 0L),
          closed.getOrDefault(Status.FAILED, 0L),
          closed.getOrDefault(Status.EXPIRED, 0L),
          closed.getOrDefault(Status.CANCELLED, 0L),
          closed.getOrDefault(Status.SUPPRESSED, 0L),
          closed.getOrDefault(Status.DUPLICATE, 0L),
          closed.getOrDefault(Status.UNCERTAIN, 0L),
          row.counts().perSecond(),
          row.eta().seconds(),
          row.waitReason());
    }
  }

  @GetMapping("/api/workspaces")
  List<WorkspaceAnswer> workspaces() {
    return boards.get().workspaces().stream()
        .map(WorkspaceAnswer::of)
        .sorted(Comparator.comparing(WorkspaceAnswer::id))
        .toList();
  }

  @GetMapping("/api/workspaces/{id}")
  WorkspaceAnswer workspace(@PathVariable String id) {
    return boards.get().workspaces().stream()
        .filter(row -> row.workspace().id().equals(id))
        .findFirst()
        .map(WorkspaceAnswer::of)
        .orElseThrow(
            () ->
                Problems.of(
                    HttpStatus.NOT_FOUND, "workspaceId", "the id of a configured workspace", id));
  }

  @GetMapping("/api/campaigns")
  List<CampaignAnswer> campaigns() {
    return boards.get().campaigns().stream()
        .sorted(Comparator.comparing(row -> row.key().toString()))
        .map(CampaignAnswer::of)
        .toList();
  }
}
