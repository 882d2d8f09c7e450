package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.index.RecentIds;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Turns snapshots into chunk records of the progress topic, and leaves those out that are there
 * already: this writer's own since it last took the partition over, for until then others wrote
 * them. The head comes last. Owned by the publisher's thread.
 */
public final class SnapshotWriter {

  /** Slots of recent ids that are looked after when it is not known what was written before. */
  private static final int MOST_ID_SLOTS = 1 << 12;

  private static final int LEAST_ID_SLOTS = 16;
  private static final int ID_BYTES = 11;

  private final String groupId;
  private final String owner;
  private final Uuid requestsTopicId;
  private final Map<Integer, Map<String, ChunkHash>> written = new HashMap<>();
  private final Map<Integer, Map<String, ChunkHash>> uncommitted = new HashMap<>();

  /** Where records go. */
  public interface Sink {
    /**
     * @param value null for a chunk that is no more
     */
    void put(byte[] key, byte @Nullable [] value);
  }

  /**
   * @param groupId of the workers
   * @param owner the transactional id that writes
   * @param requestsTopicId of the topic whose requests the snapshots are of
   */
  public SnapshotWriter(String groupId, String owner, Uuid requestsTopicId) {
    this.groupId = groupId;
    this.owner = owner;
    this.requestsTopicId = requestsTopicId;
  }

  /** Bytes that a snapshot has at most, roughly. */
  public static long size(PartitionSnapshot snapshot) {
    long ids = 0;
    for (RecentIds.Block block : snapshot.recentIds()) {
      ids += (long) ID_BYTES * block.hashes().length;
    }
    return OpenChunks.size(snapshot) + snapshot.unadmitted().encodedSize() + ids;
  }

  /** Somebody else may have written snapshots of this partition: the next is written whole. */
  public void forget(int partition) {
    written.remove(partition);
    uncommitted.remove(partition);
  }

  /**
   * Writes what changed, chunk by chunk, so that one of them is in memory at a time.
   *
   * @param released whether the owner lets go in the same transaction, which says nothing of this
   *     partition's requests
   */
  public void write(PartitionSnapshot snapshot, boolean released, Sink sink) {
    int partition = snapshot.partition();
    Map<String, ChunkHash> before = uncommitted.getOrDefault(partition, written.get(partition));
    Changed changed = new Changed(partition, before, sink);
    List<OpenChunk> open = OpenChunks.spread(snapshot);
    for (int i = 0; i < open.size(); i++) {
      changed.put(ChunkKey.open(i), open.get(i).encode());
    }
    ChunkOutput unadmitted = new ChunkOutput();
    unadmitted.offsets(snapshot.unadmitted());
    changed.put(ChunkKey.UNADMITTED, unadmitted.bytes());
    changed.put(ChunkKey.LEVELS, LevelsChunk.encode(snapshot.levels()));
    int slots = idSlots(snapshot.recentIds());
    for (RecentIds.Block block : snapshot.recentIds()) {
      changed.put(ChunkKey.ids(Math.floorMod(block.number(), slots)), IdsChunk.encode(block));
    }
    changed.remove(before == null ? everyName(slots) : before.keySet());
    SnapshotHead head =
        new SnapshotHead(
            partition,
            groupId,
            requestsTopicId,
            owner,
            released,
            snapshot.takenMillis(),
            snapshot.frontier(),
            snapshot.journalOffset(),
            changed.hashes);
    sink.put(ChunkKey.of(partition, ChunkKey.HEAD), head.encode());
    uncommitted.put(partition, changed.hashes);
  }

  /** What was written is there. */
  public void committed() {
    written.putAll(uncommitted);
    uncommitted.clear();
  }

  /** What was written is void. */
  public void aborted() {
    uncommitted.clear();
  }

  /** The chunks of one snapshot, of which only the changed ones go on. */
  private static final class Changed {

    private final int partition;
    private final @Nullable Map<String, ChunkHash> before;
    private final Sink sink;
    final Map<String, ChunkHash> hashes = new LinkedHashMap<>();

    Changed(int partition, @Nullable Map<String, ChunkHash> before, Sink sink) {
      this.partition = partition;
      this.before = before;
      this.sink = sink;
    }

    void put(String name, byte[] bytes) {
      ChunkHash hash = ChunkHash.of(bytes);
      hashes.put(name, hash);
      if (before == null || !hash.equals(before.get(name))) {
        sink.put(ChunkKey.of(partition, name), bytes);
      }
    }

    void remove(Set<String> names) {
      for (String name : names) {
        if (!hashes.containsKey(name)) {
          sink.put(ChunkKey.of(partition, name), null);
        }
      }
    }
  }

  /** So many that no two blocks of a snapshot share one, with room for a few more. */
  private static int idSlots(List<RecentIds.Block> blocks) {
    if (blocks.isEmpty()) {
      return LEAST_ID_SLOTS;
    }
    long span = blocks.getLast().number() - blocks.getFirst().number() + 1;
    long slots = LEAST_ID_SLOTS;
    while (slots < span + span / 2) {
      slots *= 2;
    }
    return (int) Math.min(slots, 1 << 30);
  }

  private static Set<String> everyName(int idSlots) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < OpenChunks.MOST; i++) {
      names.add(ChunkKey.open(i));
    }
    for (int i = 0; i < Math.min(idSlots, MOST_ID_SLOTS); i++) {
      names.add(ChunkKey.ids(i));
    }
    return names;
  }
}
