package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.model.wire.Decoded;
import java.util.List;

/** What one process's core may hold in memory. */
final class MemoryChecks {

  private final long most;
  private long read;
  private long mostRead;
  private long largestRecord;

  MemoryChecks(World world) {
    this.most = world.settings.windowBytes() / 4 * 5;
  }

  /** Its core has another turn; what it is handed in one, it cannot refuse. */
  void turn() {
    read = 0;
  }

  /** Records are about to be handed to it, read at the frontier. */
  void read(List<CoreEvent.ReadRecord> records) {
    for (CoreEvent.ReadRecord record : records) {
      read += weight(record);
    }
    mostRead = Math.max(mostRead, read);
  }

  /** Records are about to be handed to it, read again: one too many, and no more are taken. */
  void reread(List<CoreEvent.ReadRecord> records) {
    for (CoreEvent.ReadRecord record : records) {
      largestRecord = Math.max(largestRecord, weight(record));
    }
  }

  private static long weight(CoreEvent.ReadRecord record) {
    int further =
        record.decoded() instanceof Decoded.FannedOut(_, var entries) ? entries.size() - 1 : 0;
    return record.raw().weight() + further * 1_000L;
  }

  /**
   * @param partitions each of which may have a pass under way
   */
  void check(DispatchCore core, int partitions) {
    long allowed = most + mostRead + largestRecord * partitions;
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
          || !partition.known().retries().isEmpty()
          || !partition.known().attemptedBefore().isEmpty()
          || !partition.known().doneChildren().isEmpty()
          || !partition.known().started().isEmpty()) {
        throw Invariant.BOUNDED_MEMORY.violated(
            "partition %s keeps %s flows %s, records %s, retries %s, attempts %s, children %s,"
                + " started %s",
            partition.partition(),
            flows,
            partition.queues().stream().flatMap(WorkspaceQueue::flows).map(Flow::open).toList(),
            partition.records().keySet(),
            partition.known().retries().keySet(),
            partition.known().attemptedBefore().keySet(),
            partition.known().doneChildren().keySet(),
            partition.known().started());
      }
    }
  }
}
