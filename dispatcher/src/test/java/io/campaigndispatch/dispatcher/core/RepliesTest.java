package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.CallSamples.SAME;
import static io.campaigndispatch.dispatcher.core.CallSamples.batching;
import static io.campaigndispatch.dispatcher.core.CallSamples.plain;
import static io.campaigndispatch.dispatcher.core.CallSamples.readTogether;
import static io.campaigndispatch.dispatcher.core.CallSamples.throttled;
import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepliesTest {

  private static final Verdict THROTTLED =
      new Verdict.Throttled(Samples.failure(FailureCategory.THROTTLED), Duration.ofSeconds(10));
  private static final Verdict RETRY_IN_A_MINUTE =
      new Verdict.Retry(
          Samples.failure(FailureCategory.RETRY_LATER),
          new Backoff.Later(Duration.ofMinutes(1), Duration.ofMinutes(1)),
          10);
  private static final Verdict UNCERTAIN =
      new Verdict.Uncertain(Samples.failure(FailureCategory.UNCERTAIN));
  private static final Bandwidth TWENTY = new Bandwidth(20, Duration.ofSeconds(1), 2);

  // Written too late

  @Test
  void callThatWasNotWritten_goesAgain_asIfNothingHadHappened() {
    CoreHarness harness = throttled(TWENTY);
    harness.read(request("acme", "r0"));
    Effect.Call call = harness.calls().getFirst();
    assertThat(call.mostLateNanos()).as("a third of what a burst takes").isEqualTo(33_333_333);

    harness.reply(call, new Verdict.NotWritten());

    assertThat(harness.inFlight()).containsExactly("r0");
    for (int i = 0; i < 2; i++) {
      harness.reply(harness.calls().getLast(), new Verdict.NotWritten());
      harness.elapse(Duration.ofMillis(200));
    }
    Effect.Call again = harness.calls().getLast();
    assertThat(again.mostLateNanos()).as("it must go some time").isEqualTo(Long.MAX_VALUE);
    harness.reply(again, CoreHarness.ACCEPTED);
    assertThat(harness.onlyOutcome().attempt()).isEqualTo(1);
  }

  @Test
  void callsThatWereNotWritten_doNotGoAgainInABunch() {
    CoreHarness harness = throttled(TWENTY);
    for (int i = 0; i < 10; i++) {
      harness.read(request("acme", "r" + i).to("+3460000000" + i));
    }
    harness.elapse(Duration.ofMillis(210));
    List<Effect.Call> late = List.copyOf(harness.calls());
    assertThat(late).hasSizeBetween(4, 6);

    late.forEach(call -> harness.reply(call, new Verdict.NotWritten()));

    assertThat(harness.inFlight()).hasSizeLessThanOrEqualTo(2);
    harness.elapse(Duration.ofMillis(500));
    assertThat(harness.inFlight()).hasSizeBetween(9, 10);
  }

  @Test
  void callThatWasNotWritten_forfeitsNothingOfADailyAllowance() {
    CoreHarness harness = throttled(new Bandwidth(1, Duration.ofDays(1), 1));
    harness.read(request("acme", "r0"));

    harness.reply(harness.calls().getFirst(), new Verdict.NotWritten());
    harness.elapse(Duration.ofMillis(200));
    harness.commitWrites();

    assertThat(harness.inFlight()).containsExactly("r0");
  }

  // Not taken

  @Test
  void throttledAttempt_publishesNothing_countsNothing_andGoesAgainFirst() {
    CoreHarness harness = plain();
    harness.read(request("acme", "r1").to(SAME));
    harness.reply(harness.onlyCall(), THROTTLED);
    harness.read(request("acme", "r2"));
    harness.elapse(Duration.ofSeconds(9));
    assertThat(harness.published).isEmpty();
    assertThat(harness.calls()).isEmpty();

    // The hold and its jitter, and one a second after it.
    harness.elapse(Duration.ofSeconds(4));
    assertThat(harness.inFlight()).containsExactly("r1", "r2");
    harness.acceptAll();
    assertThat(harness.outcomes().getFirst().attempt()).isEqualTo(1);
  }

  @Test
  void throttledBatch_keepsItsOrder() {
    CoreHarness harness = batching(3, workspace("acme"));
    readTogether(harness, 3, "t");
    harness.reply(harness.onlyCall(), THROTTLED);
    // The hold and its jitter, and one and a half a second after it.
    harness.elapse(Duration.ofSeconds(14));

    assertThat(harness.inFlight()).containsExactly("r0", "r1", "r2");
  }

  @Test
  void secondCallAfterAThrottledOne_isNoFirstCall() {
    CoreHarness harness = plain();
    harness.read(request("acme", "r1"));
    assertThat(harness.onlyCall().queuedMillis()).hasSize(1);
    harness.reply(harness.onlyCall(), THROTTLED);
    harness.elapse(Duration.ofSeconds(12));

    assertThat(harness.onlyCall().queuedMillis()).isEmpty();
  }

  @Test
  void pairRate_closesThatRecipientOnly_forFourToTheX() {
    CoreHarness harness = plain();
    Verdict pairRate =
        new Verdict.Retry(Samples.failure(FailureCategory.RETRY_LATER), new Backoff.Pair(), 7);
    harness.read(request("acme", "r0").to(SAME));
    harness.read(request("acme", "r1").to(SAME));
    harness.reply(harness.onlyCall(), pairRate);
    harness.read(request("acme", "elsewhere"));
    assertThat(harness.inFlight()).containsExactly("elsewhere");
    harness.acceptAll();

    harness.elapse(Duration.ofMillis(999));
    assertThat(harness.inFlight()).isEmpty();
    harness.elapse(Duration.ofMillis(1));
    harness.reply(harness.onlyCall(), CoreHarness.ACCEPTED);
    harness.reply(harness.onlyCall(), pairRate);
    harness.read(request("acme", "r2").to(SAME));
    harness.elapse(Duration.ofMillis(3_999));
    assertThat(harness.inFlight()).as("its second time").isEmpty();
    harness.elapse(Duration.ofMillis(1));
    assertThat(harness.inFlight()).hasSize(1);
  }

  @Test
  void failedAttempt_isToldAndGoesAgainWhenItIsDue() {
    CoreHarness harness = plain();
    harness.read(request("acme", "r1"));
    harness.reply(harness.onlyCall(), RETRY_IN_A_MINUTE);
    assertThat(harness.onlyOutcome().status()).isEqualTo(Status.RETRYING);
    harness.commitWrites();

    harness.elapse(Duration.ofSeconds(59));
    assertThat(harness.calls()).isEmpty();
    harness.elapse(Duration.ofSeconds(7));
    harness.commitWrites();
    harness.acceptAll();
    assertThat(harness.outcomes().getLast().attempt()).isEqualTo(2);
  }

  @Test
  void backOff_keepsNobodyElseWaiting() {
    CoreHarness harness = plain();
    harness.read(request("acme", "r1").to(SAME));
    harness.reply(harness.onlyCall(), RETRY_IN_A_MINUTE);
    harness.read(request("acme", "r2").to(SAME));

    assertThat(harness.inFlight()).containsExactly("r2");
  }

  @Test
  void uncertainUnderHold_isNeverCalledAgain() {
    CoreHarness harness = plain();
    harness.read(request("acme", "r1").onUncertain(OnUncertain.HOLD));
    harness.reply(harness.onlyCall(), UNCERTAIN);
    harness.elapse(Duration.ofHours(1));

    assertThat(harness.calls()).isEmpty();
    assertThat(harness.statuses()).containsExactly(Status.UNCERTAIN);
  }

  @Test
  void uncertainUnderResend_isCalledAgain() {
    CoreHarness harness = plain();
    harness.read(request("acme", "r1").onUncertain(OnUncertain.RESEND));
    harness.reply(harness.onlyCall(), UNCERTAIN);
    harness.elapse(Duration.ofMinutes(1));

    assertThat(harness.inFlight()).containsExactly("r1");
  }

  // Calls of several

  @Test
  void verdictsOfOneCall_areSettledEach() {
    CoreHarness harness = batching(3, workspace("acme"));
    readTogether(harness, 3, "t");
    Verdict rejected = new Verdict.Rejected(Samples.failure(FailureCategory.RECIPIENT));
    harness.reply(harness.onlyCall(), List.of(CoreHarness.ACCEPTED, rejected, RETRY_IN_A_MINUTE));

    assertThat(harness.statuses())
        .containsExactlyInAnyOrder(Status.ACCEPTED, Status.FAILED, Status.RETRYING);
  }

  @Test
  void callThatFailedForSome_goesAgainForThemOnly() {
    CoreHarness harness = batching(4, workspace("acme"));
    Duration five = Duration.ofSeconds(5);
    Verdict later =
        new Verdict.Retry(
            Samples.failure(FailureCategory.RETRY_LATER), new Backoff.Later(five, five), 10);
    readTogether(harness, 4, "t");

    harness.reply(harness.onlyCall(), List.of(CoreHarness.ACCEPTED, later, UNCERTAIN, later));

    assertThat(harness.statuses())
        .containsExactlyInAnyOrder(
            Status.ACCEPTED, Status.RETRYING, Status.RETRYING, Status.RETRYING);
    harness.elapse(Duration.ofSeconds(2));
    assertThat(harness.inFlight()).as("missing in the answer").containsExactly("r2");
    harness.acceptAll();
    harness.elapse(Duration.ofSeconds(4));
    assertThat(harness.inFlight()).containsExactlyInAnyOrder("r1", "r3");
  }
}
