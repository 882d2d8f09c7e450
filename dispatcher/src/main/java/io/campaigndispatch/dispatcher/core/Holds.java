package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Hold;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.Scope;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.flow.WorkspaceHolds;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is held, from the verdict or the event that holds it until it is released. Operators' holds
 * are the fleet's, and stay whoever owns a workspace's home; verdicts' go with it, and so does the
 * pause of a campaign that fails too often. Owned by the core thread.
 */
final class Holds {

  /**
   * Templates of one workspace that verdicts hold: whoever names more of them finds them failed.
   */
  private static final int MOST_TEMPLATES = 1_000;

  /** Campaigns of one workspace that pause themselves: names are its own to invent. */
  private static final int MOST_CAMPAIGNS = 1_000;

  private static final Set<String> CREDENTIAL_CODES = Set.of("0", "190", "HTTP_401", "HTTP_403");

  private final HoldSettings settings;
  private final Homes homes;
  private final Timers timers;
  private final Consumer<WorkspaceQueue> takeMarkersBack;
  private final Map<Integer, PartitionState> partitions;
  private final Map<String, WorkspaceHolds> byWorkspace = new HashMap<>();
  private final FailureRuns runs = new FailureRuns();

  /**
   * @param takeMarkersBack of what must not, or may no longer, be near its call
   * @param partitions those that are ours, by number; only looked at
   */
  Holds(
      HoldSettings settings,
      Homes homes,
      Timers timers,
      Consumer<WorkspaceQueue> takeMarkersBack,
      Map<Integer, PartitionState> partitions) {
    this.settings = settings;
    this.homes = homes;
    this.timers = timers;
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

  void releaseVerdict(String workspaceId, Scope scope) {
    of(workspaceId).releaseVerdict(scope);
    opened(workspaceId, scope);
  }

  /**
   * A campaign fails too often: nothing of it goes until somebody lets it run.
   *
   * @return whether it is held by that now, and was not before
   */
  boolean pause(String workspaceId, Scope.Campaign campaign, Now now) {
    WorkspaceHolds holds = of(workspaceId);
    if (holds.byVerdict().containsKey(campaign)
        || most(holds, Scope.Campaign.class, MOST_CAMPAIGNS)) {
      return false;
    }
    holds.holdByVerdict(
        campaign,
        Hold.untilReleased(Hold.Reason.FAILURE_RATE, now.millis(), holds.lastRun(campaign)));
    held(workspaceId, campaign);
    return true;
  }

  private static boolean most(WorkspaceHolds holds, Class<? extends Scope> kind, int most) {
    return holds.byVerdict().size() >= most
        && holds.byVerdict().keySet().stream().filter(kind::isInstance).count() >= most;
  }

  // By verdict

  /**
   * What a verdict's hold is about; null when the request must end instead: it has no template, or
   * its workspace has named too many that are held.
   */
  @Nullable Scope scopeOf(Verdict.Hold hold, Pending pending) {
    return switch (hold.scope()) {
      case WORKSPACE -> Scope.EVERYTHING;
      case TEMPLATE -> templateOf(pending);
    };
  }

  private @Nullable Scope templateOf(Pending pending) {
    Scope template = Scope.templateOf(pending.request());
    WorkspaceHolds holds = of(pending.request().workspaceId());
    return template == null
            || holds.byVerdict().containsKey(template)
            || !most(holds, Scope.Template.class, MOST_TEMPLATES)
        ? template
        : null;
  }

  /** A call starts: if a hold waits for a probe, this is it. */
  void started(Attempt attempt) {
    WorkspaceHolds holds = attempt.queue().holds();
    if (!holds.isEmpty()) {
      for (Pending pending : attempt.requests()) {
        for (Scope scope : scopes(pending)) {
          Hold hold = holds.byVerdict().get(scope);
          if (hold != null && hold.isProbe()) {
            hold.probing(attempt.call().callId());
          }
        }
      }
    }
  }

  /** A call ended so for one of its requests. */
  void answered(Attempt attempt, Pending pending, Verdict verdict, Now now) {
    String workspaceId = attempt.queue().workspace().id();
    Scope template = Scope.templateOf(pending.request());
    Verdict.Hold said = holdOf(verdict);
    if (said != null) {
      Scope scope = scopeOf(said, pending);
      if (scope != null) {
        hold(workspaceId, scope, said, reasonOf(said), attempt, now);
      }
    } else if (template != null && verdict instanceof Verdict.Accepted) {
      runs.accepted(workspaceId, template);
    } else if (template != null
        && verdict instanceof Verdict.Rejected(var failure)
        && failure.category() == FailureCategory.REQUEST) {
      int equal = runs.failed(workspaceId, template, failure.code());
      if (equal >= settings.equalFailures() && templateOf(pending) != null) {
        Verdict.Hold ours = new Verdict.Hold(failure, Verdict.Hold.Scope.TEMPLATE, null);
        hold(workspaceId, template, ours, Hold.Reason.EQUAL_FAILURES, attempt, now);
      }
    }
    if (!attempt.queue().holds().isEmpty()) {
      for (Scope scope : scopes(pending)) {
        probed(workspaceId, scope, attempt, verdict);
      }
    }
  }

  private static Verdict.@Nullable Hold holdOf(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Hold hold -> hold;
      case Verdict.RetryHeld(_, var hold) -> hold;
      case Verdict.Accepted _,
          Verdict.Retry _,
          Verdict.Throttled _,
          Verdict.NotWritten _,
          Verdict.Rejected _,
          Verdict.Uncertain _ ->
          null;
    };
  }

