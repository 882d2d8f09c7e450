package io.campaigndispatch.dispatcher.admin;

import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.admin.Attention.Level;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfCampaign;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfHold;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfWorkspace;
import io.campaigndispatch.dispatcher.control.CampaignKey;
import io.campaigndispatch.dispatcher.control.CampaignOrder;
import io.campaigndispatch.dispatcher.core.CoreSnapshot.Hold.Scope;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fleet as an operator sees it. */
class BoardTest {

  private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");
  private static final Directory DIRECTORY =
      Samples.directory(
          workspace("a").build(),
          workspace("b").throttle(new Bandwidth(10, Duration.ofSeconds(1), 1)).build(),
          workspace("c").build(),
          workspace("d").build());

  @Test
  void workspaces_areSortedByWhatNeedsSomebody_thenByWhatWaits() {
    Board board =
        board(
            List.of(
                waiting("a", 5, 0, WaitReason.NONE),
                waiting("b", 900, 0, WaitReason.TOKENS),
                waiting("d", 1, 0, WaitReason.WORKSPACE_HELD)),
            List.of(),
            List.of(held("d", Scope.WORKSPACE, null, "CREDENTIAL")));

    assertThat(board.workspaces())
        .extracting(row -> row.workspace().id() + " " + row.attention().level())
        .containsExactly("d ALERT", "b WORKING", "a WORKING", "c IDLE");
  }

  @Test
  void workspace_isAllowedWhatTheWorkerSays_notWhatItsThrottleAlone() {
    Board board = board(List.of(), List.of(), List.of());

    assertThat(board.workspaces())
        .filteredOn(row -> !row.workspace().id().equals("c"))
        .extracting(WorkspaceRow::allowedPerSecond)
        .containsOnly(10.0);
    assertThat(board.workspaces())
        .filteredOn(row -> row.workspace().id().equals("c"))
        .extracting(WorkspaceRow::allowedPerSecond)
        .containsOnlyNulls();
  }

  @Test
  void slowedDown_isBelowWhatItMaySend_sharedLimitsIncluded() {
    OfWorkspace asFastAsItsGroup =
        new OfWorkspace(
            "b", Map.of(Priority.BULK, 5L), 0, 0, 10, 10.0, WaitReason.TOKENS, null, null);

    assertThat(board(List.of(asFastAsItsGroup), List.of(), List.of()).workspaces().getFirst())
        .extracting(row -> row.attention().causes())
        .isEqualTo(Set.of());
  }

  @Test
  void workspacesEta_isOfWhatIsDue() {
    assertThat(workspaceEta(waiting("b", 900, 300, WaitReason.TOKENS)).seconds()).isEqualTo(60);
    assertThat(workspaceEta(waiting("b", 300, 300, WaitReason.NOT_DUE)).blockedBy())
        .isEqualTo(WaitReason.NOT_DUE);
  }

  @Test
  void workspacesEta_isAReason_whileATemplateOfItIsHeld() {
    Eta eta =
        workspaceEta(
            waiting("b", 900, 0, WaitReason.TOKENS),
            held("b", Scope.TEMPLATE, "welcome", "EQUAL_FAILURES"));

    assertThat(eta).isEqualTo(new Eta.Blocked(WaitReason.TEMPLATE_HELD));
  }

  @Test
  void campaign_pausedByAnOrderOrByItself_hasThatForAReason() {
    CampaignRow byOrder =
        campaign(new CampaignOrder(CampaignState.PAUSED, null), List.of()).getFirst();
    assertThat(byOrder.state()).isEqualTo(CampaignState.PAUSED);
    assertThat(byOrder.eta()).isEqualTo(new Eta.Blocked(WaitReason.CAMPAIGN_PAUSED));
    assertThat(byOrder.attention().level()).isEqualTo(Level.WARNING);

    CampaignRow byItself =
        campaign(CampaignOrder.RUN, List.of(held("b", Scope.CAMPAIGN, "sale", "FAILURE_RATE")))
            .getFirst();
    assertThat(byItself.state()).isEqualTo(CampaignState.PAUSED);
    assertThat(byItself.eta()).isEqualTo(new Eta.Blocked(WaitReason.CAMPAIGN_PAUSED));
    assertThat(byItself.attention().level()).isEqualTo(Level.ALERT);
  }

