package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.BacklogSamples.DIRECTORY;
import static io.campaigndispatch.dispatcher.core.BacklogSamples.MANY;
import static io.campaigndispatch.dispatcher.core.BacklogSamples.backlog;
import static io.campaigndispatch.dispatcher.core.BacklogSamples.lastSnapshot;
import static io.campaigndispatch.dispatcher.core.BacklogSamples.serveAll;
import static io.campaigndispatch.dispatcher.core.BacklogSamples.small;
import static io.campaigndispatch.dispatcher.core.BacklogSamples.takeOver;
import static io.campaigndispatch.dispatcher.core.BacklogSamples.valid;
import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static CoreSnapshot.WorkspaceView view(CoreHarness harness) {
    return Objects.requireNonNull(harness.core.snapshot().workspaces().get("slow"));
  }

  private static long accepted(CoreHarness harness) {
    return harness.statuses().stream().filter(status -> status == Status.ACCEPTED).count();
  }

  private static long snapshots(CoreHarness harness) {
    return harness.control.stream().filter(Write.Snapshot.class::isInstance).count();
  }

  @Test
  void snapshotsDeleted_anIdlePartitionWritesOneAtOnce_thoughNothingIsNew() {
    CoreHarness harness = small();
    backlog(harness, 10);
    serveAll(harness);
    harness.commitWrites();
    harness.elapse(Duration.ofMinutes(5));
    long before = snapshots(harness);
    harness.elapse(Duration.ofMinutes(5));
    assertThat(snapshots(harness)).isEqualTo(before).isPositive();

    harness.handle(new CoreEvent.SnapshotsGone());
    harness.elapse(Duration.ofSeconds(2));
    assertThat(snapshots(harness)).isEqualTo(before + 1);
  }

  @Test
  void backlogBeyondMemory_neverStopsReading() {
    CoreHarness harness = small();
    backlog(harness, MANY);

    assertThat(harness.readings).isEmpty();
    assertThat(harness.core.snapshot().openRequests()).isEqualTo(MANY);
    assertThat(view(harness).backlog()).containsEntry(Priority.BULK, MANY - 1L);
  }

  @Test
  void requestBehindAnothersBacklog_isSentAtOnce() {
    CoreHarness harness = small();
    backlog(harness, MANY);
    harness.read(request("quick", "q"));

    assertThat(harness.inFlight()).containsExactly("s0", "q");
  }

  @Test
  void recordsLargerThanUsual_areReadAgainAsFarAsMemoryHoldsThem() {
    CoreHarness harness = small();
    byte[] large = new byte[100_000];
    for (int i = 0; i < 60; i++) {
      RawRecord raw = harness.raw(0, i, "slow");
      RawRecord larger =
          new RawRecord(raw.topic(), 0, i, raw.timestamp(), raw.key(), large, raw.headers());
      harness.read(0, larger, valid(request("slow", "s" + i)));
    }
    List<String> order = serveAll(harness);

    assertThat(order)
        .containsExactlyElementsOf(IntStream.range(0, 60).mapToObj(i -> "s" + i).toList());
    assertThat(harness.mostHeld).isLessThan((1 << 20) * 5L / 4 + 2L * large.length + 2_000);
  }

  @Test
  void backlogBeyondMemory_isSentInLogOrder() {
    CoreHarness harness = small();
    backlog(harness, MANY);
    List<String> order = serveAll(harness);

    assertThat(order)
        .containsExactlyElementsOf(IntStream.range(0, MANY).mapToObj(i -> "s" + i).toList());
    assertThat(harness.core.snapshot().openRequests()).isZero();
    assertThat(harness.core.snapshot().rereads()).isPositive().isLessThanOrEqualTo(MANY);
  }

  @Test
  void campaignsOfAWorkspace_takeTurns() {
    CoreHarness harness = small();
    for (int i = 0; i < 50; i++) {
      harness.read(request("slow", "a" + i).campaign("a"));
    }
    harness.read(request("slow", "b0").campaign("b"));
    List<String> order = serveAll(harness);

    assertThat(order.indexOf("b0")).isLessThan(3);
  }

  @Test
  void manyRetries_leaveMemoryAndComeBackInTime() {
    Directory resend =
        Samples.directory(
            workspace("quick").onUncertain(OnUncertain.RESEND).maxAttempts(9).build());
    CoreHarness harness = new CoreHarness(resend, new CoreSettings(1, 1 << 20, 200_000, 10_000));
    harness.open(0);
    Verdict again =
        new Verdict.Retry(Samples.failure(FailureCategory.RETRY_SOON), Backoff.Soon.JITTERED, 9);
    for (int i = 0; i < 2_000; i++) {
      harness.read(request("quick", "r" + i));
      harness.reply(harness.calls().getLast(), again);
      harness.commitWrites();
    }

    assertThat(harness.readings).isEmpty();
    while (harness.core.snapshot().openRequests() > 0) {
      harness.elapse(Duration.ofMillis(500));
      harness.acceptAll();
      harness.commitWrites();
    }
    assertThat(accepted(harness)).isEqualTo(2_000);
    assertThat(harness.core.snapshot().rereads()).isPositive();
  }

  // Snapshots

  @Test
  void nextOwner_goesOnFromTheSnapshot_withoutReadingTheLogAgain() {
    CoreHarness first = small();
    backlog(first, MANY);
    first.elapse(Duration.ofSeconds(31));
    PartitionSnapshot snapshot = lastSnapshot(first);
    assertThat(snapshot.frontier()).isEqualTo(MANY);
    assertThat(snapshot.flows()).hasSize(1);
    assertThat(snapshot.flows().getFirst().offsets().size()).isEqualTo(MANY);

    CoreHarness next = new CoreHarness(DIRECTORY, new CoreSettings(1, 1 << 20, 200_000, 10_000));
    next.knows(first);
    Takeover takeover =
        new Takeover(new Recovered(new OpenOffsets.Resume(0, 0)), snapshot, false, Map.of(), 0);
    next.open(0, Restored.of(takeover, 0, 0, Samples.ids(200_000)));
    List<String> order = serveAll(next);

    assertThat(order).hasSize(MANY).startsWith("s0", "s1", "s2");
    assertThat(next.core.snapshot().openRequests()).isZero();
  }

  @Test
  void attemptsOfARequestThatIsClosed_areNotHandedOn() {
    Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 0));
    recovered.retry(new Position(0, 0, 0), new Recovered.Attempted(1, 0));
    recovered.done(Position.whole(0, 1));
    CoreHarness harness = new CoreHarness(DIRECTORY);
    harness.open(0, recovered);
    harness.read(
        "slow",
        new Decoded.FannedOut(
            "r", List.of(valid(request("slow", "r:0")), valid(request("slow", "r:1")))));
    harness.acceptAll();
    harness.commitWrites();
    harness.read(request("slow", "done before"));
    harness.elapse(Duration.ofSeconds(31));

    assertThat(lastSnapshot(harness).doneChildren()).containsExactly(new Position(0, 0, 0));
    assertThat(lastSnapshot(harness).attempted()).isEmpty();
  }

  @Test
  void nextOwner_knowsTheIdsTakenBefore() {
    CoreHarness first = small();
    first.read(request("slow", "same"));
    first.elapse(Duration.ofSeconds(31));

    CoreHarness next = new CoreHarness(DIRECTORY, new CoreSettings(1, 1 << 20, 200_000, 10_000));
    takeOver(next, first);
    next.read(request("slow", "same"));

    assertThat(next.statuses()).containsExactly(Status.DUPLICATE);
  }

  @Test
  void requestsOfAWorkspaceThatIsConfiguredNoLonger_areRefused_notForgotten() {
    CoreHarness first = small();
    backlog(first, 5);
    first.elapse(Duration.ofSeconds(31));

    CoreHarness next = new CoreHarness(Samples.directory(workspace("quick").build()));
    takeOver(next, first);

    assertThat(next.statuses()).containsOnly(Status.FAILED).hasSize(5);
  }

  private static CoreHarness nextOwner(
      CoreHarness former, Directory directory, PartitionSnapshot snapshot, Recovered recovered) {
    CoreHarness next = new CoreHarness(directory, new CoreSettings(1, 1 << 20, 200_000, 10_000));
    next.knows(former);
    next.elapse(Duration.ofSeconds(32));
    next.holdRereads();
    Takeover takeover = new Takeover(recovered, snapshot, false, Map.of(), 0);
    next.open(0, Restored.of(takeover, 0, 0, Samples.ids(200_000)));
    return next;
  }

  private static Recovered nothingJournaled() {
    return new Recovered(new OpenOffsets.Resume(0, 0));
  }

  @Test
  void recipientsOfOneRecordThatAreDueTogether_areReadOnce_andNoneIsLost() {
    Directory directory = Samples.directory(workspace("slow").maxAttempts(3).build());
    CoreHarness first = new CoreHarness(directory, new CoreSettings(1, 1 << 20, 200_000, 10_000));
    first.open(0);
    first.read(
        "slow",
        new Decoded.FannedOut(
            "p",
            List.of(
                new Decoded.Valid(request("slow", "p:0").build(), 0),
                new Decoded.Valid(request("slow", "p:1").build(), 0),
                new Decoded.Valid(request("slow", "p:2").build(), 0))));
    Verdict later =
        new Verdict.Retry(
            Samples.failure(FailureCategory.RETRY_LATER),
            new Backoff.Later(Duration.ofSeconds(9), Duration.ofSeconds(9)),
            3);
    while (!first.calls().isEmpty()) {
      first.reply(first.calls().getFirst(), later);
    }
    first.commitWrites();
    first.revoke(0);

    CoreHarness next = nextOwner(first, directory, lastSnapshot(first), nothingJournaled());
    next.letRereadsGo();
    next.leap(Duration.ofMinutes(10));
    serveAll(next);

    assertThat(next.lost).isEmpty();
    assertThat(accepted(next)).isEqualTo(3);
  }

  @Test
  void backlogOfAWorkspaceThatIsConfiguredAgain_mayMeetNewRequests() {
    CoreHarness first = small();
    backlog(first, MANY);
    first.elapse(Duration.ofSeconds(31));
    PartitionSnapshot known = lastSnapshot(first);
    PartitionSnapshot unadmitted =
        new PartitionSnapshot(
            0,
            known.takenMillis(),
            known.frontier(),
            known.journalOffset(),
            List.of(),
            known.flows().getFirst().offsets(),
            Map.of(),
            Set.of(),
            known.recentIds(),
            List.of());
    CoreHarness next = nextOwner(first, DIRECTORY, unadmitted, nothingJournaled());
    for (int i = 0; i < MANY; i++) {
      next.read(request("slow", "n" + i).priority(Priority.BULK));
    }
    next.letRereadsGo();

    assertThat(serveAll(next)).hasSize(2 * MANY);
  }

  @Test
  void journalAboutWhatWasReadBefore_keepsNoSnapshotFromBeingTaken() {
    CoreHarness first = small();
    backlog(first, MANY);
    first.elapse(Duration.ofSeconds(31));
    Recovered recovered = nothingJournaled();
    recovered.done(Position.whole(0, 1));
    CoreHarness next = nextOwner(first, DIRECTORY, lastSnapshot(first), recovered);
    next.revoke(0);

    assertThat(lastSnapshot(next).flows().getFirst().offsets().size()).isEqualTo(MANY - 1);
  }
}
