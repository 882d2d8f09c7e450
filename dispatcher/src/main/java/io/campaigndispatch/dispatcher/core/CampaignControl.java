package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Scope;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.flow.WorkspaceHolds;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.throttle.CampaignRate;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns that are paused, cancelled or slowed down, by operators or by how many of their
 * requests fail. Owned by the core thread.
 */
final class CampaignControl {

  private final CampaignSettings settings;
  private final CampaignTallies tallies;
  private final Holds holds;
  private final VerdictHolds verdictHolds;
  private final Homes homes;
  private final Sweeper sweeper;
  private final Delays delays;
  private final CoreClock clock;
  private final Timers timers;
  private final Map<Integer, PartitionState> partitions;
  private boolean anyCancelled;

  /**
   * @param partitions those that are ours, by number; only looked at
   */
  CampaignControl(
      CampaignSettings settings,
      CampaignTallies tallies,
      Holds holds,
      VerdictHolds verdictHolds,
      Homes homes,
      Sweeper sweeper,
      Delays delays,
      CoreClock clock,
      Timers timers,
      Map<Integer, PartitionState> partitions) {
    this.settings = settings;
    this.tallies = tallies;
    this.holds = holds;
    this.verdictHolds = verdictHolds;
    this.homes = homes;
    this.sweeper = sweeper;
    this.delays = delays;
    this.clock = clock;
    this.timers = timers;
    this.partitions = partitions;
  }

  /** Whether any campaign ever was. */
  boolean anyCancelled() {
    return anyCancelled;
  }

  void changed(CoreEvent.CampaignChanged event, Now now) {
    String workspaceId = event.workspaceId();
    Scope scope = new Scope.Campaign(event.campaignId());
    slow(workspaceId, scope, event.rate());
    WorkspaceHolds of = holds.of(workspaceId);
    switch (event.state()) {
      case RUNNING -> {
        of.uncancel(event.campaignId());
        of.ran(scope, event.order());
        tallies.restart(workspaceId, event.campaignId());
        of.releaseVerdict(scope);
        holds.releaseOperator(workspaceId, scope);
      }
      case PAUSED -> {
        of.uncancel(event.campaignId());
        holds.holdByOperator(workspaceId, scope, now.millis());
        of.releaseVerdict(scope);
      }
      case CANCELLED -> {
        anyCancelled = true;
        of.cancel(event.campaignId());
        of.releaseVerdict(scope);
        holds.releaseOperator(workspaceId, scope);
        PartitionState partition = partitions.get(homes.of(workspaceId));
        if (partition != null && !partition.isEnding()) {
          delays.cancelled(partition, workspaceId);
          WorkspaceQueue queue = partition.queue(workspaceId);
          if (queue != null) {
            sweeper.sweep(partition, queue, event.campaignId());
          }
        }
      }
    }
  }

  /**
   * A partition is ours: what its campaigns sent a moment ago is not known here, so they begin with
   * nothing in hand.
   */
  void opened(int partition) {
    holds
        .all()
        .forEach(
            (workspaceId, of) -> {
              if (of.hasRates() && homes.of(workspaceId) == partition) {
                Map.copyOf(of.rates())
                    .forEach((scope, rate) -> renew(workspaceId, scope, rate.bandwidth()));
              }
            });
  }

  private void renew(String workspaceId, Scope scope, Bandwidth bandwidth) {
    holds.of(workspaceId).slow(scope, new CampaignRate(clock, bandwidth));
    holds.slowed(workspaceId);
    awaitToken(workspaceId, scope);
  }

  private void slow(String workspaceId, Scope scope, @Nullable Bandwidth bandwidth) {
    WorkspaceHolds of = holds.of(workspaceId);
    CampaignRate before = of.rate(scope);
    if (bandwidth == null) {
      of.unslow(scope);
      holds.opened(workspaceId, scope);
    } else if (before == null || !before.bandwidth().equals(bandwidth)) {
      renew(workspaceId, scope, bandwidth);
    }
  }

  /** Calls were started for a campaign that has a bandwidth of its own. */
  void started(Attempt attempt) {
    WorkspaceHolds of = attempt.queue().holds();
    if (of.hasRates()) {
      attempt.requests().stream()
          .map(pending -> Scope.campaignOf(pending.request()))
          .distinct()
          .forEach(
              scope -> {
                CampaignRate rate = scope == null ? null : of.rate(scope);
                if (rate != null && !rate.hasToken()) {
                  awaitToken(attempt.queue().workspace().id(), scope);
                }
              });
    }
  }

  private void awaitToken(String workspaceId, Scope scope) {
    CampaignRate rate = holds.of(workspaceId).rate(scope);
    if (rate != null) {
      timers.at(
          clock.currentTimeNanos() + rate.nanosToWait(),
          _ -> {
            if (holds.of(workspaceId).rate(scope) != rate) {
              return;
            }
            if (rate.hasToken()) {
              holds.opened(workspaceId, scope);
            } else {
              awaitToken(workspaceId, scope);
            }
          });
    }
  }

  /** An outcome is written. */
  void finished(Outcome outcome, Now now) {
    CampaignTallies.Counter counter = tallies.closed(outcome);
    String campaignId = outcome.campaignId();
    if (counter != null && campaignId != null && counter.failsAbove(settings)) {
      counter.restart();
      PartitionState partition = partitions.get(homes.of(outcome.workspaceId()));
      if (partition != null
          && !holds.of(outcome.workspaceId()).isCancelled(campaignId)
          && verdictHolds.pause(outcome.workspaceId(), new Scope.Campaign(campaignId), now)) {
        // Else it would go on failing with a next owner, if this worker ended soon.
        partition.snapshotPace().hasten();
      }
    }
  }
}
