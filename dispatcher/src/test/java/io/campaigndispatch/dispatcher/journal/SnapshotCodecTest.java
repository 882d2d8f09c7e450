package io.campaigndispatch.dispatcher.journal;

import static io.campaigndispatch.dispatcher.journal.SnapshotSamples.contentOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.core.PartitionSnapshot.Flow;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.model.send.Priority;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** A snapshot as chunk records and back. */
class SnapshotCodecTest {

  private static final Uuid TOPIC_ID = Uuid.fromString("QQeXpBqTTYyE2ChZ1kHJ7A");
  private static final int CHUNK = 256 << 10;

  private final StoredChunks topic = new StoredChunks();

  private void write(PartitionSnapshot snapshot) {
    new SnapshotWriter("group", "group-w1", TOPIC_ID).write(snapshot, false, topic);
  }

  @Test
  void nothingWritten_isNone() {
    assertThat(topic.read(7)).isEqualTo(new StoredSnapshot.None());
  }

  @Test
  void anySnapshot_isReadBackAsWritten() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 300; round++) {
      PartitionSnapshot snapshot =
          SnapshotSamples.random(random.nextInt(100), random.nextInt(40), 200, random);
      topic.records.clear();
      write(snapshot);

      assertThat(contentOf(topic.found(snapshot.partition()))).isEqualTo(contentOf(snapshot));
    }
  }

  @Test
  void manyFlows_areSpreadOverChunksOfBoundedSize() {
    PartitionSnapshot snapshot = SnapshotSamples.random(7, 1_500, 1_000, new SplittableRandom(2));
    write(snapshot);

    assertThat(contentOf(topic.found(7))).isEqualTo(contentOf(snapshot));
    assertThat(topic.records).hasSizeGreaterThan(8);
    assertThat(topic.records.values())
        .allSatisfy(chunk -> assertThat(chunk).hasSizeLessThan(CHUNK));
  }

  @Test
  void flowOfAHugeBacklog_isSpreadToo() {
    OffsetQueue offsets = scattered(new SplittableRandom(3));
    PartitionSnapshot snapshot =
        SnapshotSamples.of(
            7, offsets.end(), 12, List.of(new Flow("acme", Priority.BULK, 3, 1_000_001, offsets)));
    write(snapshot);

    Flow read = topic.found(7).flows().getFirst();
    assertThat(read.requests()).isEqualTo(1_000_001);
    assertThat(ascending(read.offsets())).isEqualTo(ascending(offsets));
    assertThat(topic.records.values())
        .allSatisfy(chunk -> assertThat(chunk).hasSizeLessThan(CHUNK));
  }

  /** A workspace that is configured no longer may leave millions. */
  @Test
  void unadmittedOffsets_areSpreadToo() {
    OffsetQueue offsets = scattered(new SplittableRandom(8));
    PartitionSnapshot snapshot =
        new PartitionSnapshot(
            7,
            0,
            offsets.end(),
            12,
            List.of(SnapshotSamples.flow("acme", 0)),
            offsets,
            Map.of(),
            Set.of(),
            List.of(),
            List.of());
    write(snapshot);

    assertThat(contentOf(topic.found(7))).isEqualTo(contentOf(snapshot));
    assertThat(topic.records.values())
        .allSatisfy(chunk -> assertThat(chunk).hasSizeLessThan(CHUNK));
  }

  /** As the former version wrote them. */
  @Test
  void unadmittedOffsetsInAChunkOfTheirOwn_areRead() {
    write(SnapshotSamples.of(7, 100, 12));
    ChunkOutput former = new ChunkOutput();
    former.offsets(SnapshotSamples.offsets(5, 6, 9));
    SnapshotHead head = SnapshotHead.decode(bytes("7/head"));
    Map<String, ChunkHash> chunks = new HashMap<>(head.chunks());
    chunks.put("unadmitted", ChunkHash.of(former.bytes()));
    topic.records.put("7/unadmitted", former.bytes());
    topic.records.put("7/head", withChunks(head, chunks).encode());

    assertThat(ascending(topic.found(7).unadmitted())).containsExactly(5, 6, 9);
  }

  private static OffsetQueue scattered(SplittableRandom random) {
    OffsetQueue offsets = new OffsetQueue();
    long offset = 0;
    for (int i = 0; i < 1_000_000; i++) {
      offset += 1 + random.nextInt(200);
      offsets.add(offset);
    }
    return offsets;
  }

  private static long[] ascending(OffsetQueue offsets) {
    long[] all = new long[(int) offsets.size()];
    int[] next = {0};
    offsets.forEach(offset -> all[next[0]++] = offset);
    return all;
  }

  @Test
  void head_saysWhoseSnapshotItIs() {
    write(SnapshotSamples.of(7, 100, 12));

    assertThat(topic.read(7))
        .isInstanceOfSatisfying(
            StoredSnapshot.Found.class,
            found ->
                assertThat(found.by())
                    .isEqualTo(new StoredSnapshot.By("group", TOPIC_ID, "group-w1", false, 12)));
  }

  @Test
  void otherPartitionsChunks_areNotRead() {
    write(SnapshotSamples.of(77, 100, 12));
    assertThat(topic.read(7)).isEqualTo(new StoredSnapshot.None());

    write(SnapshotSamples.of(7, 200, 13));
    assertThat(topic.found(7).frontier()).isEqualTo(200);
    assertThat(topic.found(77).frontier()).isEqualTo(100);
  }

  @Test
  void headOfAnotherFormat_isRefusedByName() {
    write(SnapshotSamples.of(7, 100, 12));
    bytes("7/head")[0] = 2;

    assertThat(topic.read(7))
        .isEqualTo(new StoredSnapshot.Unreadable("expected snapshot format 1, received 2", null));
  }

  /** They were hashed without a key, and must not be taken for hashes with one. */
  @Test
  void idsOfTheFirstFormat_areLeftOut_andMissed() {
    PartitionSnapshot snapshot = SnapshotSamples.random(7, 3, 10, new SplittableRandom(7));
    write(snapshot);
    assertThat(snapshot.recentIds()).isNotEmpty();
    assertThat(topic.found(7).hasIds()).isTrue();
    byte[] former = bytes("7/ids/0").clone();
    former[0] = 1;
    SnapshotHead head = SnapshotHead.decode(bytes("7/head"));
    Map<String, ChunkHash> chunks = new HashMap<>(head.chunks());
    chunks.put("ids/0", ChunkHash.of(former));
    topic.records.put("7/ids/0", former);
    topic.records.put("7/head", withChunks(head, chunks).encode());

    PartitionSnapshot read = topic.found(7);
    assertThat(read.hasIds()).isFalse();
    assertThat(read.recentIds()).hasSize(snapshot.recentIds().size() - 1);
    assertThat(read.flows()).hasSameSizeAs(snapshot.flows());
  }

  private static SnapshotHead withChunks(SnapshotHead head, Map<String, ChunkHash> chunks) {
    return new SnapshotHead(
        head.partition(),
        head.groupId(),
        head.topicId(),
        head.owner(),
        head.released(),
        head.takenMillis(),
        head.frontier(),
        head.journalOffset(),
        chunks);
  }

  @Test
  void missingChunk_isRefusedByName_andTheOwnerIsKnown() {
    write(SnapshotSamples.of(7, 100, 12));
    topic.records.remove("7/levels");

    assertThat(topic.read(7))
        .isEqualTo(
            new StoredSnapshot.Unreadable(
                "chunk levels is missing",
                new StoredSnapshot.By("group", TOPIC_ID, "group-w1", false, 12)));
  }

  @Test
  void damagedBytes_areRefused_nothingElse() {
    SplittableRandom random = new SplittableRandom(4);
    write(SnapshotSamples.random(7, 20, 50, random));
    List<String> keys = List.copyOf(topic.records.keySet());
    for (int round = 0; round < 5_000; round++) {
      String key = keys.get(random.nextInt(keys.size()));
      byte[] whole = bytes(key);
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) random.nextInt(1, 256);
      topic.records.put(key, damaged);
      assertThat(topic.read(7)).as(key).isInstanceOf(StoredSnapshot.Unreadable.class);
      topic.records.put(key, whole);
    }
    assertThat(topic.read(7)).isInstanceOf(StoredSnapshot.Found.class);
  }

  @Test
  void chunkThatEndsEarly_isRefused() {
    write(SnapshotSamples.random(7, 3, 10, new SplittableRandom(5)));
    for (String key : List.copyOf(topic.records.keySet())) {
      byte[] whole = bytes(key);
      for (int length = 0; length < whole.length; length++) {
        topic.records.put(key, Arrays.copyOf(whole, length));
        assertThat(topic.read(7))
            .as("%s of %s bytes of %s", length, whole.length, key)
            .isInstanceOf(StoredSnapshot.Unreadable.class);
      }
      topic.records.put(key, whole);
    }
  }

  /** As a defect of a later version could leave it: the hashes are right, the content is not. */
  @Test
  void contentThatMakesNoSense_isRefused_nothingElse() {
    SplittableRandom random = new SplittableRandom(6);
    write(SnapshotSamples.random(7, 20, 50, random));
    for (int round = 0; round < 5_000; round++) {
      byte[] chunk = bytes("7/open/0").clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        chunk[random.nextInt(1, chunk.length)] = (byte) random.nextInt(256);
      }
      SnapshotChunks chunks = new SnapshotChunks(7);
      SnapshotHead head = SnapshotHead.decode(bytes("7/head"));
      SnapshotHead forged = withChunks(head, Map.of("open/0", ChunkHash.of(chunk)));
      chunks.put(ChunkKey.of(7, ChunkKey.HEAD), forged.encode());
      chunks.put(ChunkKey.of(7, "open/0"), chunk);

      assertThat(chunks.snapshot())
          .isInstanceOfAny(StoredSnapshot.Found.class, StoredSnapshot.Unreadable.class);
    }
  }

  private byte[] bytes(String key) {
    byte[] bytes = topic.records.get(key);
    assertThat(bytes).as(key).isNotNull();
    return bytes;
  }
}
