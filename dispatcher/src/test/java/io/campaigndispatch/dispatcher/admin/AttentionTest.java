package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.admin.Attention.Cause;
import io.campaigndispatch.dispatcher.admin.Attention.Level;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfFailure;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfHold;
import io.campaigndispatch.dispatcher.core.CoreSnapshot.Hold.Scope;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.dispatcher.flow.Hold;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.workspace.CampaignState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person who was woken sees first. */
class AttentionTest {

  private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

  @Test
  void workspaceThatSends_works_andOneWithoutRequestsIsIdle() {
    assertThat(workspace(10, WaitReason.TOKENS)).isEqualTo(new Attention(Level.WORKING, none()));
    assertThat(workspace(0, WaitReason.NONE)).isEqualTo(new Attention(Level.IDLE, none()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Hold.Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"OPERATOR"})
  void whatAVerdictHolds_isAnAlert_alsoWhileNothingWaits(Hold.Reason reason) {
    assertThat(workspace(0, WaitReason.NONE, hold(Scope.WORKSPACE, reason)))
        .isEqualTo(new Attention(Level.ALERT, Set.of(Cause.HELD)));
  }

  @Test
  void whatAnOperatorPaused_isAWarningOnceRequestsWait() {
    OfHold paused = hold(Scope.WORKSPACE, Hold.Reason.OPERATOR);
    assertThat(workspace(3, WaitReason.WORKSPACE_HELD, paused).causes())
        .containsExactly(Cause.PAUSED);
    assertThat(workspace(3, WaitReason.WORKSPACE_HELD, paused).level()).isEqualTo(Level.WARNING);
    assertThat(workspace(0, WaitReason.NONE, paused).level()).isEqualTo(Level.IDLE);
  }

  @Test
  void gateThatDoesNotOpenByItself_isAnAlert() {
    assertThat(workspace(1, WaitReason.BREAKER_OPEN).level()).isEqualTo(Level.ALERT);
    assertThat(workspace(1, WaitReason.OUTCOMES_BLOCKED).level()).isEqualTo(Level.ALERT);
    assertThat(workspace(1, WaitReason.VENDOR_THROTTLED).level()).isEqualTo(Level.WARNING);
  }

  @Test
  void slowedDown_isAWarning_whileThatIsBelowWhatItMay() {
    assertThat(rates(20.0, 10.0).causes()).containsExactly(Cause.SLOWED);
    assertThat(rates(null, 10.0).causes()).containsExactly(Cause.SLOWED);
    assertThat(rates(20.0, 20.0).causes()).isEmpty();
    assertThat(rates(20.0, null).causes()).isEmpty();
  }

  @Test
  void failures_countWhileTheyAreNew_andNotTheirRecipients() {
    Duration minute = Duration.ofMinutes(1);
    assertThat(failed(Status.FAILED, FailureCategory.TEMPLATE, minute).causes())
        .containsExactly(Cause.FAILING);
    assertThat(failed(Status.UNCERTAIN, FailureCategory.UNCERTAIN, minute).causes())
        .containsExactly(Cause.UNCERTAIN);
    assertThat(failed(Status.FAILED, FailureCategory.RECIPIENT, minute).causes()).isEmpty();
    assertThat(failed(Status.RETRYING, FailureCategory.RETRY_SOON, minute).causes()).isEmpty();
    assertThat(failed(Status.FAILED, FailureCategory.TEMPLATE, minute.multipliedBy(6)).causes())
        .isEmpty();
  }

  @Test
  void campaign_failingInAFifthAndMore_isAWarningWhileItGoesOn() {
    assertThat(campaign(10, 70, 30, null).causes()).containsExactly(Cause.FAILING);
    assertThat(campaign(10, 90, 10, null).level()).isEqualTo(Level.WORKING);
    assertThat(campaign(10, 7, 3, null).level()).isEqualTo(Level.WORKING);
    assertThat(campaign(0, 70, 30, null).level()).isEqualTo(Level.IDLE);
  }

  @Test
  void campaign_thatPausedItself_isAnAlert() {
    assertThat(campaign(10, 50, 50, hold(Scope.CAMPAIGN, Hold.Reason.FAILURE_RATE)).level())
        .isEqualTo(Level.ALERT);
  }

  private static Set<Cause> none() {
    return Set.of();
  }

  private static Attention workspace(long waiting, WaitReason reason, OfHold... holds) {
    return Attention.of(
        new Attention.OfWorkspaceFacts(waiting, 0, reason, 20.0, null, List.of(holds), List.of()),
        NOW);
  }

  private static Attention rates(@Nullable Double allowed, @Nullable Double effective) {
    return Attention.of(
        new Attention.OfWorkspaceFacts(
            1, 0, WaitReason.TOKENS, allowed, effective, List.of(), List.of()),
        NOW);
  }

  private static Attention failed(Status status, FailureCategory category, Duration ago) {
    Instant at = NOW.minus(ago);
    OfFailure failure =
        new OfFailure("acme", status, category, "X", null, "", 1, at, at, null, null, "r1", null);
    return Attention.of(
        new Attention.OfWorkspaceFacts(
            1, 0, WaitReason.TOKENS, 20.0, null, List.of(), List.of(failure)),
        NOW);
  }

  private static Attention campaign(long open, long accepted, long failed, @Nullable OfHold hold) {
    return Attention.of(
        new Attention.OfCampaignFacts(
            CampaignState.RUNNING, open, accepted, failed, 0, hold, WaitReason.TOKENS));
  }

  private static OfHold hold(Scope scope, Hold.Reason reason) {
    return new OfHold("acme", scope, null, reason.name(), "", NOW, null);
  }
}
