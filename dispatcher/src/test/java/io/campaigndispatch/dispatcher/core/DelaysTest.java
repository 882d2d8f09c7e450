package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.OffsetSet;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Requests that wait for long, seen from outside the core. */
class DelaysTest {

  private static final Directory DIRECTORY =
      Samples.directory(workspace("acme").expiresAfter(Duration.ofDays(400)).build());

  private static final Verdict IN_A_MINUTE =
      new Verdict.Retry(
          Samples.failure(FailureCategory.RETRY_LATER),
          new Backoff.Later(Duration.ofMinutes(1), Duration.ofMinutes(1)),
          5);

  private final CoreHarness harness = CoreHarness.reading(DIRECTORY);

  private static Schedule in(Duration delay) {
    return new Schedule.Delay(delay);
  }

  private static Schedule at(Duration later) {
    return new Schedule.At(Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plus(later));
  }

  private void passes(Duration duration) {
    harness.elapse(duration);
    harness.commitWrites();
    harness.step();
  }

  @Test
  void scheduledRequest_isToldAndParked_andLeavesMemory() {
    harness.read(request("acme", "r1").schedule(in(Duration.ofHours(3))));
    harness.commitWrites();

    assertThat(harness.onlyOutcome().status()).isEqualTo(Status.SCHEDULED);
    assertThat(harness.core.heldBytes()).isZero();
    assertThat(harness.core.snapshot().openRequests()).isEqualTo(1);
    assertThat(harness.inFlight()).isEmpty();
  }

  @Test
  void scheduledRequest_isCalledWhenItIsDue_notEarlierAndWithinASecond() {
    harness.read(request("acme", "r1").schedule(in(Duration.ofHours(3))));
    harness.commitWrites();

    passes(Duration.ofHours(3).minusMillis(1));
    assertThat(harness.returned).isEmpty();
    harness.elapse(Duration.ofMillis(501));
    harness.commitWrites();
    assertThat(harness.inFlight()).containsExactly("r1");
    assertThat(harness.onlyCall().queuedMillis().getFirst()).isLessThan(1_000);
  }

