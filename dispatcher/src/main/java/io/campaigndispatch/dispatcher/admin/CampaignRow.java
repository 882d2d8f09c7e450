package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfCampaign;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfHold;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfWorkspace;
import io.campaigndispatch.dispatcher.control.CampaignKey;
import io.campaigndispatch.dispatcher.control.CampaignOrder;
import io.campaigndispatch.dispatcher.core.CoreSnapshot.Hold.Scope;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One campaign as an operator wants to see it.
 *
 * @param state what was ordered, or what its failures made of that
 * @param waitReason why its requests that wait are not sent
 */
record CampaignRow(
    CampaignKey key,
    OfCampaign counts,
    CampaignState state,
    WaitReason waitReason,
    Attention attention,
    Eta eta) {

  static final Comparator<CampaignRow> BY_NEED =
      Comparator.comparing((CampaignRow row) -> row.attention().level())
          .thenComparing(row -> row.counts().open(), Comparator.reverseOrder())
          .thenComparing(row -> row.key().toString());

  /**
   * What its workspace is.
   *
   * @param configured null: it was removed
   * @param known null when no worker has something to say of it
   * @param holds of it, its campaigns and templates
   */
  record Of(@Nullable Workspace configured, @Nullable OfWorkspace known, List<OfHold> holds) {}

  static CampaignRow of(CampaignKey key, OfCampaign counts, CampaignOrder order, Of workspace) {
    OfHold hold =
        holdOf(
            workspace.holds(),
            one -> one.scope() == Scope.CAMPAIGN && key.campaignId().equals(one.name()));
    CampaignState state =
        hold != null && order.state() == CampaignState.RUNNING
            ? CampaignState.PAUSED
            : order.state();
    WaitReason waitReason = waitReason(state, counts.open(), workspace.known());
    Attention attention =
        Attention.of(
            new Attention.OfCampaignFacts(
                state,
                counts.open(),
                counts.closed().getOrDefault(Status.ACCEPTED, 0L),
                counts.closed().getOrDefault(Status.FAILED, 0L),
                counts.closed().getOrDefault(Status.UNCERTAIN, 0L),
                hold == null && waitReason == WaitReason.WORKSPACE_HELD
                    ? holdOf(workspace.holds(), one -> one.scope() == Scope.WORKSPACE)
                    : hold,
                waitReason));
    List<Bandwidth> limits =
        Stream.concat(
                Stream.ofNullable(workspace.configured()).flatMap(one -> one.throttle().stream()),
                Stream.ofNullable(order.rate()))
            .toList();
    Eta eta = Eta.of(new Eta.Work(counts.open(), counts.perSecond(), limits, waitReason));
    return new CampaignRow(key, counts, state, waitReason, attention, eta);
  }

  private static WaitReason waitReason(
      CampaignState state, long open, @Nullable OfWorkspace workspace) {
    if (state == CampaignState.PAUSED) {
      return WaitReason.CAMPAIGN_PAUSED;
    }
    return open == 0 || workspace == null ? WaitReason.NONE : workspace.waitReason();
  }

  private static @Nullable OfHold holdOf(List<OfHold> holds, Predicate<OfHold> wanted) {
    return holds.stream().filter(wanted).findFirst().orElse(null);
  }
}
