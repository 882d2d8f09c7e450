package io.campaigndispatch.dispatcher.journal;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.Takeover;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JournalReplayTest {

  private static final Position POSITION = Position.whole(0, 12);

  private final Pending pending = Samples.pending(12, request("acme", "r1"));

  private Outcome outcome(Status status, int attempt) {
    return new Outcome(
        "r1",
        "acme",
        null,
        null,
        status,
        attempt,
        0,
        Instant.EPOCH,
        null,
        VendorIds.NONE,
        null,
        null,
        Timings.NONE,
        pending.source(),
        Map.of());
  }

  private static Recovered replay(Write write) {
    Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 0));
    JournalReplay replay = new JournalReplay(recovered, 0, 0, 0, null);
    replay.apply(0, 0, JournalReplay.entriesOf(write, "w1"));
    return recovered;
  }

  /** What the writes, each a journal record of its own from offset 0, tell the next owner. */
  private static Takeover takeover(long entriesFrom, @Nullable String owner, Write... writes) {
    JournalReplay replay =
        new JournalReplay(
            new Recovered(new OpenOffsets.Resume(0, 0)),
            entriesFrom,
            entriesFrom,
            entriesFrom,
            owner);
    for (int offset = 0; offset < writes.length; offset++) {
      replay.apply(offset, 1_000 + offset, JournalReplay.entriesOf(writes[offset], "w1"));
    }
    return replay.takeover(writes.length, null, null);
  }

  @Test
  void finalOutcome_isDone() {
    Write write = new Write.Final(POSITION, pending.raw(), outcome(Status.ACCEPTED, 1), false);

    assertThat(replay(write).isDone(POSITION)).isTrue();
  }

  @Test
  void movedRecord_isDoneHere() {
    Write write = new Write.Moved(POSITION, pending.raw(), "r1", "acme", 4, pending.source());

    assertThat(replay(write).isDone(POSITION)).isTrue();
  }

  @Test
  void unreadableRecord_isDone() {
    Write write =
        new Write.Unreadable(
            POSITION, pending.raw(), pending.source(), 0, Samples.failure(FailureCategory.REQUEST));

    assertThat(replay(write).isDone(POSITION)).isTrue();
  }

  @Test
  void failedAttempt_keepsItsCountAndWhenTheNextIsDue() {
    Write write = new Write.Retrying(POSITION, pending.raw(), outcome(Status.RETRYING, 3), 777);

    Recovered recovered = replay(write);
    assertThat(recovered.isDone(POSITION)).isFalse();
    assertThat(recovered.attempted(POSITION)).isEqualTo(new Recovered.Attempted(3, 777));
  }

  @Test
  void startedAttempt_isKnown_withWhenThatWasWritten() {
    Takeover takeover = takeover(0, null, new Write.Started(POSITION, "acme", 2, 5, 0));

    assertThat(takeover.recovered().started(POSITION)).isEqualTo(new Recovered.Started(2, 1_000));
    assertThat(
            takeover(1, null, new Write.Started(POSITION, "acme", 2, 5, 0)).recovered().isEmpty())
        .isTrue();
  }

  @Test
  void startedAttempt_isForgotten_whenItWasTakenBackOrFailed() {
    Write started = new Write.Started(POSITION, "acme", 1, 5, 0);

    assertThat(
            takeover(0, null, started, new Write.Unstarted(POSITION)).recovered().started(POSITION))
        .isNull();
    Write retrying = new Write.Retrying(POSITION, pending.raw(), outcome(Status.RETRYING, 1), 777);
    assertThat(takeover(0, null, started, retrying).recovered().started(POSITION)).isNull();
  }

  @Test
  void doneTwice_isDone() {
    Write write = new Write.Final(POSITION, pending.raw(), outcome(Status.ACCEPTED, 1), false);

    assertThat(takeover(0, null, write, write).recovered().isDone(POSITION)).isTrue();
  }

  @Test
  void owner_isKnownUntilHeLetsGo() {
    JournalReplay replay =
        new JournalReplay(new Recovered(new OpenOffsets.Resume(0, 0)), 0, 0, 0, "w0");
    assertThat(replay.owner()).isEqualTo("w0");

    replay.apply(0, 0, JournalReplay.entriesOf(new Write.Owned(0, 1), "w1"));
    assertThat(replay.owner()).isEqualTo("w1");

    replay.apply(1, 0, JournalReplay.entriesOf(new Write.Released(0, 1), "w1"));
    assertThat(replay.owner()).isNull();
  }

  @Test
  void ownerThatDidNotLetGo_isNotClean() {
    assertThat(takeover(0, null, new Write.Owned(0, 1)).clean()).isFalse();
    assertThat(takeover(0, "w0").clean()).isFalse();
    assertThat(takeover(0, "w0", new Write.Released(0, 1)).clean()).isTrue();
    assertThat(takeover(0, null).clean()).isTrue();
  }

  @Test
  void calls_addUp() {
    Takeover takeover =
        takeover(
            0,
            null,
            new Write.Called(0, Map.of("acme", 2, "globex", 1)),
            new Write.Called(0, Map.of("acme", 5)));

    assertThat(takeover.calledSince()).containsOnly(Map.entry("acme", 7), Map.entry("globex", 1));
  }

  @Test
  void callsThatAnOwnerChargedForUnseen_addUpToo() {
    Takeover takeover =
        takeover(
            0,
            null,
            new Write.Owned(0, 1, Map.of("acme", 3)),
            new Write.Called(0, Map.of("acme", 5)));

    assertThat(takeover.calledSince()).containsOnly(Map.entry("acme", 8));
    assertThat(takeover.clean()).isFalse();
  }

  @Test
  void olderEntries_sayOnlyWhoOwnsIt() {
    Write done = new Write.Final(POSITION, pending.raw(), outcome(Status.ACCEPTED, 1), false);

    Takeover takeover =
        takeover(
            3,
            null,
            done,
            new Write.Called(0, Map.of("acme", 2)),
            new Write.Owned(0, 1),
            new Write.Called(0, Map.of("acme", 1)));
    assertThat(takeover.recovered().isDone(POSITION)).isFalse();
    assertThat(takeover.calledSince()).containsOnly(Map.entry("acme", 1));
    assertThat(takeover.clean()).isFalse();
  }

  @Test
  void lastRecord_saysWhenTheJournalWasWritten() {
    Takeover takeover = takeover(0, null, new Write.Owned(0, 1), new Write.Released(0, 1));

    assertThat(takeover.lastJournalMillis()).isEqualTo(1_001);
    assertThat(takeover.recovered().journalEnd()).isEqualTo(2);
    assertThat(takeover(0, null).lastJournalMillis()).isZero();
  }

  @Test
  void snapshot_leavesNothingInTheJournal() {
    Write write = new Write.Snapshot(SnapshotSamples.empty(0));

    assertThat(JournalReplay.entriesOf(write, "w1")).isEmpty();
  }
}
