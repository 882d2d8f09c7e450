package io.campaigndispatch.dispatcher.journal;

import static io.campaigndispatch.dispatcher.journal.SnapshotSamples.contentOf;
import static io.campaigndispatch.dispatcher.journal.SnapshotSamples.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.core.PartitionSnapshot.Flow;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.send.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Which chunks of a snapshot are written. */
class SnapshotWriterTest {

  private final StoredChunks topic = new StoredChunks();
  private final SnapshotWriter writer = writer();

  private static SnapshotWriter writer() {
    return new SnapshotWriter("group", "group-w1", Uuid.ONE_UUID);
  }

  private List<String> write(SnapshotWriter writer, PartitionSnapshot snapshot) {
    topic.written.clear();
    writer.write(snapshot, false, topic);
    writer.committed();
    return List.copyOf(topic.written);
  }

  private static PartitionSnapshot withIds(List<RecentIds.Block> blocks) {
    return new PartitionSnapshot(
        7, 0, 0, 0, List.of(), new OffsetQueue(), Map.of(), Set.of(), blocks, List.of());
  }

  @Test
  void unchangedChunks_areNotWrittenAgain() {
    PartitionSnapshot snapshot =
        SnapshotSamples.of(7, 100, 12, List.of(flow("acme", 5, 6), flow("globex", 7)));
    write(writer, snapshot);

    assertThat(write(writer, snapshot)).containsExactly("7/head");
  }

  @Test
  void sameContentInAnotherOrder_isUnchanged() {
    SplittableRandom random = new SplittableRandom(1);
    PartitionSnapshot snapshot = SnapshotSamples.random(7, 40, 100, random);
    write(writer, snapshot);
    List<Flow> shuffled = new ArrayList<>(snapshot.flows());
    Collections.shuffle(shuffled, new Random(2));

    PartitionSnapshot same =
        new PartitionSnapshot(
            7,
            snapshot.takenMillis() + 1,
            snapshot.frontier(),
            snapshot.journalOffset() + 1,
            shuffled,
            snapshot.unadmitted(),
            snapshot.attempted(),
            snapshot.doneChildren(),
            snapshot.recentIds(),
            snapshot.levels().reversed(),
            true,
            snapshot.started(),
            snapshot.delayed(),
            snapshot.holds(),
            snapshot.expiries());
    assertThat(write(writer, same)).containsExactly("7/head");
  }

  @Test
  void changedChunk_isWrittenAlone_theHeadLast() {
    PartitionSnapshot before = SnapshotSamples.of(7, 100, 12, List.of(flow("acme", 5, 6)));
    write(writer, before);

    PartitionSnapshot after = SnapshotSamples.of(7, 100, 13, List.of(flow("acme", 6)));
    assertThat(write(writer, after)).containsExactly("7/open/0", "7/head");
    assertThat(contentOf(topic.found(7))).isEqualTo(contentOf(after));
  }

  @Test
  void oneWorkspaceOfMany_changesOneChunk() {
    RandomGenerator random = new SplittableRandom(3);
    PartitionSnapshot before = SnapshotSamples.random(7, 1_500, 400, random);
    write(writer, before);
    List<Flow> flows = new ArrayList<>(before.flows());
    flows.set(17, flow("w17", 1, 2, 3));

    PartitionSnapshot after =
        new PartitionSnapshot(
            7,
            before.takenMillis(),
            before.frontier(),
            before.journalOffset(),
            flows,
            before.unadmitted(),
            before.attempted(),
            before.doneChildren(),
            before.recentIds(),
            before.levels(),
            true,
            before.started(),
            before.delayed(),
            before.holds(),
            before.expiries());
    assertThat(write(writer, after)).hasSize(2).last().isEqualTo("7/head");
    assertThat(contentOf(topic.found(7))).isEqualTo(contentOf(after));
  }

  @Test
  void headOfAHugeBacklog_movesWithoutTheRest() {
    OffsetQueue offsets = new OffsetQueue();
    for (long offset = 0; offset < 4_000_000; offset += 3) {
      offsets.add(offset);
    }
    write(writer, huge(offsets));
    assertThat(topic.records).hasSizeGreaterThan(8);
    offsets.dropBelow(30_000);

    assertThat(write(writer, huge(offsets))).hasSize(2).last().isEqualTo("7/head");
  }

  private static PartitionSnapshot huge(OffsetQueue offsets) {
    Flow flow = new Flow("acme", Priority.BULK, 0, offsets.size(), offsets.copy());
    return SnapshotSamples.of(7, 4_000_000, 12, List.of(flow));
  }

  @Test
  void chunksThatAreNoMore_areRemoved() {
    write(writer, SnapshotSamples.random(7, 1_500, 400, new SplittableRandom(4)));
    assertThat(topic.records.keySet()).contains("7/open/0", "7/open/1");

    write(writer, SnapshotSamples.empty(7));
    assertThat(topic.records.keySet()).containsExactly("7/delay", "7/head", "7/levels", "7/open/0");
  }

