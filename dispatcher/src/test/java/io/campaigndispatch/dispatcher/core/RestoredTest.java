package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.send.Priority;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestoredTest {

  private static final Position FIRST = new Position(0, 7, 0);
  private static final Position SECOND = new Position(0, 7, 1);
  private static final Recovered.Attempted ONCE = new Recovered.Attempted(1, 0);

  @Test
  void requestDoneSinceTheSnapshot_leavesNoAttemptsBehind() {
    OffsetQueue offsets = new OffsetQueue();
    offsets.add(7);
    PartitionSnapshot snapshot =
        new PartitionSnapshot(
            0,
            0,
            8,
            0,
            List.of(new PartitionSnapshot.Flow("acme", Priority.BULK, 0, 2, offsets)),
            new OffsetQueue(),
            Map.of(FIRST, ONCE, SECOND, ONCE),
            Set.of(),
            List.of(),
            List.of());
    Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 0));
    recovered.done(FIRST);

    Restored restored =
        Restored.of(
            new Takeover(recovered, snapshot, true, Map.of(), 0), 0, 0, Samples.ids(200_000));

    assertThat(restored.attempted()).containsOnlyKeys(SECOND);
  }

  @Test
  void startedBeforeTheSnapshot_isStartedStill_unlessTheJournalSaysHowItEnded() {
    Recovered.Started once = new Recovered.Started(1, 0);
    Recovered.Started twice = new Recovered.Started(2, 7);
    Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 0));
    recovered.done(Position.whole(0, 1));
    recovered.retry(Position.whole(0, 2), ONCE);
    recovered.unstarted(Position.whole(0, 3));
    recovered.unstarted(Position.whole(0, 4));
    recovered.started(Position.whole(0, 4), twice);
    recovered.retry(Position.whole(0, 5), ONCE);
    recovered.started(Position.whole(0, 5), twice);
    recovered.started(Position.whole(0, 6), once);
    recovered.started(Position.whole(0, 9), once);

    Map<Position, Recovered.Started> before = new HashMap<>();
    for (int offset = 0; offset < 6; offset++) {
      before.put(Position.whole(0, offset), once);
    }
    Takeover takeover = new Takeover(recovered, started(before), true, Map.of(), 0);
    Restored restored = Restored.of(takeover, 0, 0, Samples.ids(200_000));

    assertThat(restored.started())
        .containsOnly(
            Map.entry(Position.whole(0, 0), once),
            Map.entry(Position.whole(0, 4), twice),
            Map.entry(Position.whole(0, 5), twice),
            Map.entry(Position.whole(0, 6), once));
  }

  /** Eight offsets were read, and all are open. */
  private static PartitionSnapshot started(Map<Position, Recovered.Started> started) {
    OffsetQueue offsets = new OffsetQueue();
    for (int offset = 0; offset < 8; offset++) {
      offsets.add(offset);
    }
    return new PartitionSnapshot(
        0,
        0,
        8,
        0,
        List.of(new PartitionSnapshot.Flow("acme", Priority.BULK, 0, 8, offsets)),
        new OffsetQueue(),
        Map.of(),
        Set.of(),
        List.of(),
        List.of(),
        true,
        started,
        Delayed.none(),
        List.of(),
        Map.of());
  }

  @Test
  void snapshotWithoutItsIds_hasThemReadFromTheLogAgain() {
    Takeover takeover =
        new Takeover(new Recovered(new OpenOffsets.Resume(90, 0)), ofIds(false), true, Map.of(), 0);

    assertThat(Restored.of(takeover, 0, 0, Samples.ids(30)).readFrom()).isEqualTo(70);
    assertThat(Restored.of(takeover, 80, 0, Samples.ids(30)).readFrom()).isEqualTo(80);
    Takeover withIds =
        new Takeover(new Recovered(new OpenOffsets.Resume(90, 0)), ofIds(true), true, Map.of(), 0);
    assertThat(Restored.of(withIds, 0, 0, Samples.ids(30)).readFrom()).isEqualTo(100);
  }

  private static PartitionSnapshot ofIds(boolean hasIds) {
    return new PartitionSnapshot(
        0,
        0,
        100,
        0,
        List.of(),
        new OffsetQueue(),
        Map.of(),
        Set.of(),
        List.of(),
        List.of(),
        hasIds,
        Map.of(),
        Delayed.none(),
        List.of(),
        Map.of());
  }
}
