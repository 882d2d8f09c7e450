package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.CallSamples.SAME;
import static io.campaigndispatch.dispatcher.core.CallSamples.batching;
import static io.campaigndispatch.dispatcher.core.CallSamples.plain;
import static io.campaigndispatch.dispatcher.core.CallSamples.readTogether;
import static io.campaigndispatch.dispatcher.core.CallSamples.throttled;
import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallsTest {

  private static final Bandwidth ONE_A_SECOND = new Bandwidth(1, Duration.ofSeconds(1), 1);

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

  @Test
  void withoutAThrottle_nothingIsWrittenTooLate() {
    CoreHarness harness = plain();
    harness.read(request("acme", "r0"));
    assertThat(harness.calls().getFirst().mostLateNanos()).isEqualTo(Long.MAX_VALUE);
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
  void moreUrgent_overtakesWhatWaits() {
    CoreHarness harness = throttled(ONE_A_SECOND);
    harness.read(request("acme", "b1").priority(Priority.BULK));
    harness.read(request("acme", "b2").priority(Priority.BULK));
    harness.read(request("acme", "u").priority(Priority.URGENT));
    harness.elapse(Duration.ofMillis(2_100));

    assertThat(harness.inFlight()).containsExactly("b1", "u", "b2");
  }
}
