package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.CoreSnapshot.WorkspaceView;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What operators and an autoscaler are shown of a workspace. */
class CoreSnapshotTest {

  /** Room for one call at a time. */
  private static final Vendor NARROW = Samples.vendor("v1", VendorType.PLAZBOT, 1, 1);

  private static final Directory UNLIMITED = Samples.directory(NARROW, workspace("acme").build());

  private static final Directory PACED =
      Samples.directory(
          workspace("acme").throttle(new Bandwidth(2, Duration.ofSeconds(1), 1)).build());

  private static WorkspaceView acme(CoreHarness harness) {
    return Objects.requireNonNull(harness.core.snapshot().workspaces().get("acme"));
  }

  private static void read(CoreHarness harness, int requests) {
    for (int i = 0; i < requests; i++) {
      harness.read(request("acme", "r" + i));
    }
  }

  private static CoreEvent campaign(CampaignState state) {
    return new CoreEvent.CampaignChanged("acme", "c", state, null, 0);
  }

  private static Instant afterBeginning(Duration passed) {
    return Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plus(passed);
  }

  @Test
  void requestThatWaitsForItsTime_isInTheBacklog_andNotDue() {
    CoreHarness harness = CoreHarness.reading(PACED);
    harness.read(
        request("acme", "r")
            .priority(Priority.BULK)
            .schedule(new Schedule.Delay(Duration.ofHours(3))));
    harness.commitWrites();

    assertThat(acme(harness).backlog()).containsEntry(Priority.BULK, 1L);
    assertThat(acme(harness).notDue()).isEqualTo(1);
    assertThat(acme(harness).waitReason()).isEqualTo(WaitReason.NOT_DUE);
    assertThat(acme(harness).oldestOpenAt()).isNull();

    harness.elapse(Duration.ofHours(3).plusSeconds(1));
    harness.commitWrites();
    assertThat(harness.inFlight()).containsExactly("r");
    assertThat(acme(harness).notDue()).isZero();
    assertThat(acme(harness).backlog()).containsEntry(Priority.BULK, 0L);
  }

  @Test
  void backlogWithoutThrottle_couldAllBeSentByAnotherWorker() {
    CoreHarness harness = CoreHarness.reading(UNLIMITED);
    read(harness, 10);

    assertThat(harness.inFlight()).hasSize(1);
    assertThat(acme(harness).waitReason()).isEqualTo(WaitReason.NO_PERMIT);
    assertThat(acme(harness).admissible()).isEqualTo(9);
  }

  @Test
  void backlogOfAWorkerWhoseGroupIsSilent_couldBeSentByNobody() {
    CoreHarness harness = CoreHarness.reading(UNLIMITED);
    harness.leaveUnconfirmed();
    harness.handle(new CoreEvent.GroupSilent());
    read(harness, 10);

    assertThat(acme(harness).waitReason()).isEqualTo(WaitReason.OUTCOMES_BLOCKED);
    assertThat(acme(harness).admissible()).isZero();

    harness.handle(new CoreEvent.MembershipConfirmed(harness.questions.getLast()));
    assertThat(acme(harness).waitReason()).isEqualTo(WaitReason.NO_PERMIT);
  }

  @Test
  void throttledBacklog_couldNotBeSentByAnotherWorker() {
    CoreHarness harness = CoreHarness.reading(PACED);
    read(harness, 10);

    assertThat(acme(harness).waitReason()).isEqualTo(WaitReason.TOKENS);
    assertThat(acme(harness).admissible()).isZero();
  }

  @Test
  void tokensThatNobodyUses_areAdmissible_noMoreThanThereAre() {
    CoreHarness harness =
        CoreHarness.reading(
            Samples.directory(
                NARROW,
                workspace("acme").throttle(new Bandwidth(2, Duration.ofSeconds(1), 4)).build()));
    read(harness, 10);

    assertThat(harness.inFlight()).hasSize(1);
    assertThat(acme(harness).admissible()).isEqualTo(3);
  }

  @Test
  void heldBacklog_isNotAdmissible_andSaysWhy() {
    CoreHarness harness = CoreHarness.reading(UNLIMITED);
    harness.handle(new CoreEvent.WorkspacePaused("acme", true, Instant.EPOCH));
    read(harness, 10);

    assertThat(acme(harness).heldFor()).containsExactly("OPERATOR");
    assertThat(acme(harness).admissible()).isZero();

    harness.handle(new CoreEvent.WorkspacePaused("acme", false, Instant.EPOCH));
    assertThat(acme(harness).heldFor()).isEmpty();
    assertThat(acme(harness).admissible()).isEqualTo(9);
  }

  @Test
  void pausedCampaignsBacklog_isNotAdmissible_andItsAgeStaysKnown() {
    CoreHarness harness = CoreHarness.reading(UNLIMITED);
    harness.handle(campaign(CampaignState.PAUSED));
    for (int i = 0; i < 10; i++) {
      harness.read(request("acme", "c" + i).campaign("c"));
      harness.elapse(Duration.ofMinutes(1));
    }

    assertThat(harness.core.heldBytes()).isZero();
    assertThat(acme(harness).admissible()).isZero();
    assertThat(acme(harness).oldestOpenAt()).isEqualTo(afterBeginning(Duration.ZERO));

    harness.handle(campaign(CampaignState.RUNNING));
    harness.step();
    harness.reply(harness.onlyCall(), CoreHarness.ACCEPTED);
    harness.commitWrites();
    harness.step();
    assertThat(harness.inFlight()).containsExactly("c1");
    assertThat(acme(harness).admissible()).isEqualTo(8);
    assertThat(acme(harness).oldestOpenAt()).isEqualTo(afterBeginning(Duration.ofMinutes(2)));
  }

  @Test
  void workspaceThatItsVendorThrottled_showsWhatItMaySendNow() {
    CoreHarness harness = CoreHarness.reading(PACED);
    read(harness, 3);
    assertThat(acme(harness).effectivePerSecond()).isEqualTo(2);

    harness.reply(
        harness.onlyCall(),
        new Verdict.Throttled(Samples.failure(FailureCategory.THROTTLED), null));

    assertThat(acme(harness).effectivePerSecond()).isEqualTo(1);
    assertThat(acme(harness).admissible()).isZero();
  }

  @Test
  void heldTemplate_isToldOfItsWorkspace() {
    CoreHarness harness = CoreHarness.reading(UNLIMITED);
    harness.read(request("acme", "r0"));
    harness.reply(
        harness.onlyCall(),
        new Verdict.Hold(
            Failure.of(FailureCategory.TEMPLATE, "132015", "no"),
            Verdict.Hold.Scope.TEMPLATE,
            null));

    assertThat(acme(harness).heldFor()).containsExactly("TEMPLATE");
  }
}
