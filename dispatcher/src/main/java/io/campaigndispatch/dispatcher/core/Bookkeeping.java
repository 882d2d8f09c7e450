package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is written of a partition as a whole, for its next owner: from where to read, what was
 * called for, snapshots. Owned by the core thread.
 */
final class Bookkeeping {

  private final Throttles throttles;
  private final VerdictHolds holds;
  private final Results results;
  private final List<Effect> effects;

  /**
   * @param effects where commits are put
   */
  Bookkeeping(Throttles throttles, VerdictHolds holds, Results results, List<Effect> effects) {
    this.throttles = throttles;
    this.holds = holds;
    this.results = results;
    this.effects = effects;
  }

  /** Commits what may be committed, and takes a snapshot if one is due. */
  void commit(Collection<PartitionState> partitions, Now now) {
    boolean snapshotTaken = false;
    for (PartitionState partition : partitions) {
      if (partition.isOwned()) {
        OpenOffsets.Resume resume = partition.toCommit();
        if (resume != null) {
          effects.add(new Effect.Commit(partition.partition(), resume));
        }
        long below = partition.delayed().toDelete(now.nanos());
        if (below > 0) {
          effects.add(new Effect.DeleteDelayed(partition.partition(), below));
        }
        if (!snapshotTaken && partition.snapshotPace().isDue(now.nanos())) {
          // One at a time: each takes the core some milliseconds.
          snapshotTaken = true;
          writeSnapshot(partition, now);
        }
      }
    }
  }

  void writeSnapshot(PartitionState partition, Now now) {
    PartitionSnapshot snapshot =
        Snapshots.of(partition, throttles.levels(partition.partition()), now)
            .with(
                holds.left(partition.partition()),
                partition.hungry().sweep().earliest(partition.offsets().lowest()));
    partition.snapshotPace().taken(snapshot.bytes(), now.nanos());
    results.publish(partition, new Write.Snapshot(snapshot));
  }

  /** Writes what owned partitions called for. */
  void writeCalled(Collection<PartitionState> partitions) {
    for (PartitionState partition : partitions) {
      if (partition.isOwned()) {
        var _ = writeCalled(partition);
      }
    }
  }

  /** Writes what a partition called for. Returns whether there was anything to write. */
  boolean writeCalled(PartitionState partition) {
    Map<String, Integer> called = partition.takeCalled();
    if (!called.isEmpty()) {
      results.publish(partition, new Write.Called(partition.partition(), called));
    }
    return !called.isEmpty();
  }
}
