package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfCampaign;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfHold;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfWorkspace;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What several workers' statuses amount to. */
class WorkerStatusTest {

  private static final Instant EARLY = Instant.parse("2026-11-20T02:00:00Z");
  private static final Instant LATE = Instant.parse("2026-11-20T03:00:00Z");
  private static final OfHold HOLD =
      new OfHold("acme", CoreSnapshot.Hold.Scope.WORKSPACE, null, "OPERATOR", "", EARLY, null);

  @Test
  void workspaceSeenByTwoWorkers_isTheSumOfWhatTheySee() {
    OfWorkspace one =
        new OfWorkspace(
            "acme", Map.of(Priority.BULK, 3L), 1, 1, 2.5, null, WaitReason.NONE, LATE, null);
    OfWorkspace other =
        new OfWorkspace(
            "acme",
            Map.of(Priority.BULK, 4L, Priority.URGENT, 1L),
            2,
            2,
            1.0,
            4.5,
            WaitReason.TOKENS,
            EARLY,
            EARLY);

    assertThat(together(of(one), of(other)).workspaces())
        .containsExactly(
            new OfWorkspace(
                "acme",
                Map.of(Priority.BULK, 7L, Priority.URGENT, 1L),
                3,
                3,
                3.5,
                4.5,
                WaitReason.TOKENS,
                EARLY,
                EARLY));
  }

  @Test
  void campaignSeenByTwoWorkers_isTheSum_andAnotherWorkspacesIsAnother() {
    WorkerStatus one =
        new WorkerStatus(
            List.of(),
            List.of(
                new OfCampaign("acme", "sale", 5, 2, Map.of(Status.ACCEPTED, 3L), 1.0),
                new OfCampaign("globex", "sale", 1, 1, Map.of(), 0)),
            List.of(),
            List.of());
    WorkerStatus other =
        new WorkerStatus(
            List.of(),
            List.of(new OfCampaign("acme", "sale", 2, 0, Map.of(Status.ACCEPTED, 2L), 0.5)),
            List.of(),
            List.of());

    assertThat(together(one, other).campaigns())
        .containsExactlyInAnyOrder(
            new OfCampaign("acme", "sale", 7, 2, Map.of(Status.ACCEPTED, 5L), 1.5),
            new OfCampaign("globex", "sale", 1, 1, Map.of(), 0));
  }

  @Test
  void holdOfTheWholeFleet_countsOnce() {
    WorkerStatus held = new WorkerStatus(List.of(), List.of(), List.of(HOLD), List.of());

    assertThat(together(held, held).holds()).containsExactly(HOLD);
  }

  private static WorkerStatus of(OfWorkspace workspace) {
    return new WorkerStatus(List.of(workspace), List.of(), List.of(), List.of());
  }

  private static WorkerStatus together(WorkerStatus one, WorkerStatus other) {
    return WorkerStatus.together(List.of(one, other));
  }
}