  @Test
  void scheduleAYearAhead_waitsForIt() {
    harness.read(request("acme", "r1").schedule(at(Duration.ofDays(365))));
    harness.commitWrites();

    harness.leap(Duration.ofDays(365).minusSeconds(1));
    harness.commitWrites();
    assertThat(harness.returned).isEmpty();
    passes(Duration.ofMillis(1_600));
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void recordThatIsOld_isParkedAnew_soThatTheLogBeforeItCanBeDeleted_onceAWeek() {
    harness.read(request("acme", "r1").schedule(at(Duration.ofDays(300))));
    harness.commitWrites();
    harness.leap(Duration.ofDays(6));
    assertThat(harness.kept).isEmpty();

    harness.leap(Duration.ofDays(2));
    passes(Duration.ofMinutes(2));
    assertThat(harness.kept).hasSize(1);
    assertThat(harness.parked).containsOnlyKeys(1L);
    assertThat(harness.core.snapshot().openRequests()).isEqualTo(1);
    assertThat(harness.statuses()).containsExactly(Status.SCHEDULED);

    harness.leap(Duration.ofDays(292));
    harness.commitWrites();
    passes(Duration.ofSeconds(2));
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void scheduleThatHasPassed_isNoneAnyMore() {
    harness.leap(Duration.ofHours(1));
    var raw = Samples.raw(0, 0, "acme", Samples.BEGINNING_MILLIS, Samples.noHeaders());
    harness.read(
        0,
        raw,
        new Decoded.Valid(request("acme", "r1").schedule(in(Duration.ofMinutes(5))).build(), 0));

    assertThat(harness.inFlight()).containsExactly("r1");
    assertThat(harness.outcomes()).isEmpty();
  }

  @Test
  void requestThatExpiresWhileItWaits_isToldSoThen() {
    harness.read(
        request("acme", "r1")
            .schedule(in(Duration.ofHours(3)))
            .expiresAt(Instant.ofEpochMilli(Samples.BEGINNING_MILLIS).plusSeconds(600)));
    harness.commitWrites();

    passes(Duration.ofSeconds(601));
    assertThat(harness.statuses()).containsExactly(Status.SCHEDULED, Status.EXPIRED);
    assertThat(harness.inFlight()).isEmpty();
  }

  private static CoreEvent campaign(CampaignState state) {
    return new CoreEvent.CampaignChanged("acme", "c", state, null, 0);
  }

  @Test
  void cancelledCampaign_itsRequestsReturnAtOnceAndEnd_othersWaitOn() {
    for (int i = 0; i < 3; i++) {
      harness.read(request("acme", "c" + i).campaign("c").schedule(in(Duration.ofDays(300))));
      harness.read(request("acme", "d" + i).campaign("d").schedule(in(Duration.ofHours(3))));
    }
    harness.commitWrites();
    harness.handle(campaign(CampaignState.CANCELLED));
    passes(Duration.ofMillis(100));

    assertThat(harness.returned).hasSize(3);
    assertThat(harness.statuses().subList(6, 9)).containsOnly(Status.CANCELLED);
    harness.commitWrites();
    passes(Duration.ofHours(3).plusSeconds(1));
    assertThat(harness.inFlight()).containsExactlyInAnyOrder("d0", "d1", "d2");
  }

  @Test
  void requestOfACancelledCampaign_thatIsParkedLater_endsAtOnceToo() {
    harness.handle(campaign(CampaignState.CANCELLED));
    harness.read(request("acme", "r1").campaign("c").schedule(in(Duration.ofDays(300))));
    harness.commitWrites();
    passes(Duration.ofMillis(100));
    assertThat(harness.statuses()).containsExactly(Status.SCHEDULED, Status.CANCELLED);
  }

  @Test
  void campaignThatRunsAgain_beforeItsRequestsAreBack_theyWaitUntilTheyAreDue() {
    harness.read(request("acme", "r1").campaign("c").schedule(in(Duration.ofHours(3))));
    harness.commitWrites();
    harness.handle(campaign(CampaignState.CANCELLED));
    assertThat(harness.returned).hasSize(1);
    harness.handle(campaign(CampaignState.RUNNING));
    passes(Duration.ofMillis(100));
    passes(Duration.ofHours(2));
    assertThat(harness.inFlight()).isEmpty();
    assertThat(harness.core.snapshot().openRequests()).isEqualTo(1);

    passes(Duration.ofHours(1).plusSeconds(1));
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void repeatedIdOfAScheduledRequest_isADuplicate_andTheFirstStillGoes() {
    harness.read(request("acme", "r1").schedule(in(Duration.ofHours(1))));
    harness.read(request("acme", "r1"));
    harness.commitWrites();
    assertThat(harness.statuses()).containsExactly(Status.SCHEDULED, Status.DUPLICATE);

    passes(Duration.ofMinutes(61));
    assertThat(harness.inFlight()).containsExactly("r1");
  }

  @Test
  void longBackOff_keepsAttemptsSourceAndFirstCall() {
    harness.read(request("acme", "r1"));
    harness.elapse(Duration.ofSeconds(1));
    harness.reply(harness.onlyCall(), IN_A_MINUTE);
    harness.commitWrites();
    assertThat(harness.core.heldBytes()).isZero();

    passes(Duration.ofSeconds(70));
    assertThat(harness.onlyCall().queuedMillis()).isEmpty();
    harness.acceptAll();
    Outcome outcome = harness.outcomes().getLast();
    assertThat(outcome.status()).isEqualTo(Status.ACCEPTED);
    assertThat(outcome.attempt()).isEqualTo(2);
    assertThat(outcome.source().offset()).isZero();
    assertThat(outcome.timings().queuedMs()).isLessThan(1_000);
  }

  @Test
  void recipientsOfOneRecord_waitAndReturnEachForItself() {
    harness.read(
        "acme",
        new Decoded.FannedOut(
            "p",
            List.of(
                new Decoded.Valid(request("acme", "p:0").build(), 0),
                new Decoded.Valid(request("acme", "p:1").build(), 0))));
    harness.reply(harness.calls().getFirst(), IN_A_MINUTE);
    harness.acceptAll();
    harness.commitWrites();

    passes(Duration.ofSeconds(70));
    assertThat(harness.inFlight()).containsExactly("p:0");
    harness.reply(harness.onlyCall(), IN_A_MINUTE);
    harness.commitWrites();
    passes(Duration.ofSeconds(70));
    assertThat(harness.inFlight()).containsExactly("p:0");
    harness.acceptAll();
    harness.commitWrites();
    assertThat(harness.core.snapshot().openRequests()).isZero();
  }

  @Test
  void manyDueAtOnce_comeBackAFewAtATime_theUrgentFirst() {
    for (int i = 0; i < 5_000; i++) {
      harness.read(
          request("acme", "b" + i).priority(Priority.BULK).schedule(in(Duration.ofHours(1))));
    }
    harness.read(
        request("acme", "otp").priority(Priority.URGENT).schedule(in(Duration.ofHours(1))));
    harness.commitWrites();

    harness.elapse(Duration.ofMinutes(61));
    assertThat(harness.returned).hasSizeBetween(500, 2_000);
    assertThat(harness.returned)
        .extracting(write -> ParkedRecord.of(write.raw()).priority())
        .contains(Priority.URGENT);
    while (harness.returned.size() < 5_001) {
      int before = harness.returned.size();
      harness.commitWrites();
      harness.elapse(Duration.ofMillis(20));
      assertThat(harness.returned).hasSizeGreaterThan(before);
    }
  }

  @Test
  void nextOwner_learnsFromTheSnapshotAndTheLogBehindIt() {
    for (int i = 0; i < 3; i++) {
      harness.read(request("acme", "s" + i).schedule(in(Duration.ofHours(2))));
    }
    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(31));
    PartitionSnapshot snapshot =
        harness.control.stream()
            .filter(Write.Snapshot.class::isInstance)
            .map(write -> ((Write.Snapshot) write).state())
            .reduce((_, later) -> later)
            .orElseThrow();
    harness.read(request("acme", "later").schedule(in(Duration.ofHours(2))));
    harness.commitWrites();

    CoreHarness next = new CoreHarness(DIRECTORY);
    next.knows(harness);
    next.parked.putAll(harness.parked);
    Recovered recovered = new Recovered(new OpenOffsets.Resume(4, 0));
    recovered.returned(1);
    next.parked.remove(1L);
    next.open(
        0,
        Restored.of(
            new Takeover(recovered, snapshot, true, Map.of(), 0), 0, 4, Samples.ids(200_000)));
    assertThat(next.core.snapshot().openRequests()).isEqualTo(3);

    next.elapse(Duration.ofMinutes(121));
    next.commitWrites();
    assertThat(next.inFlight()).containsExactlyInAnyOrder("s0", "s2", "later");
    assertThat(next.core.snapshot().unaccounted()).isZero();
  }

  @Test
  void requestThatIsNoLongerThere_isLostLoudly() {
    harness.read(request("acme", "r1").schedule(in(Duration.ofHours(1))));
    harness.commitWrites();
    harness.parked.clear();

    harness.elapse(Duration.ofMinutes(61));
    assertThat(harness.lostDelayed).containsExactly(new Effect.LostDelayed(0, 0));
    assertThat(harness.core.snapshot().openRequests()).isZero();
  }

  @Test
  void whatHasReturned_maybeDeleted() {
    harness.read(request("acme", "r1").schedule(in(Duration.ofMinutes(5))));
    harness.read(request("acme", "r2").schedule(in(Duration.ofHours(5))));
    harness.commitWrites();
    passes(Duration.ofMinutes(7));
    harness.acceptAll();
    passes(Duration.ofMinutes(2));

    assertThat(harness.deletions).containsExactly(new Effect.DeleteDelayed(0, 1));
  }

  @Test
  void hoursOfAnEarlierOwner_areLookedUpBeforeAnythingIsSent() {
    harness.read(request("acme", "r1").schedule(in(Duration.ofMinutes(90))));
    harness.commitWrites();
    long due = Objects.requireNonNull(harness.parked.get(0L)).parking().dueMillis();
    OffsetQueue one = new OffsetQueue();
    one.add(0);
    Map<Priority, Map<Long, OffsetQueue>> hours = new HashMap<>();
    hours.put(Priority.NORMAL, Map.of(due / 3_600_000, one));
    DelayedLog log =
        new DelayedLog(new Delayed(1, hours, Map.of(), new OffsetSet()), 1, harness.now().nanos());

    Now hourBegins = Samples.at(due / 3_600_000 * 3_600_000 - Samples.BEGINNING_MILLIS);
    assertThat(log.take(10, hourBegins)).containsExactly(0L);
    log.putBack(0, Priority.NORMAL, due, hourBegins);
    assertThat(log.take(10, hourBegins)).isEmpty();
    assertThat(log.nextMillis()).isBetween(due, due + 499);
  }
}
