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
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.Decoded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Records that retention deletes while they are open. */
class LostRecordsTest {

  private static CoreSnapshot.WorkspaceView view(CoreHarness harness, String workspaceId) {
    return Objects.requireNonNull(harness.core.snapshot().workspaces().get(workspaceId));
  }

  @Test
  void recordDeletedWhileOpen_isLostLoudly() {
    CoreHarness harness = small();
    backlog(harness, MANY);
    harness.delete(0, MANY - 1);
    serveAll(harness);

    assertThat(harness.lost).containsExactly(new Effect.Lost(0, MANY - 1, 1));
    assertThat(view(harness, "slow").tally().lost()).isEqualTo(1);
    assertThat(harness.core.snapshot().openRequests()).isZero();
  }

  @Test
  void recordsDeletedWhileOpen_doNotStopTheirFlow() {
    CoreHarness first = small();
    backlog(first, 100);
    first.elapse(Duration.ofSeconds(31));
    CoreHarness next = new CoreHarness(DIRECTORY);
    next.knows(first);
    for (int offset = 0; offset < 50; offset++) {
      next.delete(0, offset);
    }
    takeOver(next, lastSnapshot(first));

    assertThat(serveAll(next)).hasSize(50).startsWith("s50");
  }

  /** A record of two requests that an earlier owner left, and what it says of their attempts. */
  private static CoreHarness ofTwo(Map<Position, Recovered.Attempted> attempted) {
    CoreHarness harness = new CoreHarness(DIRECTORY);
    OffsetQueue offsets = new OffsetQueue();
    offsets.add(0);
    PartitionSnapshot snapshot =
        new PartitionSnapshot(
            0,
            harness.now().millis(),
            1,
            0,
            List.of(new PartitionSnapshot.Flow("quick", Priority.NORMAL, 0, 2, offsets)),
            new OffsetQueue(),
            attempted,
            Set.of(),
            List.of(),
            List.of());
    Takeover takeover =
        new Takeover(new Recovered(new OpenOffsets.Resume(0, 0)), snapshot, true, Map.of(), 0);
    harness.write(
        0,
        harness.raw(0, 0, "quick"),
        new Decoded.FannedOut(
            "r", List.of(valid(request("quick", "r:0")), valid(request("quick", "r:1")))));
    harness.open(0, Restored.of(takeover, 0, 0, Samples.ids(200_000)));
    return harness;
  }

  private static Recovered.Attempted dueAfter(Duration delay) {
    return new Recovered.Attempted(1, Samples.BEGINNING_MILLIS + delay.toMillis());
  }

  @Test
  void severalRetriesOfARecordThatIsGone_areLostTogether() {
    CoreHarness harness =
        ofTwo(
            Map.of(
                new Position(0, 0, 0), dueAfter(Duration.ofSeconds(10)),
                new Position(0, 0, 1), dueAfter(Duration.ofSeconds(15))));
    harness.delete(0, 0);
    harness.elapse(Duration.ofSeconds(20));

    assertThat(harness.lost).containsExactly(new Effect.Lost(0, 0, 1));
    assertThat(view(harness, "quick").tally().lost()).isEqualTo(2);
    assertThat(harness.core.snapshot().openRequests()).isZero();
    assertThat(Objects.requireNonNull(harness.core.snapshot().workspaces().get("quick")).backlog())
        .containsEntry(Priority.NORMAL, 0L);
  }

  @Test
  void retryLostBesideACallUnderWay_leavesNothingBehind() {
    CoreHarness harness = ofTwo(Map.of(new Position(0, 0, 1), dueAfter(Duration.ofSeconds(10))));
    harness.delete(0, 0);
    harness.elapse(Duration.ofSeconds(20));
    assertThat(harness.inFlight()).containsExactly("r:0");
    harness.acceptAll();
    harness.commitWrites();

    assertThat(harness.core.snapshot().openRequests()).isZero();
    assertThat(harness.core.partitions())
        .allSatisfy(partition -> assertThat(partition.known().doneChildren()).isEmpty());
  }

  private static long lostOfNoWorkspace(CoreHarness harness) {
    return view(harness, CoreSnapshot.OTHER).tally().lostUnread();
  }

  @Test
  void recordsDeletedBeforeTheyWereRead_areCountedOnce_andReadingGoesOn() {
    CoreHarness harness = small();
    backlog(harness, 3);
    CoreEvent deleted = new CoreEvent.UnreadDeleted(0, harness.epoch(0), 10);
    harness.handle(deleted);
    harness.handle(deleted);
    harness.handle(new CoreEvent.LogBegins(0, 10));
    harness.read(0, harness.raw(0, 10, "quick"), valid(request("quick", "next")));

    assertThat(harness.lostUnread).containsExactly(new Effect.LostUnread(0, 3, 10));
    assertThat(lostOfNoWorkspace(harness)).isEqualTo(7);
    assertThat(harness.inFlight()).contains("next");
    assertThat(harness.core.snapshot().unaccounted()).isZero();
  }

  @Test
  void gapsInTheLog_areNoLoss() {
    CoreHarness harness = small();
    backlog(harness, 3);
    harness.handle(new CoreEvent.RecordsRead(0, harness.epoch(0), List.of(), 10));
    harness.handle(new CoreEvent.LogBegins(0, 10));

    assertThat(harness.lostUnread).isEmpty();
  }

  @Test
  void recordsDeletedBetweenTwoOwners_areCounted_thoseClosedApart() {
    CoreHarness first = small();
    backlog(first, 3);
    first.elapse(Duration.ofSeconds(31));
    Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 0));
    recovered.done(Position.whole(0, 4));
    CoreHarness next = new CoreHarness(DIRECTORY);
    next.open(
        0,
        Restored.of(
            new Takeover(recovered, lastSnapshot(first), true, Map.of(), 0),
            10,
            0,
            Samples.ids(200_000)));

    assertThat(next.lostUnread).containsExactly(new Effect.LostUnread(0, 3, 10));
    assertThat(lostOfNoWorkspace(next)).isEqualTo(6);
  }

  @Test
  void logThatBeginsLater_losesWhatWasNotInMemory() {
    CoreHarness harness = small();
    backlog(harness, MANY);
    harness.handle(new CoreEvent.LogBegins(0, MANY - 10));
    serveAll(harness);

    assertThat(harness.lost).hasSize(1);
    assertThat(harness.lost.getFirst().records()).isBetween(2_000L, MANY - 10L);
    assertThat(harness.core.snapshot().openRequests()).isZero();
  }
}
