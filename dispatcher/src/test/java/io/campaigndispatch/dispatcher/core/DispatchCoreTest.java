package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.throttle.BucketLevel;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DispatchCoreTest {

  private static final Directory ACME = Samples.directory(workspace("acme").build());

  private static CoreHarness reading() {
    return CoreHarness.reading(ACME);
  }

  // Committing

  @Test
  void onlyWhatLiesBelowTheLowestOpenOffset_isCommitted() {
    CoreHarness harness = reading();
    harness.read(request("acme", "r0"));
    harness.read(request("acme", "r1"));
    Effect.Call first = harness.calls().getFirst();
    harness.reply(harness.calls().getLast(), CoreHarness.ACCEPTED);
    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(2));
    assertThat(harness.commits).isEmpty();

    harness.reply(first, CoreHarness.ACCEPTED);
    harness.elapse(Duration.ofSeconds(2));
    assertThat(harness.commits).isEmpty();
    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(2));
    assertThat(harness.commits).extracting(c -> c.resume().offset()).containsExactly(2L);
  }

  @Test
  void recordOfSeveral_staysOpenUntilItsLastRequestIsWritten() {
    CoreHarness harness = reading();
    harness.read(
        "acme",
        new Decoded.FannedOut(
            "p",
            List.of(
                new Decoded.Valid(request("acme", "p:0").build(), 0),
                new Decoded.Valid(request("acme", "p:1").build(), 0))));
    Effect.Call second = harness.calls().getLast();
    harness.reply(harness.calls().getFirst(), CoreHarness.ACCEPTED);
    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(2));
    assertThat(harness.commits).isEmpty();

    harness.reply(second, CoreHarness.ACCEPTED);
    harness.commitWrites();
    harness.elapse(Duration.ofSeconds(2));
    assertThat(harness.commits).extracting(c -> c.resume().offset()).containsExactly(1L);
  }

  // Back pressure

  @Test
  void calls_stopWhileTooManyResultsAreUnwritten() {
    CoreHarness harness = new CoreHarness(ACME, new CoreSettings(1, 64 << 20, 100, 2));
    harness.open(0);
    harness.read(request("acme", "r0"));
    harness.read(request("acme", "r1"));
    harness.acceptAll();
    harness.read(request("acme", "r2"));
    assertThat(harness.calls()).isEmpty();

    harness.commitWrites();
    assertThat(harness.inFlight()).containsExactly("r2");
  }

  private static void readLarge(CoreHarness harness, String id, int bytes) {
    int partition = harness.homes.of("acme");
    long offset = harness.core.snapshot().openRequests();
    RawRecord raw =
        new RawRecord(
            Samples.TOPIC,
            partition,
            offset,
            harness.now().millis(),
            "acme".getBytes(StandardCharsets.UTF_8),
            new byte[bytes],
            new RecordHeaders());
    harness.read(partition, raw, new Decoded.Valid(request("acme", id).build(), 0));
  }

  @Test
  void reading_pausesWhenMemoryIsExhausted_andGoesOnWhenThereIsRoom() {
    CoreHarness harness = new CoreHarness(ACME, new CoreSettings(1, 1 << 20, 100, 100));
    harness.open(0);
    readLarge(harness, "r0", 200_000);
    readLarge(harness, "r1", 100_000);
    readLarge(harness, "r2", 250_000);
    assertThat(harness.readings).isEmpty();
    readLarge(harness, "r3", 150_000);
    assertThat(harness.readings).containsExactly(new Effect.Reading(false));

    Effect.Call first = harness.calls().getFirst();
    harness.reply(harness.calls().get(1), CoreHarness.ACCEPTED);
    harness.commitWrites();
    assertThat(harness.readings).hasSize(1);
    harness.reply(first, CoreHarness.ACCEPTED);
    assertThat(harness.readings).hasSize(1);
    harness.commitWrites();
    assertThat(harness.readings).last().isEqualTo(new Effect.Reading(true));
  }

  // Taking over

  @Test
  void recordsBelowTheCommittedOffset_areReadForTheirIdsOnly() {
    CoreHarness harness = new CoreHarness(ACME);
    harness.open(0, CoreHarness.recovered(5));
    harness.read(0, harness.raw(0, 3, "acme"), new Decoded.Valid(request("acme", "r").build(), 0));
    harness.read(0, harness.raw(0, 6, "acme"), new Decoded.Valid(request("acme", "r").build(), 0));

    assertThat(harness.calls()).isEmpty();
    assertThat(harness.statuses()).containsExactly(Status.DUPLICATE);
  }

  @Test
  void requestThatAnEarlierOwnerClosed_isNotSentAgain() {
    CoreHarness harness = new CoreHarness(ACME);
    harness.open(0, CoreHarness.recovered(0, Position.whole(0, 0)));
    harness.read(request("acme", "done"));
    harness.read(request("acme", "open"));

    assertThat(harness.inFlight()).containsExactly("open");
  }

  @Test
  void backOffUnderAnEarlierOwner_goesOn() {
    Recovered recovered = CoreHarness.recovered(0);
    recovered.retry(
        Position.whole(0, 0), new Recovered.Attempted(2, Samples.BEGINNING_MILLIS + 5_000));
    CoreHarness harness = new CoreHarness(ACME);
    harness.open(0, recovered);
    harness.read(request("acme", "r0"));
    harness.elapse(Duration.ofMillis(4_999));
    assertThat(harness.calls()).isEmpty();

    harness.elapse(Duration.ofMillis(1));
    harness.acceptAll();
    assertThat(harness.onlyOutcome().attempt()).isEqualTo(3);
  }

  @Test
  void recordsOfAnotherEpoch_areIgnored() {
    CoreHarness harness = reading();
    var record =
        new CoreEvent.ReadRecord(
            harness.raw(0, 0, "acme"), new Decoded.Valid(request("acme", "r0").build(), 0));
    harness.handle(new CoreEvent.RecordsRead(0, harness.epoch(0) - 1, List.of(record), 1));

    assertThat(harness.calls()).isEmpty();
    assertThat(harness.core.snapshot().openRequests()).isZero();
  }

  // Giving up

  @Test
  void release_waitsForCallsAndTheirWrites() {
    CoreHarness harness = reading();
    harness.read(request("acme", "r0"));
    harness.revoke(0);
    assertThat(harness.released).isEmpty();
    harness.acceptAll();
    assertThat(harness.released).isEmpty();

    harness.commitWrites();
    assertThat(harness.released)
        .containsExactly(new Effect.Released(0, new OpenOffsets.Resume(1, 1)));
  }

  @Test
  void nothingStarts_onceAPartitionIsRevoked() {
    CoreHarness harness =
        CoreHarness.reading(
            Samples.directory(
                workspace("acme").throttle(new Bandwidth(1, Duration.ofSeconds(1), 1)).build()));
    harness.read(request("acme", "r0"));
    harness.read(request("acme", "r1"));
    harness.revoke(0);
    harness.elapse(Duration.ofMinutes(1));
    assertThat(harness.inFlight()).containsExactly("r0");
    harness.acceptAll();
    harness.commitWrites();

    assertThat(harness.released)
        .containsExactly(new Effect.Released(0, new OpenOffsets.Resume(1, 0)));
    assertThat(harness.calls()).isEmpty();
  }

  /** Membership says so when its patience ends, maybe just after the core let go. */
  @Test
  void lossOfAPartitionAlreadyReleased_isNotAnsweredAgain() {
    CoreHarness harness = CoreHarness.reading(ACME);
    harness.revoke(0);
    harness.lose(0);

    assertThat(harness.released).hasSize(1);
  }

  @Test
  void idleOrUnknownPartition_isReleasedAtOnce() {
    CoreHarness harness = reading();
    harness.revoke(0);
    harness.handle(new CoreEvent.PartitionRevoked(7, 1));

    assertThat(harness.released)
        .containsExactly(
            new Effect.Released(0, new OpenOffsets.Resume(0, 0)), new Effect.Released(7, null));
  }

  @Test
  void assignmentThatEndedBeforeItWasOpened_isAnsweredOnce() {
    CoreHarness harness = new CoreHarness(ACME);
    harness.handle(new CoreEvent.PartitionRevoked(0, 1));
    harness.handle(
        new CoreEvent.PartitionOpened(
            0, 1, Restored.of(Takeover.of(CoreHarness.recovered(0)), 0, 0, Samples.ids(1))));

    assertThat(harness.released).containsExactly(new Effect.Released(0, null));
    assertThat(harness.core.snapshot().partitions()).isZero();
  }

  @Test
  void lateEndOfAnEarlierAssignment_leavesTheNextOneAlone() {
    CoreHarness harness = reading();
    harness.revoke(0);
    harness.open(0);
    harness.handle(new CoreEvent.PartitionLost(0, harness.epoch(0) - 1));
    harness.read(request("acme", "r0"));

    assertThat(harness.inFlight()).containsExactly("r0");
    assertThat(harness.released).hasSize(1);
  }

  @Test
  void endOfAnAssignmentThatNeverOpened_leavesTheLostOneLost() {
    CoreHarness harness = reading();
    harness.read(request("acme", "r0"));
    harness.acceptAll();
    harness.lose(0);
    harness.handle(new CoreEvent.PartitionRevoked(0, harness.epoch(0) + 1));
    harness.commitWrites();

    assertThat(harness.control).noneMatch(Write.Released.class::isInstance);
    assertThat(harness.released).containsExactly(new Effect.Released(0, null));
  }

  @Test
  void lostPartition_ignoresLateReplies() {
    CoreHarness harness = reading();
    harness.read(request("acme", "r0"));
    harness.lose(0);
    assertThat(harness.released).containsExactly(new Effect.Released(0, null));

    harness.acceptAll();
    assertThat(harness.published).isEmpty();
    assertThat(harness.core.snapshot().inFlight()).containsEntry("v1", 0);
  }

  @Test
  void lostPartition_waitsForWritesAlreadyDecided() {
    CoreHarness harness = reading();
    harness.read(request("acme", "r0"));
    harness.acceptAll();
    harness.lose(0);
    assertThat(harness.released).isEmpty();

    harness.commitWrites();
    assertThat(harness.released).containsExactly(new Effect.Released(0, null));
  }

  @Test
  void ownerThatChargesForUnseenCalls_tellsTheNextOne() {
    Directory throttled =
        Samples.directory(
            workspace("acme").throttle(new Bandwidth(1, Duration.ofMinutes(1), 5)).build(),
            workspace("free").build());
    CoreHarness harness = new CoreHarness(throttled);
    Takeover unclean =
        new Takeover(
            new Recovered(new OpenOffsets.Resume(0, 0)),
            null,
            false,
            Map.of(),
            harness.now().millis());
    harness.open(0, Restored.of(unclean, 0, 0, Samples.ids(200_000)));

    assertThat(harness.control).contains(new Write.Owned(0, 1, Map.of("acme", 1)));
  }

  @Test
  void levelsOfASnapshotThatCountsForNothingElse_areGoneOnWith() {
    Bandwidth bandwidth = new Bandwidth(1, Duration.ofMinutes(1), 1);
    CoreHarness harness =
        new CoreHarness(Samples.directory(workspace("acme").throttle(bandwidth).build()));
    BucketLevel empty =
        new BucketLevel(
            new BucketLevel.Owner(BucketLevel.Kind.WORKSPACE, "acme"),
            List.of(new BucketLevel.Tokens(bandwidth, 0)),
            BucketLevel.Pressure.NONE);
    Takeover.StoredLevels levels =
        new Takeover.StoredLevels(List.of(empty), harness.now().millis());
    Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 0));
    Takeover takeover = new Takeover(recovered, null, levels, true, Map.of(), 0);
    harness.open(0, Restored.of(takeover, 0, 0, Samples.ids(200_000)));
    harness.commitWrites();
    harness.read(request("acme", "r0"));

    assertThat(harness.inFlight()).isEmpty();
    harness.elapse(Duration.ofMinutes(2));
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void reopenedPartition_sendsWhatWasLeftOpen() {
    CoreHarness harness = reading();
    harness.read(request("acme", "r0"));
    harness.lose(0);
    harness.open(0);
    harness.read(0, harness.raw(0, 0, "acme"), new Decoded.Valid(request("acme", "r0").build(), 0));

    assertThat(harness.inFlight()).containsExactly("r0", "r0");
    harness.acceptAll();
    assertThat(harness.statuses()).containsExactly(Status.ACCEPTED);
  }

  @Test
  void nothingIsKept_ofAPartitionThatWent() {
    CoreHarness harness = reading();
    for (int i = 0; i < 50; i++) {
      harness.read(request("acme", "r" + i));
      harness.reply(
          harness.onlyCall(),
          new Verdict.Retry(
              Samples.failure(FailureCategory.RETRY_LATER),
              new Backoff.Later(Duration.ofMillis(100), Duration.ofMillis(100)),
              5));
    }
    harness.commitWrites();
    harness.lose(0);

    // Only the core's own timer is left.
    assertThat(harness.core.nextWakeNanos()).isEqualTo(Duration.ofMillis(100).toNanos());
  }

  @Test
  void replyToACallThatIsNotUnderWay_isADefect() {
    assertThatThrownBy(
            () -> reading().handle(new CoreEvent.Replied(7, List.of(CoreHarness.ACCEPTED), 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  // Counting

  @Test
  void snapshot_countsEveryRequestOnce() {
    CoreHarness harness = reading();
    harness.read(request("acme", "r0"));
    harness.acceptAll();
    harness.read(request("acme", "r1").to("+34600000001").priority(Priority.BULK));
    harness.read(request("acme", "r2").to("+34600000001").priority(Priority.BULK));
    harness.read("nobody", new Decoded.Valid(request("nobody", "r3").build(), 0));
    assertThat(harness.core.snapshot().unwritten()).isEqualTo(2);
    harness.commitWrites();

    CoreSnapshot snapshot = harness.core.snapshot();
    CoreSnapshot.WorkspaceView acme = snapshot.workspaces().get("acme");
    assertThat(acme).isNotNull();
    assertThat(acme.tally().read()).isEqualTo(3);
    assertThat(acme.tally().closed(Status.ACCEPTED)).isEqualTo(1);
    assertThat(acme.tally().attempts(Tally.Meaning.ACCEPTED)).isEqualTo(1);
    assertThat(acme.inFlight()).isEqualTo(1);
    assertThat(acme.backlog()).containsEntry(Priority.BULK, 1L);
    CoreSnapshot.WorkspaceView other = snapshot.workspaces().get(CoreSnapshot.OTHER);
    assertThat(other).isNotNull();
    assertThat(other.tally().closed(Status.FAILED)).isEqualTo(1);
    assertThat(snapshot.openRequests()).isEqualTo(2);
    assertThat(snapshot.inFlight()).containsEntry("v1", 1);
  }

  @Test
  void configuredWorkspaces_areSeenFromTheStart() {
    assertThat(new CoreHarness(ACME).core.snapshot().workspaces()).containsKey("acme");
  }

  @Test
  void ownershipRefused_nothingStarts_andTheLossIsAnsweredOnce() {
    CoreHarness harness = new CoreHarness(ACME);
    DispatchCore core = harness.core;
    Restored fresh = Restored.of(Takeover.of(CoreHarness.recovered(0)), 0, 0, Samples.ids(200_000));
    core.handle(new CoreEvent.PartitionOpened(0, 1, fresh), harness.now());
    core.advance(harness.now());
    List<Write> writes = published(core.drain());
    assertThat(writes).first().isEqualTo(new Write.Owned(0, 1));

    core.handle(new CoreEvent.PartitionLost(0, 1), harness.now());
    assertThat(core.drain()).as("while its writes are not through").isEmpty();
    core.handle(new CoreEvent.OwnershipRefused(0, writes), harness.now());
    core.advance(harness.now());

    assertThat(core.drain()).containsExactly(new Effect.Released(0, null));
    assertThat(core.snapshot().unaccounted()).isZero();
  }

  @Test
  void revocationAfterALoss_changesNothing() {
    CoreHarness harness = new CoreHarness(ACME);
    DispatchCore core = harness.core;
    Restored fresh = Restored.of(Takeover.of(CoreHarness.recovered(0)), 0, 0, Samples.ids(200_000));
    core.handle(new CoreEvent.PartitionOpened(0, 1, fresh), harness.now());
    List<Write> writes = published(core.drain());

    core.handle(new CoreEvent.PartitionLost(0, 1), harness.now());
    core.handle(new CoreEvent.PartitionRevoked(0, 1), harness.now());
    core.handle(new CoreEvent.OwnershipRefused(0, writes), harness.now());

    assertThat(core.drain()).containsExactly(new Effect.Released(0, null));
  }

  private static List<Write> published(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Publish.class::isInstance)
        .map(effect -> ((Effect.Publish) effect).write())
        .toList();
  }

  @Test
  void standstill_nothingStarts_untilTheGroupHasConfirmed() {
    CoreHarness harness = reading();
    harness.leaveUnconfirmed();
    harness.leap(Duration.ofSeconds(6));
    harness.read(request("acme", "r0"));
    assertThat(harness.calls()).isEmpty();

    harness.handle(new CoreEvent.MembershipConfirmed(harness.questions.getLast()));
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void groupThatIsSilent_nothingStarts_untilItHasConfirmed() {
    CoreHarness harness = reading();
    harness.leaveUnconfirmed();
    harness.handle(new CoreEvent.GroupSilent());
    harness.read(request("acme", "r0"));
    assertThat(harness.calls()).isEmpty();

    harness.handle(new CoreEvent.MembershipConfirmed(harness.questions.getLast()));
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void standstill_answerToAnEarlierQuestion_confirmsNothing() {
    CoreHarness harness = reading();
    harness.leaveUnconfirmed();
    harness.leap(Duration.ofSeconds(6));
    harness.leap(Duration.ofSeconds(6));
    harness.read(request("acme", "r0"));
    assertThat(harness.questions).hasSize(2);

    harness.handle(new CoreEvent.MembershipConfirmed(harness.questions.getFirst()));
    assertThat(harness.calls()).isEmpty();
    harness.handle(new CoreEvent.MembershipConfirmed(harness.questions.getLast()));
    assertThat(harness.inFlight()).containsExactly("r0");
  }

  @Test
  void standstill_thatIsShort_asksNobody() {
    CoreHarness harness = reading();
    harness.leaveUnconfirmed();
    harness.leap(Duration.ofMillis(4_900));
    harness.read(request("acme", "r0"));

    assertThat(harness.inFlight()).containsExactly("r0");
    assertThat(harness.questions).isEmpty();
  }

  @Test
  void slowBandwidth_sendsNoMoreThanAHundredth_beforeTheJournalShowsIt() {
    CoreHarness harness =
        CoreHarness.reading(
            Samples.directory(
                workspace("acme").throttle(new Bandwidth(10, Duration.ofDays(1), 10)).build()));
    harness.read(request("acme", "r0"));
    harness.read(request("acme", "r1").to("+34600000002"));
    assertThat(harness.inFlight()).containsExactly("r0");

    harness.elapse(Duration.ofMillis(110));
    assertThat(harness.control).contains(new Write.Called(0, Map.of("acme", 1)));
    assertThat(harness.inFlight()).containsExactly("r0", "r1");
  }

  @Test
  void workspaceWithoutBandwidth_hasNothingThatTheJournalMustShow() {
    CoreHarness harness =
        CoreHarness.reading(Samples.directory(workspace("acme").build(), limited("globex")));
    harness.read(request("acme", "r0"));
    harness.read(request("globex", "r1"));
    harness.elapse(Duration.ofMillis(110));

    assertThat(harness.inFlight()).containsExactlyInAnyOrder("r0", "r1");
    assertThat(harness.control)
        .filteredOn(Write.Called.class::isInstance)
        .isNotEmpty()
        .allSatisfy(
            write -> assertThat(((Write.Called) write).messages()).containsOnlyKeys("globex"));
  }

  private static Workspace limited(String id) {
    return workspace(id).throttle(new Bandwidth(10, Duration.ofSeconds(1), 10)).build();
  }
}
