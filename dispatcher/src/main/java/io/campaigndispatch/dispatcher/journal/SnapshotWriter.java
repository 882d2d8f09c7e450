package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.index.RecentIds;
import java.util.ArrayList;
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
  private static final int ID_SLOTS = 32;

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
    return OpenChunks.size(snapshot) + ids + snapshot.delayed().bytes();
  }

  /** Somebody else may have written snapshots of this partition: the next is written whole. */
  public void forget(int partition) {
    written.remove(partition);
    uncommitted.remove(partition);
  }

  /** The progress topic was created anew: the next snapshot of each partition is written whole. */
  public void forgetAll() {
    written.clear();
    uncommitted.clear();
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
    List<byte[]> delayed = DelayedChunks.spread(snapshot.delayed());
    for (int i = 0; i < delayed.size(); i++) {
      changed.put(ChunkKey.delayed(i), delayed.get(i));
    }
    changed.put(ChunkKey.DELAY, DelayedChunks.encodeFrontier(snapshot.delayed()));
    changed.put(ChunkKey.LEVELS, LevelsChunk.encode(snapshot.levels()));
    if (!snapshot.holds().isEmpty()) {
      changed.put(ChunkKey.HOLDS, HoldsChunk.encode(snapshot.holds()));
    }
    if (!snapshot.expiries().isEmpty()) {
      changed.put(ChunkKey.EXPIRIES, ExpiriesChunk.encode(snapshot.expiries()));
    }
    if (!snapshot.started().isEmpty()) {
      changed.put(ChunkKey.STARTED, StartedChunk.encode(snapshot.started()));
    }
    changed.putIds(snapshot.recentIds());
    changed.remove(before == null ? everyName(changed.hashes.size()) : before.keySet());
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

    /** Ids that are there already keep their slot; the others take the lowest free ones. */
    void putIds(List<RecentIds.Block> blocks) {
      Map<ChunkHash, String> slots = new HashMap<>();
      if (before != null) {
        before.forEach(
            (name, hash) -> {
              if (ChunkKey.isIds(name)) {
                slots.put(hash, name);
              }
            });
      }
      List<RecentIds.Block> others = new ArrayList<>();
      for (RecentIds.Block block : blocks) {
        for (RecentIds.Block part : IdsChunk.parts(block)) {
          byte[] bytes = IdsChunk.encode(part);
          String slot = slots.get(ChunkHash.of(bytes));
          if (slot == null) {
            others.add(part);
          } else {
            put(slot, bytes);
          }
        }
      }
      int slot = 0;
      for (RecentIds.Block part : others) {
        while (hashes.containsKey(ChunkKey.ids(slot))) {
          slot++;
        }
        put(ChunkKey.ids(slot), IdsChunk.encode(part));
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

  /**
   * @param chunks of the snapshot that is being written: those before it had not many more
   */
  private static Set<String> everyName(int chunks) {
    Set<String> names = new TreeSet<>();
    names.add(ChunkKey.UNADMITTED);
    names.add(ChunkKey.HOLDS);
    names.add(ChunkKey.EXPIRIES);
    names.add(ChunkKey.STARTED);
    for (int i = 0; i < OpenChunks.MOST; i++) {
      names.add(ChunkKey.open(i));
    }
    for (int i = 0; i < DelayedChunks.MOST; i++) {
      names.add(ChunkKey.delayed(i));
    }
    for (int i = 0; i < Math.max(ID_SLOTS, 2 * chunks); i++) {
      names.add(ChunkKey.ids(i));
    }
    return names;
  }
}
