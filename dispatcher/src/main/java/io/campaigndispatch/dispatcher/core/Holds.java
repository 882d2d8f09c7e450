package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Hold;
import io.campaigndispatch.dispatcher.flow.Scope;
import io.campaigndispatch.dispatcher.flow.WorkspaceHolds;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is held, by workspace, and what operators say of it: their holds are the fleet's, and stay
 * whoever owns a workspace's home; those of {@link VerdictHolds} go with it. Owned by the core
 * thread.
 */
final class Holds {

  private final Homes homes;
  private final Consumer<WorkspaceQueue> takeMarkersBack;
  private final Map<Integer, PartitionState> partitions;
  private final Map<String, WorkspaceHolds> byWorkspace = new HashMap<>();

  /**
   * @param takeMarkersBack of what must not, or may no longer, be near its call
   * @param partitions those that are ours, by number; only looked at
   */
  Holds(
      Homes homes,
      Consumer<WorkspaceQueue> takeMarkersBack,
      Map<Integer, PartitionState> partitions) {
    this.homes = homes;
    this.takeMarkersBack = takeMarkersBack;
    this.partitions = partitions;
  }

  /** A workspace's, the same as long as this worker lives. */
  WorkspaceHolds of(String workspaceId) {
    return byWorkspace.computeIfAbsent(workspaceId, _ -> new WorkspaceHolds());
  }

  boolean isCancelled(String workspaceId, @Nullable String campaignId) {
    WorkspaceHolds holds = byWorkspace.get(workspaceId);
    return holds != null && holds.isCancelled(campaignId);
  }

  /** Whether any campaign of a workspace is cancelled. */
  boolean hasCancelled(String workspaceId) {
    WorkspaceHolds holds = byWorkspace.get(workspaceId);
    return holds != null && holds.hasCancelled();
  }

  /** To be looked at only. */
  Map<String, WorkspaceHolds> all() {
    return byWorkspace;
  }

  // By operator

  void workspacePaused(CoreEvent.WorkspacePaused event) {
    if (event.paused()) {
      holdByOperator(event.workspaceId(), Scope.EVERYTHING, event.since().toEpochMilli());
    } else {
      releaseOperator(event.workspaceId(), Scope.EVERYTHING);
      // Somebody has looked: what a verdict held may try again.
      of(event.workspaceId()).byVerdict().keySet().stream()
          .filter(scope -> !(scope instanceof Scope.Campaign))
          .toList()
          .forEach(scope -> releaseVerdict(event.workspaceId(), scope));
    }
  }

  void holdByOperator(String workspaceId, Scope scope, long sinceMillis) {
    WorkspaceHolds holds = of(workspaceId);
    if (!holds.byOperator().containsKey(scope)) {
      holds.holdByOperator(
          scope, Hold.untilReleased(Hold.Reason.OPERATOR, sinceMillis, Hold.NO_ORDER));
      held(workspaceId, scope);
    }
  }

  void releaseOperator(String workspaceId, Scope scope) {
    of(workspaceId).releaseOperator(scope);
    opened(workspaceId, scope);
  }

  void credentialChanged(String workspaceId) {
    releaseVerdict(workspaceId, Scope.EVERYTHING);
  }

  private void releaseVerdict(String workspaceId, Scope scope) {
    of(workspaceId).releaseVerdict(scope);
    opened(workspaceId, scope);
  }

  /** What can be seen of it. */
  List<CoreSnapshot.Hold> view() {
    List<CoreSnapshot.Hold> view = new ArrayList<>();
    byWorkspace.forEach(
        (workspaceId, holds) -> {
          holds.byOperator().forEach((scope, hold) -> view.add(view(workspaceId, scope, hold)));
          holds.byVerdict().forEach((scope, hold) -> view.add(view(workspaceId, scope, hold)));
        });
    return view;
  }

  private static CoreSnapshot.Hold view(String workspaceId, Scope scope, Hold hold) {
    Long until = hold.untilMillis();
    return new CoreSnapshot.Hold(
        switch (scope) {
          case Scope.Everything _ -> CoreSnapshot.Hold.Scope.WORKSPACE;
          case Scope.Campaign _ -> CoreSnapshot.Hold.Scope.CAMPAIGN;
          case Scope.Template _ -> CoreSnapshot.Hold.Scope.TEMPLATE;
        },
        workspaceId,
        switch (scope) {
          case Scope.Everything _ -> null;
          case Scope.Campaign(var id) -> id;
          case Scope.Template(var name, var language) ->
              language == null ? name : name + "/" + language;
        },
        hold.reason().name(),
        hold.detail(),
        Instant.ofEpochMilli(hold.sinceMillis()),
        until == null ? null : Instant.ofEpochMilli(until));
  }

  // Queues

  void held(String workspaceId, Scope scope) {
    WorkspaceQueue queue = queue(workspaceId);
    if (queue != null) {
      takeMarkersBack.accept(queue);
      queue.detours().held(scope);
    }
  }

  /**
   * What is of one scope goes another way from now on: nothing that stands in line may overtake it.
   */
  void slowed(String workspaceId) {
    WorkspaceQueue queue = queue(workspaceId);
    if (queue != null) {
      takeMarkersBack.accept(queue);
    }
  }

  void opened(String workspaceId, Scope scope) {
    WorkspaceQueue queue = queue(workspaceId);
    if (queue != null && !queue.isClosed()) {
      queue.detours().opened(scope);
    }
  }

  private @Nullable WorkspaceQueue queue(String workspaceId) {
    PartitionState partition = partitions.get(homes.of(workspaceId));
    return partition == null ? null : partition.queue(workspaceId);
  }
}
