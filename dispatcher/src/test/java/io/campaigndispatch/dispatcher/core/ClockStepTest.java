package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock is set an hour forward or back while a worker runs. */
class ClockStepTest {

  private static final Duration SETTLED = Duration.ofSeconds(61);

  private final CoreHarness harness =
      CoreHarness.reading(
          Samples.directory(
              workspace("acme").throttle(new Bandwidth(1, Duration.ofSeconds(20), 1)).build(),
              workspace("busy").throttle(new Bandwidth(10, Duration.ofSeconds(1), 1)).build()));

  private static Instant later(Duration by) {
    return Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plus(by);
  }

  /** The first takes the token, so that the second waits for twenty seconds. */
  private void readTwo(Duration secondExpires) {
    harness.read(request("acme", "r1"));
    harness.read(request("acme", "r2").expiresAt(later(secondExpires)));
    harness.acceptAll();
    harness.commitWrites();
  }

  private Status statusOf(String id) {
    return harness.outcomes().stream()
        .filter(outcome -> outcome.requestId().equals(id))
        .map(Outcome::status)
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void step_leavesTheRatesAlone(int hours) {
    for (int i = 0; i < 500; i++) {
      harness.read(request("busy", "r" + i).to("+52155" + (10_000_000 + i)));
    }
    sent(Duration.ofSeconds(2));

    harness.stepClock(Duration.ofHours(hours));

    assertThat(harness.calls()).as("at the step").hasSizeLessThanOrEqualTo(1);
    assertThat(sent(Duration.ofSeconds(10))).isBetween(99, 101);
  }

  /** Messages in this time, each answered at once. */
  private int sent(Duration time) {
    int sent = 0;
    for (long passed = 0; passed < time.toMillis(); passed += 100) {
      harness.elapse(Duration.ofMillis(100));
      sent += harness.calls().size();
      harness.acceptAll();
      harness.commitWrites();
    }
    return sent;
  }

  @Test
  void stepForward_nothingExpiresNorIsCalled_untilItHasSettled() {
    readTwo(Duration.ofMinutes(30));

    harness.stepClock(Duration.ofHours(1));
    harness.elapse(Duration.ofSeconds(59));
    assertThat(harness.statuses()).containsExactly(Status.ACCEPTED);
    assertThat(harness.inFlight()).isEmpty();

    harness.elapse(Duration.ofSeconds(3));
    assertThat(statusOf("r2")).isEqualTo(Status.EXPIRED);
  }

  @Test
  void stepForwardTakenBack_expiresNothing() {
    readTwo(Duration.ofMinutes(30));

    harness.stepClock(Duration.ofHours(1));
    harness.elapse(Duration.ofSeconds(30));
    assertThat(harness.inFlight()).isEmpty();
    harness.stepClock(Duration.ofHours(-1));
    harness.elapse(Duration.ofSeconds(1));

    assertThat(harness.inFlight()).containsExactly("r2");
  }

  @Test
  void stepBack_whatHadExpiredIsNotCalled_untilItHasSettled() {
    readTwo(Duration.ofSeconds(15));

    harness.stepClock(Duration.ofHours(-1));
    harness.elapse(Duration.ofSeconds(59));
    assertThat(harness.statuses()).containsExactly(Status.ACCEPTED);
    assertThat(harness.inFlight()).isEmpty();

    harness.elapse(Duration.ofSeconds(3));
    assertThat(harness.inFlight()).containsExactly("r2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void step_delaysNobodyWhoseExpiryIsFar(int hours) {
    readTwo(Duration.ofHours(3));

    harness.stepClock(Duration.ofHours(hours));
    harness.elapse(Duration.ofSeconds(21));

    assertThat(harness.inFlight()).containsExactly("r2");
  }

  private void schedule(Duration due) {
    harness.read(request("acme", "r1").schedule(new Schedule.At(later(due))));
    harness.commitWrites();
  }

  private void passes(Duration duration) {
    harness.elapse(duration);
    harness.commitWrites();
    harness.step();
  }

  @Test
  void stepForward_nothingIsDueEarly_untilItHasSettled() {
    schedule(Duration.ofMinutes(30));

    harness.stepClock(Duration.ofHours(1));
    passes(Duration.ofSeconds(59));
    assertThat(harness.returned).isEmpty();

    // The new time is believed: by it, it is late.
    passes(Duration.ofSeconds(3));
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void stepForwardTakenBack_dueTimesHold() {
    schedule(Duration.ofMinutes(30));

    harness.stepClock(Duration.ofHours(1));
    passes(Duration.ofSeconds(30));
    harness.stepClock(Duration.ofHours(-1));
    passes(Duration.ofMinutes(29));
    assertThat(harness.returned).isEmpty();

    passes(Duration.ofSeconds(31));
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void stepBack_dueTimesAreThoseOfTheNewTime() {
    schedule(Duration.ofMinutes(30));

    harness.stepClock(Duration.ofHours(-1));
    passes(Duration.ofMinutes(89));
    assertThat(harness.returned).isEmpty();

    passes(Duration.ofMinutes(1).plusSeconds(1));
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void step_leavesBackOffInMemoryAlone(int hours) {
    harness.read(request("busy", "r1"));
    harness.reply(
        harness.onlyCall(),
        new Verdict.Retry(
            Samples.failure(FailureCategory.RETRY_SOON),
            new Backoff.Later(Duration.ofSeconds(5), Duration.ofSeconds(5)),
            5));
    harness.commitWrites();

    harness.stepClock(Duration.ofHours(hours));
    harness.elapse(Duration.ofSeconds(3));
    assertThat(harness.inFlight()).isEmpty();
    harness.elapse(Duration.ofSeconds(4));
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void step_settlesWithinAMinute() {
    harness.stepClock(Duration.ofHours(1));
    harness.elapse(SETTLED);

    assertThat(harness.now().millis()).isEqualTo(harness.now().latestMillis());
  }
}
