package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.Held;
import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.Recovered.Attempted;
import io.campaigndispatch.dispatcher.index.Recovered.Started;
import io.campaigndispatch.dispatcher.throttle.BucketLevel;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A partition's chunks as they are read, the later in place of the earlier. */
public final class SnapshotChunks {

  private final int partition;
  private final Map<String, byte[]> byName = new HashMap<>();

  public SnapshotChunks(int partition) {
    this.partition = partition;
  }

  /**
   * @param value null for a chunk that is no more
   */
  public void put(byte @Nullable [] key, byte @Nullable [] value) {
    String name = ChunkKey.nameIn(key, partition);
    if (name == null) {
      return;
    }
    if (value == null) {
      byName.remove(name);
    } else {
      byName.put(name, value);
    }
  }

  /** What they amount to. */
  public StoredSnapshot snapshot() {
    byte[] bytes = byName.get(ChunkKey.HEAD);
    if (bytes == null) {
      return new StoredSnapshot.None();
    }
    StoredSnapshot.By by = null;
    try {
      SnapshotHead head = SnapshotHead.decode(bytes);
      by =
          new StoredSnapshot.By(
              head.groupId(), head.topicId(), head.owner(), head.released(), head.journalOffset());
      return new StoredSnapshot.Found(by, state(head));
    } catch (UnreadableSnapshot e) {
      return new StoredSnapshot.Unreadable(String.valueOf(e.getMessage()), by);
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
      return new StoredSnapshot.Unreadable("a chunk does not say what it should: " + e, by);
    }
  }

  private PartitionSnapshot state(SnapshotHead head) {
    if (head.partition() != partition) {
      throw new UnreadableSnapshot(
          "expected a snapshot of partition " + partition + ", received " + head.partition());
    }
    JoinedFlows flows = new JoinedFlows();
    OffsetQueue unadmitted = new OffsetQueue();
    Map<Position, Attempted> attempted = new HashMap<>();
    Set<Position> doneChildren = new HashSet<>();
    List<RecentIds.Block> ids = new ArrayList<>();
    List<BucketLevel> levels = List.of();
    DelayedChunks.Joined delayed = new DelayedChunks.Joined();
    boolean hasIds = true;
    List<Held> holds = List.of();
    Map<Long, Long> expiries = Map.of();
    Map<Position, Started> started = Map.of();
    for (var entry : head.chunks().entrySet()) {
      String name = entry.getKey();
      byte[] chunk = whole(name, entry.getValue());
      if (name.startsWith("open/")) {
        OpenChunk open = OpenChunk.decode(partition, chunk);
        open.flows.forEach(flows::add);
        attempted.putAll(open.attempted);
        doneChildren.addAll(open.doneChildren);
      } else if (ChunkKey.isIds(name)) {
        if (IdsChunk.isWithoutKey(chunk)) {
          hasIds = false;
        } else {
          ids.add(IdsChunk.decode(chunk));
        }
      } else if (ChunkKey.isDelayed(name)) {
        delayed.add(chunk);
      } else if (name.equals(ChunkKey.DELAY)) {
        delayed.addFrontier(chunk);
      } else if (name.equals(ChunkKey.UNADMITTED)) {
        unadmitted = new ChunkInput(chunk).offsets();
      } else if (name.equals(ChunkKey.LEVELS)) {
        levels = LevelsChunk.decode(chunk);
      } else if (name.equals(ChunkKey.HOLDS)) {
        holds = HoldsChunk.decode(chunk);
      } else if (name.equals(ChunkKey.EXPIRIES)) {
        expiries = ExpiriesChunk.decode(chunk);
      } else if (name.equals(ChunkKey.STARTED)) {
        started = StartedChunk.decode(partition, chunk);
      } else {
        throw new UnreadableSnapshot("a chunk of an unknown kind: " + name);
      }
    }
    ids.sort(Comparator.comparingLong(RecentIds.Block::number));
    return new PartitionSnapshot(
        partition,
        head.takenMillis(),
        head.frontier(),
        head.journalOffset(),
        flows.flows(),
        unadmitted.isEmpty() ? flows.unadmitted() : unadmitted,
        attempted,
        doneChildren,
        ids,
        levels,
        hasIds,
        started,
        delayed.delayed(),
        holds,
        expiries);
  }

  private byte[] whole(String name, ChunkHash hash) {
    byte[] chunk = byName.get(name);
    if (chunk == null) {
      throw new UnreadableSnapshot("chunk " + name + " is missing");
    }
    if (!ChunkHash.of(chunk).equals(hash)) {
      throw new UnreadableSnapshot("chunk " + name + " is damaged");
    }
    return chunk;
  }
}
