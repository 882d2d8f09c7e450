package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.ReadAhead;
import io.campaigndispatch.dispatcher.flow.WorkspaceHolds;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlementTest {

  private static final Now NOW = Samples.at(60_000);
  private static final VendorIds IDS = new VendorIds("m1", null, null, null);
  private static final Verdict UNCERTAIN =
      new Verdict.Uncertain(Samples.failure(FailureCategory.UNCERTAIN));
  private static final Backoff ONE_MINUTE =
      new Backoff.Later(Duration.ofMinutes(1), Duration.ofMinutes(1));
  private static final Backoff FIVE_SECONDS =
      new Backoff.Later(Duration.ofSeconds(5), Duration.ofSeconds(5));

  private final Settlement settlement =
      new Settlement(new SplittableRandom(1), Samples.noVerdictHolds());

  private static WorkspaceQueue queue(@Nullable OnUncertain policy) {
    WorkspaceSample sample = workspace("acme").maxAttempts(3);
    if (policy != null) {
      sample.onUncertain(policy);
    }
    Workspace acme = sample.build();
    var throttles = new Throttles(new CoreClock(0), Samples.directory(acme), _ -> 0);
    return new WorkspaceQueue(
        acme,
        throttles.of(acme),
        new Lane(Samples.vendor()),
        new ReadAhead(),
        _ -> {},
        new WorkspaceHolds());
  }

  /** A request whose attempt of this number was just answered. */
  private static Pending attempted(int attempts, RequestSample sample) {
    Pending pending = Samples.pending(1, sample);
    for (int i = 0; i < attempts; i++) {
      pending.started(0, Samples.BEGINNING_MILLIS + 250);
    }
    pending.answered(95_000_000);
    return pending;
  }

  private Settlement.Settled settle(int attempts, Verdict verdict) {
    return settlement.settle(
        attempted(attempts, request("acme", "r1")), queue(null), verdict, NOW.nanos(), NOW);
  }

  private static Write.Final closed(Settlement.Settled settled) {
    assertThat(settled).isInstanceOf(Settlement.Settled.Close.class);
    return (Write.Final) ((Settlement.Settled.Close) settled).write();
  }

  private static Settlement.Settled.Again again(Settlement.Settled settled) {
    assertThat(settled).isInstanceOf(Settlement.Settled.Again.class);
    return (Settlement.Settled.Again) settled;
  }

  private static Verdict retry(int most) {
    return new Verdict.Retry(Samples.failure(FailureCategory.RETRY_LATER), ONE_MINUTE, most);
  }

  @Test
  void accepted_isFinal_withTheVendorsIdsAndTimings() {
    Write.Final write = closed(settle(1, new Verdict.Accepted(IDS)));

    Outcome outcome = write.outcome();
    assertThat(outcome.status()).isEqualTo(Status.ACCEPTED);
    assertThat(outcome.vendorIds()).isEqualTo(IDS);
    assertThat(outcome.vendor()).isEqualTo("v1");
    assertThat(outcome.attempt()).isEqualTo(1);
    assertThat(outcome.timings().queuedMs()).isEqualTo(250);
    assertThat(outcome.timings().vendorMs()).isEqualTo(95);
    assertThat(outcome.metadata()).containsEntry("order", "r1");
    assertThat(write.deadLetter()).isFalse();
  }

  @Test
  void retry_isPlannedWhileAttemptsAreLeft() {
    Verdict soon =
        new Verdict.Retry(Samples.failure(FailureCategory.RETRY_LATER), FIVE_SECONDS, 10);
    Settlement.Settled.Again again = again(settle(2, soon));

    assertThat(again.delay()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_500));
    Write.Retrying write = (Write.Retrying) again.write();
    assertThat(write.dueMillis()).isEqualTo(NOW.millis() + again.delay().toMillis());
    assertThat(write.outcome().status()).isEqualTo(Status.RETRYING);
    assertThat(write.outcome().attempt()).isEqualTo(2);
    assertThat(write.outcome().nextAttemptAt()).isEqualTo(Instant.ofEpochMilli(write.dueMillis()));
    assertThat(write.closes()).isFalse();
  }

  @Test
  void retryTenSecondsAwayOrMore_waitsInTheDelayTopic() {
    Settlement.Settled settled = settle(2, retry(10));

    assertThat(settled).isInstanceOf(Settlement.Settled.Close.class);
    Write.Parked write = (Write.Parked) ((Settlement.Settled.Close) settled).write();
    assertThat(write.parking().dueMillis() - NOW.millis()).isBetween(60_000L, 66_000L);
    assertThat(write.outcome().status()).isEqualTo(Status.RETRYING);
    assertThat(write.outcome().attempt()).isEqualTo(2);
    assertThat(write.outcome().nextAttemptAt())
        .isEqualTo(Instant.ofEpochMilli(write.parking().dueMillis()));
  }

  @Test
  void retry_endsWithTheWorkspacesAttempts() {
    Write.Final write = closed(settle(3, retry(10)));

    assertThat(write.outcome().status()).isEqualTo(Status.FAILED);
    assertThat(write.deadLetter()).isTrue();
  }

  @Test
  void retry_thatIsNotDueBeforeItExpires_waitsNoLonger() {
    Instant soon = NOW.instant().plusSeconds(5);
    Pending pending =
        new Pending(
            Position.whole(0, 1),
            Samples.raw(0, 1, "acme"),
            new Source(Samples.TOPIC, 0, 1),
            0,
            request("acme", "r1").build(),
            soon,
            new Pending.Past(0, Samples.BEGINNING_MILLIS, -1));
    pending.started(0, Samples.BEGINNING_MILLIS);

    var again = again(settlement.settle(pending, queue(null), retry(10), NOW.nanos(), NOW));

    assertThat(again.delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(((Write.Retrying) again.write()).outcome().nextAttemptAt()).isEqualTo(soon);
  }

  @Test
  void retry_endsAsTheKindOfFailureItThenIs() {
    Verdict verdict =
        new Verdict.Retry(
            Samples.failure(FailureCategory.RETRY_SOON),
            FIVE_SECONDS,
            2,
            FailureCategory.REQUEST,
            VendorState.WORKING);

    Write.Retrying first = (Write.Retrying) again(settle(1, verdict)).write();
    assertThat(first.outcome().failure()).isEqualTo(Samples.failure(FailureCategory.RETRY_SOON));
    assertThat(closed(settle(2, verdict)).outcome().failure())
        .isEqualTo(Samples.failure(FailureCategory.REQUEST));
  }

  @Test
  void retry_endsWithWhatTheFailureIsWorth() {
    assertThat(closed(settle(2, retry(2))).outcome().status()).isEqualTo(Status.FAILED);
  }

  @Test
  void throttled_costsNoAttempt_andHoldsTheWorkspace() {
    Pending pending = attempted(1, request("acme", "r1"));
    WorkspaceQueue queue = queue(null);
    Verdict verdict =
        new Verdict.Throttled(Samples.failure(FailureCategory.THROTTLED), Duration.ofSeconds(10));

    var settled =
        (Settlement.Settled.Throttled) settlement.settle(pending, queue, verdict, NOW.nanos(), NOW);
    assertThat(pending.attempts()).isZero();
    assertThat(settled.untilNanos() - NOW.nanos()).isBetween(10_000_000_000L, 11_000_000_000L);
    assertThat(queue.heldUntilNanos()).isEqualTo(settled.untilNanos());
  }

  @Test
  void rejected_failsWithADeadLetter() {
    Write.Final write =
        closed(settle(1, new Verdict.Rejected(Samples.failure(FailureCategory.RECIPIENT))));

    assertThat(write.outcome().status()).isEqualTo(Status.FAILED);
    assertThat(write.outcome().vendor()).isEqualTo("v1");
    assertThat(write.deadLetter()).isTrue();
  }

  @Test
  void held_waitsOn_andNoAttemptIsUsed() {
    Pending pending = attempted(1, request("acme", "r1"));
    Verdict verdict =
        new Verdict.Hold(
            Samples.failure(FailureCategory.WORKSPACE), Verdict.Hold.Scope.WORKSPACE, null);

    assertThat(settlement.settle(pending, queue(null), verdict, NOW.nanos(), NOW))
        .isEqualTo(new Settlement.Settled.Held());
    assertThat(pending.attempts()).isZero();
  }

  @Test
  void heldForATemplateItDoesNotHave_fails() {
    RequestSample text = request("acme", "r1").inConversation("7");
    Verdict verdict =
        new Verdict.Hold(
            Samples.failure(FailureCategory.TEMPLATE), Verdict.Hold.Scope.TEMPLATE, null);

    Write.Final write =
        closed(settlement.settle(attempted(1, text), queue(null), verdict, NOW.nanos(), NOW));
    assertThat(write.outcome().status()).isEqualTo(Status.FAILED);
  }

  @Test
  void uncertainUnderHold_endsUncertainWithADeadLetter() {
    RequestSample held = request("acme", "r1").onUncertain(OnUncertain.HOLD);
    Write.Final write =
        closed(
            settlement.settle(
                attempted(1, held), queue(OnUncertain.RESEND), UNCERTAIN, NOW.nanos(), NOW));

    assertThat(write.outcome().status()).isEqualTo(Status.UNCERTAIN);
    assertThat(write.deadLetter()).isTrue();
  }

  @Test
  void uncertain_saysWhatWasSent_when_andHowItEnded() {
    RequestSample held = request("acme", "r1").onUncertain(OnUncertain.HOLD);
    long tenSecondsAgo = NOW.nanos() - Duration.ofSeconds(10).toNanos();
    Verdict noReply =
        new Verdict.Uncertain(
            Failure.of(FailureCategory.UNCERTAIN, FailureCode.TIMEOUT, "no reply in time"));
    Write.Final write =
        closed(settlement.settle(attempted(2, held), queue(null), noReply, tenSecondsAgo, NOW));

    assertThat(write.outcome().failure())
        .isEqualTo(
            Failure.of(
                FailureCategory.UNCERTAIN,
                FailureCode.TIMEOUT,
                "template t, attempt 2, called at 2026-11-20T00:00:50Z, ended after 10000 ms: no"
                    + " reply in time"));
  }

  @Test
  void uncertainUnderResend_goesAgainWithinItsAttempts_thenEndsUncertain() {
    RequestSample resent = request("acme", "r1").onUncertain(OnUncertain.RESEND);
    WorkspaceQueue queue = queue(OnUncertain.HOLD);

    again(settlement.settle(attempted(2, resent), queue, UNCERTAIN, NOW.nanos(), NOW));
    Write.Final last =
        closed(settlement.settle(attempted(3, resent), queue, UNCERTAIN, NOW.nanos(), NOW));
    assertThat(last.outcome().status()).isEqualTo(Status.UNCERTAIN);
  }

  @Test
  void uncertain_followsTheWorkspace_whenTheRequestSaysNothing() {
    RequestSample urgent = request("acme", "r1").priority(Priority.URGENT);

    closed(
        settlement.settle(
            attempted(1, urgent), queue(OnUncertain.HOLD), UNCERTAIN, NOW.nanos(), NOW));
  }

  @Test
  void uncertain_isHeldForBulkAndResentOtherwise_whenNobodySays() {
    closed(
        settlement.settle(
            attempted(1, request("acme", "r1").priority(Priority.BULK)),
            queue(null),
            UNCERTAIN,
            NOW.nanos(),
            NOW));
    again(
        settlement.settle(
            attempted(1, request("acme", "r1").priority(Priority.NORMAL)),
            queue(null),
            UNCERTAIN,
            NOW.nanos(),
            NOW));
  }
}