  private void hold(
      String workspaceId,
      Scope scope,
      Verdict.Hold said,
      Hold.Reason reason,
      Attempt attempt,
      Now now) {
    WorkspaceHolds holds = of(workspaceId);
    Hold before = holds.byVerdict().get(scope);
    if (before == null) {
      long lasts = (said.lasts() == null ? settings.probeAfter() : said.lasts()).toMillis();
      holds.holdByVerdict(
          scope,
          Hold.timed(
              reason,
              said.failure().code(),
              now.millis(),
              lasts,
              now.millis() + lasts,
              now.nanos() + lasts * 1_000_000));
    } else if (before.isProbe() || before.isProbing(attempt.call().callId())) {
      Duration longest = said.longest() == null ? settings.longest() : said.longest();
      before.extend(longest.toMillis(), now.millis(), now.nanos());
    } else {
      // Calls that were under way together make one hold.
      return;
    }
    held(workspaceId, scope);
    awaitProbe(workspaceId, scope);
  }

  private static Hold.Reason reasonOf(Verdict.Hold said) {
    if (said.scope() == Verdict.Hold.Scope.TEMPLATE) {
      return Hold.Reason.TEMPLATE;
    }
    Failure failure = said.failure();
    Integer status = failure.httpStatus();
    return CREDENTIAL_CODES.contains(failure.code()) || (status != null && status == 401)
        ? Hold.Reason.CREDENTIAL
        : Hold.Reason.ACCOUNT;
  }

  private void probed(String workspaceId, Scope scope, Attempt attempt, Verdict verdict) {
    Hold hold = of(workspaceId).byVerdict().get(scope);
    if (hold == null || !hold.isProbing(attempt.call().callId())) {
      return;
    }
    switch (verdict) {
      case Verdict.Accepted _, Verdict.Rejected _, Verdict.Uncertain _ ->
          of(workspaceId).releaseVerdict(scope);
      // It did not get as far as what is held; or another hold came first.
      case Verdict.Retry _,
          Verdict.RetryHeld _,
          Verdict.Throttled _,
          Verdict.NotWritten _,
          Verdict.Hold _ ->
          hold.probeAgain();
    }
    opened(workspaceId, scope);
  }

  private void awaitProbe(String workspaceId, Scope scope) {
    Hold hold = of(workspaceId).byVerdict().get(scope);
    if (hold != null && hold.untilMillis() != null) {
      timers.at(
          hold.dueNanos(),
          at -> {
            if (of(workspaceId).byVerdict().get(scope) == hold && hold.over(at)) {
              opened(workspaceId, scope);
            }
          });
    }
  }

  private static List<Scope> scopes(Pending pending) {
    Scope template = Scope.templateOf(pending.request());
    return template == null ? List.of(Scope.EVERYTHING) : List.of(Scope.EVERYTHING, template);
  }

  // Handing over

  /** What verdicts hold of a partition's workspaces. */
  List<Held> left(int partition) {
    List<Held> left = new ArrayList<>();
    byWorkspace.forEach(
        (workspaceId, holds) -> {
          if (!holds.byVerdict().isEmpty() && homes.of(workspaceId) == partition) {
            holds.byVerdict().forEach((scope, hold) -> left.add(Held.of(workspaceId, scope, hold)));
          }
        });
    return left;
  }

  /** Goes on with what an earlier owner held. */
  void restore(int partition, List<Held> left, Now now) {
    forget(partition);
    for (Held held : left) {
      WorkspaceHolds holds = of(held.workspaceId());
      // What was left may be older than the order that ended it.
      if (held.order() >= holds.lastRun(held.scope())) {
        holds.holdByVerdict(held.scope(), held.hold(now));
        awaitProbe(held.workspaceId(), held.scope());
      }
    }
  }

  /** A partition is ours no longer. */
  void forget(int partition) {
    byWorkspace.forEach(
        (workspaceId, holds) -> {
          if (homes.of(workspaceId) == partition) {
            List.copyOf(holds.byVerdict().keySet()).forEach(holds::releaseVerdict);
          }
        });
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
