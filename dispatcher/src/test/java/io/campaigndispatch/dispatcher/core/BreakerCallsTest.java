package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an open breaker does to the requests behind it, and to nobody else. */
class BreakerCallsTest {

  private static final Duration JUST_BEFORE = Duration.ofSeconds(30).minusMillis(1);

  private final CoreHarness harness = CoreHarness.reading(directory());

  /** Two workspaces, a vendor each. */
  private static Directory directory() {
    Map<String, Workspace> workspaces = new HashMap<>();
    workspaces.put("acme", workspace("acme").build());
    workspaces.put("other", workspace("other").vendor("v2").build());
    return new Directory(
        Map.of(
            "v1", Samples.vendor("v1", VendorType.GATEWAY, 64, 10),
            "v2", Samples.vendor("v2", VendorType.GATEWAY, 64, 10)),
        workspaces,
        Map.of(),
        List.of());
  }

  private static Verdict failed(VendorState vendor) {
    return new Verdict.Retry(
        Failure.of(FailureCategory.RETRY_SOON, FailureCode.CONNECT, "no connection"),
        Backoff.Soon.JITTERED,
        5,
        FailureCategory.RETRY_SOON,
        vendor);
  }

  private static final Verdict UNREACHABLE = failed(VendorState.UNREACHABLE);
  private static final Verdict TIMED_OUT =
      new Verdict.Uncertain(
          Failure.of(FailureCategory.UNCERTAIN, FailureCode.TIMEOUT, "no reply in time"));

  /** So many requests for as many recipients. */
  private void read(int count) {
    for (int i = 0; i < count; i++) {
      harness.read(request("acme", "r" + i).template("t").to("+346000000%02d".formatted(i)));
    }
  }

  private void failAll(Verdict verdict) {
    List.copyOf(harness.calls()).forEach(call -> harness.reply(call, verdict));
  }

  private long attemptsUsed() {
    return harness.outcomes().stream().filter(one -> one.status() == Status.RETRYING).count();
  }

  @Test
  void outage_costsTheAttemptsBeforeItOpened_andNoOther() {
    read(40);
    failAll(UNREACHABLE);
    assertThat(attemptsUsed()).as("the tenth opened it").isEqualTo(9);
    assertThat(harness.breakers).singleElement().matches(Effect.BreakerMoved::open);
    assertThat(harness.core.snapshot().openBreakers()).containsExactly("v1");

    for (int probe = 0; probe < 20; probe++) {
      harness.commitWrites();
      harness.elapse(JUST_BEFORE);
      assertThat(harness.inFlight()).isEmpty();
      harness.elapse(Duration.ofMillis(1));
      assertThat(harness.calls()).hasSize(1);
      assertThat(harness.inFlight()).hasSize(1);
      failAll(UNREACHABLE);
    }
    assertThat(attemptsUsed()).isEqualTo(9);

    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(30));
    harness.acceptAll();
    harness.commitWrites();
    assertThat(harness.breakers).hasSize(2).last().matches(moved -> !moved.open());
    assertThat(harness.core.snapshot().openBreakers()).isEmpty();
    harness.elapse(Duration.ofMinutes(2));
    harness.acceptAll();
    assertThat(harness.outcomes().stream().filter(one -> one.status() == Status.ACCEPTED))
        .hasSize(40)
        .allSatisfy(one -> assertThat(one.attempt()).isLessThanOrEqualTo(2));
    assertThat(harness.outcomes()).extracting(Outcome::status).doesNotContain(Status.FAILED);
  }

  @Test
  void openBreaker_blocksNoOtherVendor() {
    read(10);
    failAll(UNREACHABLE);
    read(1);

    harness.read(request("other", "theirs"));

    assertThat(harness.inFlight()).containsExactly("theirs");
  }

  @Test
  void probe_takesOneMessageAlong() {
    read(10);
    failAll(UNREACHABLE);
    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(30));
    assertThat(harness.onlyCall().requests()).hasSize(1);
  }

  @Test
  void tlsFailure_opensAtOnce_andCostsNoAttempt() {
    read(1);

    failAll(failed(VendorState.UNTRUSTED));

    assertThat(harness.outcomes()).isEmpty();
    harness.elapse(Duration.ofMinutes(5).minusMillis(1));
    assertThat(harness.inFlight()).isEmpty();
    harness.elapse(Duration.ofMillis(1));
    harness.acceptAll();
    assertThat(harness.onlyOutcome().attempt()).isEqualTo(1);
  }

  @Test
  void uncertainAnswers_openIt_andCountAsEver() {
    read(12);

    failAll(TIMED_OUT);

    assertThat(harness.breakers).singleElement().matches(Effect.BreakerMoved::open);
    assertThat(attemptsUsed()).as("each may have been sent").isEqualTo(12);
  }

  @Test
  void ownFault_opensNothing() {
    read(40);

    failAll(failed(VendorState.UNKNOWN));

    assertThat(harness.breakers).isEmpty();
    assertThat(attemptsUsed()).isEqualTo(40);
  }

  @Test
  void refusalsOfAWorkspace_openNothing() {
    read(40);

    failAll(new Verdict.Rejected(Samples.failure(FailureCategory.REQUEST)));

    assertThat(harness.breakers).isEmpty();
  }

  @Test
  void requestThatExpiresMeanwhile_isExpired_notFailed() {
    read(10);
    failAll(UNREACHABLE);
    harness.read(
        request("acme", "short").expiresAt(harness.now().instant().plus(Duration.ofSeconds(5))));

    for (int i = 0; i < 4; i++) {
      harness.elapse(Duration.ofSeconds(30));
      harness.acceptAll();
    }

    assertThat(harness.outcomes())
        .filteredOn(one -> one.requestId().equals("short"))
        .singleElement()
        .returns(Status.EXPIRED, Outcome::status)
        .returns(0, Outcome::attempt);
  }
}
