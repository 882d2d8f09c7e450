package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Hold;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.Scope;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.flow.WorkspaceHolds;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds that nobody ordered: of what vendors refuse, until a call that probes it says otherwise,
 * and of campaigns that fail too often. They go with their workspace's home from owner to owner.
 * Owned by the core thread.
 */
final class VerdictHolds {

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
  private final Holds holds;
  private final FailureRuns runs = new FailureRuns();

  VerdictHolds(HoldSettings settings, Homes homes, Timers timers, Holds holds) {
    this.settings = settings;
    this.homes = homes;
    this.timers = timers;
    this.holds = holds;
  }

  // Verdicts

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
    WorkspaceHolds of = holds.of(pending.request().workspaceId());
    return template == null
            || of.byVerdict().containsKey(template)
            || !most(of, Scope.Template.class, MOST_TEMPLATES)
        ? template
        : null;
  }

  /** A call starts: if a hold waits for a probe, this is it. */
  void started(Attempt attempt) {
    WorkspaceHolds of = attempt.queue().holds();
    if (!of.isEmpty()) {
      for (Pending pending : attempt.requests()) {
        for (Scope scope : scopes(pending)) {
          Hold hold = of.byVerdict().get(scope);
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
    WorkspaceHolds of = holds.of(workspaceId);
    Hold before = of.byVerdict().get(scope);
    if (before == null) {
      long lasts = (said.lasts() == null ? settings.probeAfter() : said.lasts()).toMillis();
      of.holdByVerdict(
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
    holds.held(workspaceId, scope);
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
    Hold hold = holds.of(workspaceId).byVerdict().get(scope);
    if (hold == null || !hold.isProbing(attempt.call().callId())) {
      return;
    }
    switch (verdict) {
      case Verdict.Accepted _, Verdict.Rejected _, Verdict.Uncertain _ ->
          holds.of(workspaceId).releaseVerdict(scope);
      // It did not get as far as what is held; or another hold came first.
      case Verdict.Retry _,
          Verdict.RetryHeld _,
          Verdict.Throttled _,
          Verdict.NotWritten _,
          Verdict.Hold _ ->
          hold.probeAgain();
    }
    holds.opened(workspaceId, scope);
  }

  private void awaitProbe(String workspaceId, Scope scope) {
    Hold hold = holds.of(workspaceId).byVerdict().get(scope);
    if (hold != null && hold.untilMillis() != null) {
      timers.at(
          hold.dueNanos(),
          at -> {
            if (holds.of(workspaceId).byVerdict().get(scope) == hold && hold.over(at)) {
              holds.opened(workspaceId, scope);
            }
          });
    }
  }

  private static List<Scope> scopes(Pending pending) {
    Scope template = Scope.templateOf(pending.request());
    return template == null ? List.of(Scope.EVERYTHING) : List.of(Scope.EVERYTHING, template);
  }

  // Failing campaigns

  /**
   * A campaign fails too often: nothing of it goes until somebody lets it run.
   *
   * @return whether it is held by that now, and was not before
   */
  boolean pause(String workspaceId, Scope.Campaign campaign, Now now) {
    WorkspaceHolds of = holds.of(workspaceId);
    if (of.byVerdict().containsKey(campaign) || most(of, Scope.Campaign.class, MOST_CAMPAIGNS)) {
      return false;
    }
    of.holdByVerdict(
        campaign, Hold.untilReleased(Hold.Reason.FAILURE_RATE, now.millis(), of.lastRun(campaign)));
    holds.held(workspaceId, campaign);
    return true;
  }

  private static boolean most(WorkspaceHolds of, Class<? extends Scope> kind, int most) {
    return of.byVerdict().size() >= most
        && of.byVerdict().keySet().stream().filter(kind::isInstance).count() >= most;
  }

  // Handing over

  /** What verdicts hold of a partition's workspaces. */
  List<Held> left(int partition) {
    List<Held> left = new ArrayList<>();
    holds
        .all()
        .forEach(
            (workspaceId, of) -> {
              if (!of.byVerdict().isEmpty() && homes.of(workspaceId) == partition) {
                of.byVerdict()
                    .forEach((scope, hold) -> left.add(Held.of(workspaceId, scope, hold)));
              }
            });
    return left;
  }

  /** Goes on with what an earlier owner held. */
  void restore(int partition, List<Held> left, Now now) {
    forget(partition);
    for (Held held : left) {
      WorkspaceHolds of = holds.of(held.workspaceId());
      // What was left may be older than the order that ended it.
      if (held.order() >= of.lastRun(held.scope())) {
        of.holdByVerdict(held.scope(), held.hold(now));
        awaitProbe(held.workspaceId(), held.scope());
      }
    }
  }

  /** A partition is ours no longer. */
  void forget(int partition) {
    holds
        .all()
        .forEach(
            (workspaceId, of) -> {
              if (homes.of(workspaceId) == partition) {
                List.copyOf(of.byVerdict().keySet()).forEach(of::releaseVerdict);
              }
            });
  }
}
