package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallsTest {

  private static final Bandwidth ONE_A_SECOND = new Bandwidth(1, Duration.ofSeconds(1), 1);
  private static final String SAME = "+34600000001";
  private static final Verdict THROTTLED =
      new Verdict.Throttled(Samples.failure(FailureCategory.THROTTLED), Duration.ofSeconds(10));
  private static final Verdict RETRY_IN_A_MINUTE =
      new Verdict.Retry(
          Samples.failure(FailureCategory.RETRY_LATER),
          new Backoff.Later(Duration.ofMinutes(1), Duration.ofMinutes(1)),
          10);
  private static final Verdict UNCERTAIN =
      new Verdict.Uncertain(Samples.failure(FailureCategory.UNCERTAIN));

  private static CoreHarness plain() {
    return CoreHarness.reading(Samples.directory(workspace("acme").build()));
  }

  private static CoreHarness throttled(Bandwidth bandwidth) {
    return CoreHarness.reading(Samples.directory(workspace("acme").throttle(bandwidth).build()));
  }

  private static CoreHarness batching(int maxRecipients, WorkspaceSample acme) {
    return CoreHarness.reading(
        Samples.directory(
            Samples.vendor("v1", VendorType.GATEWAY, 64, maxRecipients), acme.build()));
  }

  // What a failure is about

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

  // Written too late

  private static final Bandwidth TWENTY = new Bandwidth(20, Duration.ofSeconds(1), 2);

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

  @Test
  void withoutAThrottle_nothingIsWrittenTooLate() {
    CoreHarness harness = plain();
    harness.read(request("acme", "r0"));
    assertThat(harness.calls().getFirst().mostLateNanos()).isEqualTo(Long.MAX_VALUE);
  }

  // Gates

  @Test
  void expired_endsWithoutACallOrAToken() {
    CoreHarness harness = throttled(ONE_A_SECOND);
    harness.read(request("acme", "old").expiresAt(harness.now().instant()));
    harness.read(request("acme", "new"));

    assertThat(harness.inFlight()).containsExactly("new");
    assertThat(harness.onlyOutcome().status()).isEqualTo(Status.EXPIRED);
    assertThat(harness.onlyOutcome().attempt()).isZero();
  }

  @Test
  void requestThatExpiresWhileItWaits_isNotSent() {
    CoreHarness harness = throttled(ONE_A_SECOND);
    harness.read(request("acme", "first"));
    harness.read(request("acme", "second").expiresAt(harness.now().instant().plusMillis(999)));
    harness.elapse(Duration.ofSeconds(2));

    assertThat(harness.inFlight()).containsExactly("first");
    assertThat(harness.statuses()).containsExactly(Status.EXPIRED);
  }

  @Test
  void expiryBeyondAllTime_isNoMistake() {
    CoreHarness harness = plain();
    harness.read(request("acme", "r1").expiresAt(Instant.MAX));

    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void whatTheVendorCannotSay_failsBeforeATokenIsTaken() {
    CoreHarness harness = throttled(ONE_A_SECOND);
    harness.read(request("acme", "odd").template(ScriptedVendor.REFUSED));
    harness.read(request("acme", "plain"));

    assertThat(harness.inFlight()).containsExactly("plain");
    assertThat(harness.onlyOutcome().status()).isEqualTo(Status.FAILED);
    assertThat(harness.onlyOutcome().vendor()).isNull();
  }

  @Test
  void whatTheTemplateRefuses_fails_byTheNewestCheck() {
    CoreHarness harness = plain();
    harness.handle(
        new CoreEvent.TemplatesChanged(
            new TemplateGate(TemplateRegistry.of(Directory.EMPTY), UnlistedPolicy.REJECT)));
    harness.read(request("acme", "r1"));

    assertThat(harness.calls()).isEmpty();
    assertThat(harness.onlyOutcome().failure())
        .extracting(Failure::code)
        .isEqualTo(FailureCode.UNKNOWN_TEMPLATE);
  }

  // Tokens

  @Test
  void tokens_paceCalls_andTheWaitIsTold() {
    CoreHarness harness = throttled(ONE_A_SECOND);
    harness.read(request("acme", "r1"));
    harness.read(request("acme", "r2"));
    assertThat(harness.inFlight()).containsExactly("r1");

    // A second, and the 100 ms for which a bucket that stood full earns nothing.
    harness.elapse(Duration.ofMillis(1_099));
    assertThat(harness.inFlight()).containsExactly("r1");
    harness.elapse(Duration.ofMillis(1));
    assertThat(harness.inFlight()).containsExactly("r1", "r2");
    assertThat(harness.calls().getLast().throttledNanos()).containsExactly(1_100_000_000L);
    assertThat(harness.calls().getLast().queuedMillis()).containsExactly(1_100L);
  }

  @Test
  void tokenIsTakenLast_aBusyPermitSpendsNone() {
    Directory directory =
        Samples.directory(
            Samples.vendor("v1", VendorType.PLAZBOT, 1, 1),
            workspace("one").build(),
            workspace("two").throttle(new Bandwidth(1, Duration.ofHours(1), 1)).build());
    CoreHarness harness = CoreHarness.reading(directory);
    harness.read(request("one", "a"));
    harness.read(request("two", "b").expiresAt(harness.now().instant().plusSeconds(5)));
    harness.elapse(Duration.ofSeconds(6));
    harness.read(request("two", "c"));
    harness.acceptAll();

    assertThat(harness.statuses())
        .containsExactlyInAnyOrder(Status.ACCEPTED, Status.EXPIRED, Status.ACCEPTED);
  }

  @Test
  void workspaceWithoutTokens_keepsNobodyElseWaiting() {
    CoreHarness harness =
        CoreHarness.reading(
            Samples.directory(
                workspace("slow").throttle(ONE_A_SECOND).build(), workspace("fast").build()));
    for (int i = 0; i < 10; i++) {
      harness.read(request("slow", "s" + i));
    }
    harness.read(request("fast", "f"));

    assertThat(harness.inFlight()).containsExactly("s0", "f");
  }

  @Test
  void workspacesThatShareACeiling_takeTurns() {
    Directory directory =
        new Directory(
            Map.of("v1", Samples.vendor()),
            Map.of(
                "a", workspace("a").group("number").build(),
                "b", workspace("b").group("number").build()),
            Map.of("number", List.of(ONE_A_SECOND)),
            List.of());
    CoreHarness harness = CoreHarness.reading(directory);
    for (int i = 0; i < 6; i++) {
      harness.read(request("a", "a" + i));
      harness.read(request("b", "b" + i));
    }
    harness.elapse(Duration.ofMillis(7_100));

    assertThat(harness.inFlight()).hasSize(8).contains("a3", "b3");
  }

  // Verdicts

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

  // Recipients

  @Test
  void pairInterval_spacesCallsForOneRecipient_fromTheirStart() {
    CoreHarness harness =
        CoreHarness.reading(
            Samples.directory(workspace("acme").pairInterval(Duration.ofSeconds(6)).build()));
    harness.read(request("acme", "r1").to(SAME));
    harness.read(request("acme", "r2").to(SAME));
    harness.elapse(Duration.ofSeconds(2));
    harness.acceptAll();
    harness.elapse(Duration.ofMillis(3_999));
    assertThat(harness.calls()).isEmpty();

    harness.elapse(Duration.ofMillis(1));
    assertThat(harness.inFlight()).containsExactly("r2");
  }

  @Test
  void oneRecipientTwice_isNeverInOneCall() {
    CoreHarness harness = batching(10, workspace("acme"));
    harness.handle(
        new CoreEvent.RecordsRead(
            0,
            harness.epoch(0),
            List.of(one(harness, 0, SAME), one(harness, 1, SAME), one(harness, 2, "+34600000002")),
            3));

    assertThat(harness.inFlight()).containsExactly("r0", "r2");
  }

  private static CoreEvent.ReadRecord one(CoreHarness harness, long offset, String recipient) {
    return new CoreEvent.ReadRecord(
        harness.raw(0, offset, "acme"),
        new Decoded.Valid(request("acme", "r" + offset).to(recipient).build(), 0));
  }

  // Calls of several

  private static void readTogether(CoreHarness harness, int count, String... templates) {
    List<CoreEvent.ReadRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var sample = request("acme", "r" + i).template(templates[i % templates.length]);
      records.add(
          new CoreEvent.ReadRecord(
              harness.raw(0, i, "acme"), new Decoded.Valid(sample.build(), 0)));
    }
    harness.handle(new CoreEvent.RecordsRead(0, harness.epoch(0), records, count));
  }

  private static List<Integer> sizes(CoreHarness harness) {
    return harness.calls().stream().map(call -> call.requests().size()).toList();
  }

  @Test
  void call_carriesAtMostTheVendorsRecipients() {
    CoreHarness harness = batching(4, workspace("acme"));
    readTogether(harness, 10, "t");

    assertThat(sizes(harness)).containsExactly(4, 4, 2);
  }

  @Test
  void callThatFailedForSome_goesAgainForThemOnly() {
    CoreHarness harness = batching(4, workspace("acme"));
    readTogether(harness, 4, "t");

    harness.reply(
        harness.onlyCall(),
        List.of(CoreHarness.ACCEPTED, RETRY_IN_A_MINUTE, UNCERTAIN, RETRY_IN_A_MINUTE));

    assertThat(harness.statuses())
        .containsExactlyInAnyOrder(
            Status.ACCEPTED, Status.RETRYING, Status.RETRYING, Status.RETRYING);
    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(2));
    assertThat(harness.inFlight()).as("missing in the answer").containsExactly("r2");
    harness.acceptAll();
    harness.elapse(Duration.ofSeconds(66));
    harness.commitWrites();
    assertThat(harness.inFlight()).containsExactlyInAnyOrder("r1", "r3");
  }

  @Test
  void call_carriesOneTemplateOnly() {
    CoreHarness harness = batching(4, workspace("acme"));
    readTogether(harness, 4, "a", "b");

    assertThat(sizes(harness)).containsExactly(1, 1, 1, 1);
  }

  @Test
  void call_takesATokenForEachOfItsMessages() {
    CoreHarness harness =
        batching(4, workspace("acme").throttle(new Bandwidth(1, Duration.ofSeconds(1), 3)));
    readTogether(harness, 10, "t");

    assertThat(sizes(harness)).containsExactly(3);
    harness.elapse(Duration.ofMillis(1_100));
    assertThat(sizes(harness)).containsExactly(3, 1);
  }

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
  void moreUrgent_overtakesWhatWaits() {
    CoreHarness harness = throttled(ONE_A_SECOND);
    harness.read(request("acme", "b1").priority(Priority.BULK));
    harness.read(request("acme", "b2").priority(Priority.BULK));
    harness.read(request("acme", "u").priority(Priority.URGENT));
    harness.elapse(Duration.ofMillis(2_100));

    assertThat(harness.inFlight()).containsExactly("b1", "u", "b2");
  }
}