  @Test
  void startedAttempts_haveAChunkOfTheirOwn_whileThereAreSome() {
    PartitionSnapshot none = SnapshotSamples.of(7, 100, 12, List.of(flow("acme", 5, 6)));
    Map<Position, Recovered.Started> started =
        Map.of(
            Position.whole(7, 5),
            new Recovered.Started(1, 1_795_000_000_123L),
            new Position(7, 6, 3),
            new Recovered.Started(2, 1_795_000_000_456L));
    write(writer, none);

    PartitionSnapshot some = SnapshotSamples.withStarted(none, started);
    assertThat(write(writer, some)).containsExactly("7/started", "7/head");
    assertThat(contentOf(topic.found(7))).isEqualTo(contentOf(some));

    write(writer(), none);
    assertThat(topic.records).doesNotContainKey("7/started");
  }

  @Test
  void nextWriter_writesEverything_andRemovesWhatOthersLeft() {
    write(writer, SnapshotSamples.random(7, 1_500, 400, new SplittableRandom(5)));
    PartitionSnapshot now = SnapshotSamples.of(7, 100, 12, List.of(flow("acme", 5)));

    assertThat(write(writer(), now)).contains("7/open/0", "7/head");
    assertThat(topic.records.keySet()).containsExactly("7/delay", "7/head", "7/levels", "7/open/0");
    assertThat(contentOf(topic.found(7))).isEqualTo(contentOf(now));
  }

  @Test
  void writerThatTookItOverAgain_writesEverything() {
    PartitionSnapshot snapshot = SnapshotSamples.of(7, 100, 12, List.of(flow("acme", 5)));
    write(writer, snapshot);
    writer.forget(7);

    assertThat(write(writer, snapshot)).contains("7/open/0", "7/head");
  }

  @Test
  void abortedSnapshot_isWrittenAgain() {
    PartitionSnapshot before = SnapshotSamples.of(7, 100, 12, List.of(flow("acme", 5, 6)));
    PartitionSnapshot after = SnapshotSamples.of(7, 100, 13, List.of(flow("acme", 6)));
    write(writer, before);
    writer.write(after, false, new StoredChunks());
    writer.aborted();

    assertThat(write(writer, after)).containsExactly("7/open/0", "7/head");
  }

  @Test
  void secondSnapshotOfATransaction_buildsOnTheFirst() {
    PartitionSnapshot snapshot = SnapshotSamples.of(7, 100, 12, List.of(flow("acme", 5)));
    writer.write(snapshot, false, topic);
    topic.written.clear();
    writer.write(snapshot, false, topic);

    assertThat(topic.written).containsExactly("7/head");
  }

  @Test
  void partitions_areKeptApart() {
    write(writer, SnapshotSamples.of(7, 100, 12));

    assertThat(write(writer, SnapshotSamples.of(8, 100, 12))).contains("8/open/0", "8/head");
  }

  @Test
  void newIds_takeThePlaceOfThoseGone() {
    RandomGenerator random = new SplittableRandom(6);
    List<RecentIds.Block> blocks = SnapshotSamples.ids(100, 200, random);
    write(writer, withIds(blocks.subList(0, 13)));

    for (int first = 1; first + 13 <= blocks.size(); first++) {
      PartitionSnapshot next = withIds(blocks.subList(first, first + 13));
      // The new one takes the slot of the one that is gone.
      assertThat(write(writer, next)).hasSize(2);
      assertThat(contentOf(topic.found(7))).isEqualTo(contentOf(next));
    }
    assertThat(topic.records).hasSize(13 + 4);
  }

  /** A record may carry a thousand requests. */
  @Test
  void blockOfManyIds_isWrittenInPartsOfBoundedSize() {
    RandomGenerator random = new SplittableRandom(8);
    int[] within = random.ints(200_000, 0, RecentIds.BLOCK).sorted().toArray();
    RecentIds.Block block = new RecentIds.Block(3, within, random.longs(200_000).toArray());
    write(writer, withIds(List.of(block)));

    assertThat(topic.records.values())
        .allSatisfy(chunk -> assertThat(chunk).hasSizeLessThan(512 << 10));
    List<Long> read = new ArrayList<>();
    for (RecentIds.Block part : topic.found(7).recentIds()) {
      for (int i = 0; i < part.hashes().length; i++) {
        read.add(part.number() * RecentIds.BLOCK + part.within()[i]);
        read.add(part.hashes()[i]);
      }
    }
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < within.length; i++) {
      expected.add(3L * RecentIds.BLOCK + within[i]);
      expected.add(block.hashes()[i]);
    }
    assertThat(read).isEqualTo(expected);
    assertThat(write(writer, withIds(List.of(block)))).containsExactly("7/head");
  }

  @Test
  void ids_areNotLeftBehindByManyWriters() {
    RandomGenerator random = new SplittableRandom(7);
    List<RecentIds.Block> blocks = SnapshotSamples.ids(100, 500, random);
    for (int first = 0; first + 13 <= blocks.size(); first += 29) {
      write(writer(), withIds(blocks.subList(first, first + 13)));
    }

    assertThat(topic.records).hasSize(13 + 4);
  }

  @Test
  void ownersLastWord_isMarked() {
    writer.write(SnapshotSamples.of(7, 100, 12), true, topic);

    assertThat(topic.read(7))
        .isInstanceOfSatisfying(
            StoredSnapshot.Found.class, found -> assertThat(found.by().released()).isTrue());
  }
}