  @Test
  void campaignOfAHeldWorkspace_needsWhatItsWorkspaceNeeds() {
    WorkerStatus status =
        new WorkerStatus(
            List.of(waiting("b", 100, 0, WaitReason.WORKSPACE_HELD)),
            List.of(new OfCampaign("b", "sale", 110, 100, Map.of(), 0)),
            List.of(held("b", Scope.WORKSPACE, null, "CREDENTIAL")),
            List.of());

    CampaignRow row = Board.of(DIRECTORY, _ -> 10, Map.of(), sight(status)).campaigns().getFirst();
    assertThat(row.attention().level()).isEqualTo(Level.ALERT);
    assertThat(row.state()).isEqualTo(CampaignState.RUNNING);
    assertThat(row.eta()).isEqualTo(new Eta.Blocked(WaitReason.WORKSPACE_HELD));
  }

  @Test
  void campaignsEta_isNotAheadOfItsOwnRate() {
    CampaignOrder slow =
        new CampaignOrder(CampaignState.RUNNING, new Bandwidth(1, Duration.ofSeconds(1), 1));

    assertThat(campaign(slow, List.of()).getFirst().eta()).isEqualTo(new Eta.In(99));
    assertThat(campaign(CampaignOrder.RUN, List.of()).getFirst().eta()).isEqualTo(new Eta.In(20));
  }

  @Test
  void campaignThatWasOnlyOrderedSomething_isThere() {
    Board board =
        Board.of(
            DIRECTORY,
            _ -> 10,
            Map.of(new CampaignKey("a", "early"), new CampaignOrder(CampaignState.PAUSED, null)),
            sight(WorkerStatus.NOTHING));

    assertThat(board.campaigns())
        .extracting(CampaignRow::state)
        .containsExactly(CampaignState.PAUSED);
    assertThat(board.campaigns().getFirst().attention().level()).isEqualTo(Level.IDLE);
  }

  private static Eta workspaceEta(OfWorkspace status, OfHold... holds) {
    return board(List.of(status), List.of(), List.of(holds)).workspaces().stream()
        .filter(row -> row.workspace().id().equals(status.id()))
        .findFirst()
        .orElseThrow()
        .eta();
  }

  /** A hundred open, five a second. */
  private static List<CampaignRow> campaign(CampaignOrder order, List<OfHold> holds) {
    WorkerStatus status =
        new WorkerStatus(
            List.of(waiting("b", 100, 0, WaitReason.TOKENS)),
            List.of(new OfCampaign("b", "sale", 110, 100, Map.of(Status.ACCEPTED, 10L), 5)),
            holds,
            List.of());
    return Board.of(DIRECTORY, _ -> 10, Map.of(new CampaignKey("b", "sale"), order), sight(status))
        .campaigns();
  }

  private static Board board(
      List<OfWorkspace> workspaces, List<OfCampaign> campaigns, List<OfHold> holds) {
    return Board.of(
        DIRECTORY,
        id -> id.equals("c") ? Double.POSITIVE_INFINITY : 10,
        Map.of(),
        sight(new WorkerStatus(workspaces, campaigns, holds, List.of())));
  }

  private static Fleet.Sight sight(WorkerStatus status) {
    return new Fleet.Sight(status, NOW, NOW, 1);
  }

  private static OfWorkspace waiting(String id, long bulk, long notDue, WaitReason reason) {
    return new OfWorkspace(
        id, Map.of(Priority.BULK, bulk), notDue, 0, 10, null, reason, null, null);
  }

  private static OfHold held(String workspace, Scope scope, @Nullable String name, String reason) {
    return new OfHold(workspace, scope, name, reason, "", NOW, null);
  }
}
