package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.BacklogSamples.takeOver;
import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictHoldsTest {

  private static final Directory ACME = Samples.directory(workspace("acme").build());

  /** One call at a time may be told from the next. */
  private static final Directory SLOW =
      Samples.directory(
          workspace("acme").throttle(new Bandwidth(10, Duration.ofSeconds(1), 1)).build(),
          workspace("globex").build());

  private static Verdict refused(String code) {
    return new Verdict.Hold(
        Failure.of(FailureCategory.WORKSPACE, code, "no"), Verdict.Hold.Scope.WORKSPACE, null);
  }

  private static Verdict template(String code) {
    return new Verdict.Hold(
        Failure.of(FailureCategory.TEMPLATE, code, "no"), Verdict.Hold.Scope.TEMPLATE, null);
  }

  /** As Meta pauses a template: three hours, six when it is paused again. */
  private static Verdict paused() {
    return new Verdict.Hold(
        Failure.of(FailureCategory.TEMPLATE, "132015", "no"),
        Verdict.Hold.Scope.TEMPLATE,
        Duration.ofHours(3),
        Duration.ofHours(6));
  }

  private static Verdict rejected(FailureCategory category, String code) {
    return new Verdict.Rejected(Failure.of(category, code, "no"));
  }

  private static List<String> ids(int from, int to) {
    List<String> ids = new ArrayList<>();
    for (int i = from; i < to; i++) {
      ids.add("r" + i);
    }
    return ids;
  }

  @Test
  void credentialRefused_workspaceHolds_andItsRequestWaitsUnattempted() {
    CoreHarness harness = CoreHarness.reading(SLOW);
    harness.read(request("acme", "r0"));
    harness.read(request("acme", "r1"));
    harness.reply(harness.onlyCall(), refused("190"));

    harness.elapse(Duration.ofMinutes(1));
    harness.read(request("globex", "g0"));

    assertThat(harness.outcomes()).isEmpty();
    assertThat(harness.inFlight()).containsExactly("g0");
    harness.acceptAll();

    harness.handle(new CoreEvent.CredentialChanged("acme"));
    assertThat(harness.sendFor(Duration.ofMillis(100), Duration.ofSeconds(1)))
        .containsExactly("r0", "r1");
    assertThat(harness.outcomes()).allMatch(outcome -> outcome.attempt() == 1);
  }

  @Test
  void callsUnderWayTogether_makeOneHold() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.read(request("acme", "r0"));
    harness.read(request("acme", "r1"));
    List<Effect.Call> together = harness.calls();
    harness.reply(together.get(0), refused("190"));
    harness.reply(together.get(1), refused("190"));

    harness.elapse(Duration.ofMinutes(5).minusMillis(1));
    assertThat(harness.inFlight()).isEmpty();
    harness.elapse(Duration.ofMillis(1));
    assertThat(harness.inFlight()).hasSize(1);
  }

  @Test
  void holdsTimeIsOver_oneProbeGoes_andExtendsItDoublyWhenItFailsAlike() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.read(request("acme", "r0"));
    harness.reply(harness.onlyCall(), refused("190"));
    harness.read(request("acme", "r1"));

    harness.elapse(Duration.ofMinutes(5));
    assertThat(harness.inFlight()).containsExactly("r0");
    harness.reply(harness.onlyCall(), refused("190"));
    harness.elapse(Duration.ofMinutes(10).minusMillis(1));
    assertThat(harness.inFlight()).isEmpty();
    harness.elapse(Duration.ofMillis(1));
    assertThat(harness.inFlight()).containsExactly("r0");
    harness.reply(harness.onlyCall(), CoreHarness.ACCEPTED);

    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void probeThatSaysNothing_isMadeAgain() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.read(request("acme", "r0"));
    harness.reply(harness.onlyCall(), refused("190"));
    harness.read(request("acme", "r1"));
    harness.elapse(Duration.ofMinutes(5));
    harness.reply(harness.onlyCall(), new Verdict.NotWritten());

    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void templatePaused_itsRequestsStepAside_andOthersGoOn() {
    CoreHarness harness = CoreHarness.reading(SLOW);
    harness.read(request("acme", "r0").template("paused"));
    for (String id : ids(1, 5)) {
      harness.read(request("acme", id).template("paused"));
      harness.read(request("acme", "o" + id));
    }
    harness.reply(harness.onlyCall(), template("132001"));

    assertThat(harness.sendFor(Duration.ofMillis(100), Duration.ofSeconds(2)))
        .containsExactly("or1", "or2", "or3", "or4");
    assertThat(harness.statuses()).containsOnly(Status.ACCEPTED);
    assertThat(harness.sendFor(Duration.ofMillis(100), Duration.ofMinutes(5)))
        .containsExactly("r0", "r1", "r2", "r3", "r4");
  }

  @Test
  void whatStepsAside_leavesMemory_andIsReadAgainInOrder() {
    CoreHarness harness = CoreHarness.reading(SLOW);
    harness.read(request("acme", "first").template("paused"));
    harness.reply(harness.onlyCall(), template("132001"));
    harness.elapse(Duration.ofSeconds(1));
    long held = harness.core.heldBytes();
    for (String id : ids(0, 500)) {
      harness.read(request("acme", id).template("paused"));
    }
    assertThat(harness.core.heldBytes()).isEqualTo(held);

    harness.elapse(Duration.ofMinutes(5));
    assertThat(harness.sendFor(Duration.ofMillis(100), Duration.ofSeconds(120)).subList(1, 501))
        .containsExactlyElementsOf(ids(0, 500));
  }

  @Test
  void vendorsCodeSaysHowLong_theProbeComesThen() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.read(request("acme", "r0"));
    harness.reply(harness.onlyCall(), paused());

    harness.elapse(Duration.ofHours(3).minusSeconds(1));
    assertThat(harness.inFlight()).isEmpty();
    harness.elapse(Duration.ofSeconds(1));
    harness.reply(harness.onlyCall(), paused());
    harness.elapse(Duration.ofHours(6).minusSeconds(1));
    assertThat(harness.inFlight()).isEmpty();
    harness.elapse(Duration.ofSeconds(1));
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void fiveEqualPermanentFailures_holdTheirTemplate() {
    CoreHarness harness = CoreHarness.reading(ACME);
    for (int i = 0; i < 5; i++) {
      harness.read(request("acme", "r" + i));
      harness.reply(harness.onlyCall(), rejected(FailureCategory.REQUEST, "132000"));
    }
    assertThat(harness.statuses()).hasSize(5).containsOnly(Status.FAILED);

    harness.read(request("acme", "r5"));
    harness.read(request("acme", "o").template("other"));
    assertThat(harness.inFlight()).containsExactly("o");

    harness.commitWrites();
    // The probe fails alike, and is FAILED like the others.
    harness.elapse(Duration.ofMinutes(5));
    assertThat(harness.inFlight()).containsExactly("o", "r5");
    harness.reply(harness.calls().getLast(), rejected(FailureCategory.REQUEST, "132000"));
    harness.read(request("acme", "r6"));
    assertThat(harness.inFlight()).containsExactly("o");
    assertThat(harness.statuses()).hasSize(6).containsOnly(Status.FAILED);
  }

  @Test
  void otherCodesOrAnAcceptedOneBetween_doNotHold() {
    CoreHarness harness = CoreHarness.reading(ACME);
    for (int i = 0; i < 12; i++) {
      harness.read(request("acme", "r" + i));
      harness.reply(
          harness.onlyCall(),
          i % 3 == 0
              ? CoreHarness.ACCEPTED
              : rejected(FailureCategory.REQUEST, i % 3 == 1 ? "132000" : "132005"));
    }
    harness.read(request("acme", "last"));
    assertThat(harness.inFlight()).containsExactly("last");
  }

  @Test
  void recipientsAndOurOwnChecks_neverCount() {
    CoreHarness harness = CoreHarness.reading(ACME);
    for (int i = 0; i < 10; i++) {
      harness.read(request("acme", "r" + i));
      harness.reply(harness.onlyCall(), rejected(FailureCategory.RECIPIENT, "131026"));
      harness.read(request("acme", "x" + i).template(ScriptedVendor.REFUSED));
    }
    assertThat(harness.statuses()).hasSize(20).containsOnly(Status.FAILED);
    harness.read(request("acme", "last"));
    assertThat(harness.inFlight()).containsExactly("last");
    assertThat(harness.core.snapshot().holds()).isEmpty();
  }

  @Test
  void templatesNamedWithoutEnd_areHeldUpToABound_thenFail() {
    CoreHarness harness = CoreHarness.reading(ACME);
    for (int i = 0; i < 1_010; i++) {
      harness.read(request("acme", "r" + i).template("t" + i));
      harness.reply(harness.onlyCall(), template("132001"));
    }
    assertThat(harness.core.snapshot().holds()).hasSize(1_000);
    assertThat(harness.statuses()).hasSize(10).containsOnly(Status.FAILED);
  }

  @Test
  void holds_areSeen() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.read(request("acme", "r0").template("one"));
    harness.read(request("acme", "r1"));
    List<Effect.Call> calls = harness.calls();
    harness.reply(calls.get(0), template("132001"));
    harness.reply(calls.get(1), refused("190"));

    CoreSnapshot snapshot = harness.core.snapshot();
    Instant now = Instant.ofEpochMilli(Samples.BEGINNING_MILLIS);
    assertThat(snapshot.holds())
        .containsExactlyInAnyOrder(
            new CoreSnapshot.Hold(
                CoreSnapshot.Hold.Scope.TEMPLATE,
                "acme",
                "one",
                "TEMPLATE",
                "132001",
                now,
                now.plus(Duration.ofMinutes(5))),
            new CoreSnapshot.Hold(
                CoreSnapshot.Hold.Scope.WORKSPACE,
                "acme",
                null,
                "CREDENTIAL",
                "190",
                now,
                now.plus(Duration.ofMinutes(5))));
    assertThat(snapshot.workspaces())
        .extractingByKey("acme")
        .extracting(CoreSnapshot.WorkspaceView::waitReason)
        .isEqualTo(WaitReason.WORKSPACE_HELD);
  }

  @Test
  void verdictsHold_isTakenOverWithItsPartition() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.read(request("acme", "r0").template("one"));
    harness.reply(harness.onlyCall(), template("132001"));
    harness.read(request("acme", "r1").template("one"));
    harness.elapse(Duration.ofMinutes(1));
    List<CoreSnapshot.Hold> before = harness.core.snapshot().holds();
    harness.revoke(0);
    CoreHarness next = new CoreHarness(ACME);
    next.elapse(Duration.ofMinutes(1));
    takeOver(next, harness);
    assertThat(next.inFlight()).isEmpty();
    assertThat(next.core.snapshot().holds()).isEqualTo(before).hasSize(1);
    next.elapse(Duration.ofMinutes(4));
    assertThat(next.inFlight()).containsExactly("r0");
  }
}
