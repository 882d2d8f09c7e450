package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import java.util.List;

/** What one process's core may hold in memory. */
final class MemoryChecks {

  private final World world;
  private final long most;
  private long largestBatch;

  MemoryChecks(World world) {
    this.world = world;
    this.most = world.settings.windowBytes() / 4 * 5;
  }

  /** Records are about to be handed to it. */
  void brings(List<CoreEvent.ReadRecord> records) {
    long batch = 0;
    for (CoreEvent.ReadRecord record : records) {
      batch += record.raw().weight();
    }
    largestBatch = Math.max(largestBatch, batch);
  }

  void check(DispatchCore core) {
    // Each partition's pass was asked for while there was room.
    long allowed = most + largestBatch * (1 + world.partitions());
    if (core.heldBytes() > allowed) {
      throw Invariant.BOUNDED_MEMORY.violated(
          "%s bytes held, at most %s allowed", core.heldBytes(), allowed);
    }
  }

  /** Everything is closed: nothing of it may stay. */
  void checkEmpty(DispatchCore core) {
    if (core.heldBytes() != 0) {
      throw Invariant.BOUNDED_MEMORY.violated("%s bytes held for nothing", core.heldBytes());
    }
    for (PartitionState partition : core.partitions()) {
      long flows = 0;
      for (WorkspaceQueue queue : partition.queues()) {
        flows += queue.flows().count();
      }
      if (flows > 0
          || !partition.records().isEmpty()
          || !partition.retries().isEmpty()
          || !partition.attemptedBefore().isEmpty()
          || !partition.doneChildren().isEmpty()) {
        throw Invariant.BOUNDED_MEMORY.violated(
            "partition %s keeps %s flows %s, records %s, retries %s, attempts %s, children %s",
            partition.partition(),
            flows,
            partition.queues().stream().flatMap(WorkspaceQueue::flows).map(Flow::open).toList(),
            partition.records().keySet(),
            partition.retries().keySet(),
            partition.attemptedBefore().keySet(),
            partition.doneChildren().keySet());
      }
    }
  }
}
