package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one worker shows the others, or all of them together. Only what there is something to say
 * of.
 */
record WorkerStatus(
    List<OfWorkspace> workspaces,
    List<OfCampaign> campaigns,
    List<OfHold> holds,
    List<OfFailure> failures) {

  static final WorkerStatus NOTHING = new WorkerStatus(List.of(), List.of(), List.of(), List.of());

  WorkerStatus {
    // A worker of an earlier version says nothing of its failures.
    failures = failures == null ? List.of() : failures;
  }

  /**
   * One workspace.
   *
   * @param notDue how many of the backlog wait for their time
   * @param effectivePerSecond what it may send while its vendor slows it down; null when nothing
   *     limits it
   */
  record OfWorkspace(
      String id,
      Map<Priority, Long> backlog,
      long notDue,
      int inFlight,
      double achievedPerSecond,
      @Nullable Double effectivePerSecond,
      WaitReason waitReason,
      @Nullable Instant nextSendAt,
      @Nullable Instant oldestOpenAt) {

    long waiting() {
      return backlog.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean says() {
      return inFlight > 0 || achievedPerSecond > 0 || waiting() > 0;
    }

    private OfWorkspace and(OfWorkspace other) {
      return new OfWorkspace(
          id,
          sum(Priority.class, backlog, other.backlog),
          notDue + other.notDue,
          inFlight + other.inFlight,
          achievedPerSecond + other.achievedPerSecond,
          smaller(effectivePerSecond, other.effectivePerSecond),
          waitReason == WaitReason.NONE ? other.waitReason : waitReason,
          earlier(nextSendAt, other.nextSendAt),
          earlier(oldestOpenAt, other.oldestOpenAt));
    }
  }

  /** One campaign. */
  record OfCampaign(
      String workspaceId,
      String campaignId,
      long read,
      long open,
      Map<Status, Long> closed,
      double perSecond) {

    private OfCampaign and(OfCampaign other) {
      return new OfCampaign(
          workspaceId,
          campaignId,
          read + other.read,
          open + other.open,
          sum(Status.class, closed, other.closed),
          perSecond + other.perSecond);
    }
  }

  /**
   * Something that is held.
   *
   * @param name of the campaign or template
   */
  record OfHold(
      String workspaceId,
      CoreSnapshot.Hold.Scope scope,
      @Nullable String name,
      String reason,
      String detail,
      Instant since,
      @Nullable Instant until) {}

  /**
   * Failures of one workspace, status and code, and the last of them.
   *
   * @param code the vendor's own, or ours
   * @param message one sentence for a person, without a recipient
   * @param recipient masked
   */
  record OfFailure(
      String workspaceId,
      Status status,
      FailureCategory category,
      String code,
      @Nullable Integer httpStatus,
      String message,
      long count,
      Instant since,
      Instant lastAt,
      @Nullable String vendor,
      @Nullable String campaignId,
      String requestId,
      @Nullable String recipient) {

    private OfFailure and(OfFailure other) {
      OfFailure last = other.lastAt.isAfter(lastAt) ? other : this;
      return new OfFailure(
          workspaceId,
          status,
          last.category,
          code,
          last.httpStatus,
          last.message,
          count + other.count,
          since.isBefore(other.since) ? since : other.since,
          last.lastAt,
          last.vendor,
          last.campaignId,
          last.requestId,
          last.recipient);
    }
  }

  static WorkerStatus of(CoreSnapshot snapshot, Speeds speeds, List<OfFailure> failures) {
    List<OfWorkspace> workspaces = new ArrayList<>();
    snapshot
        .workspaces()
        .forEach(
            (id, view) -> {
              OfWorkspace one =
                  new OfWorkspace(
                      id,
                      view.backlog(),
                      view.notDue(),
                      view.inFlight(),
                      speeds.ofWorkspace(id),
                      finite(view.effectivePerSecond()),
                      view.waitReason(),
                      view.nextSendAt(),
                      view.oldestOpenAt());
              if (one.says()) {
                workspaces.add(one);
              }
            });
    return new WorkerStatus(
        workspaces,
        snapshot.campaigns().stream()
            .map(
                view ->
                    new OfCampaign(
                        view.workspaceId(),
                        view.campaignId(),
                        view.read(),
                        view.open(),
                        view.closed(),
                        view.perSecond()))
            .toList(),
        snapshot.holds().stream()
            .map(
                hold ->
                    new OfHold(
                        hold.workspaceId(),
                        hold.scope(),
                        hold.name(),
                        hold.reason(),
                        hold.detail(),
                        hold.since(),
                        hold.until()))
            .toList(),
        failures);
  }

  private static @Nullable Double finite(@Nullable Double perSecond) {
    return perSecond == null || perSecond.isInfinite() ? null : perSecond;
  }

  /** All of them as one. A hold of the whole fleet is in each of them, and counts once. */
  static WorkerStatus together(List<WorkerStatus> workers) {
    return new WorkerStatus(
        merged(
            workers.stream().flatMap(worker -> worker.workspaces.stream()).toList(),
            OfWorkspace::id,
            OfWorkspace::and),
        merged(
            workers.stream().flatMap(worker -> worker.campaigns.stream()).toList(),
            one -> List.of(one.workspaceId, one.campaignId),
            OfCampaign::and),
        workers.stream().flatMap(worker -> worker.holds.stream()).distinct().toList(),
        merged(
            workers.stream().flatMap(worker -> worker.failures.stream()).toList(),
            one -> List.of(one.workspaceId, one.status, one.code),
            OfFailure::and));
  }

  private static <T, K> List<T> merged(List<T> all, Function<T, K> key, BinaryOperator<T> merge) {
    return List.copyOf(
        all.stream()
            .collect(Collectors.toMap(key, one -> one, merge, LinkedHashMap::new))
            .values());
  }

  private static <E extends Enum<E>> Map<E, Long> sum(
      Class<E> type, Map<E, Long> one, Map<E, Long> other) {
    Map<E, Long> sum = new EnumMap<>(type);
    sum.putAll(one);
    other.forEach((key, count) -> sum.merge(key, count, Long::sum));
    return sum;
  }

  private static @Nullable Double smaller(@Nullable Double one, @Nullable Double other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Math.min(one, other);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }
}
