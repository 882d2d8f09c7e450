package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered;
import java.time.Duration;

/**
 * Requests that wait for their next attempt: in memory while there is room, else only their place
 * and their attempts. Owned by the core thread.
 */
final class Retries {

  private final Timers timers;
  private final Memory memory;

  Retries(Timers timers, Memory memory) {
    this.timers = timers;
    this.memory = memory;
  }

  /** An attempt failed just now. */
  void after(Duration delay, PartitionState partition, Pending pending, Now now) {
    Retry retry = partition.known().retry(pending.position(), pending.flow().home());
    retry.waits(pending);
    wake(now.nanos() + delay.toNanos(), retry);
  }

  /**
   * It was tried under an earlier owner. Returns whether it still has to wait; its record need not
   * be in memory then.
   */
  boolean restored(
      PartitionState partition, Position position, Flow flow, Recovered.Attempted before, Now now) {
    Retry retry = partition.known().retry(position, flow);
    retry.journaled(before);
    // Its clock may not be ours; what waits for longer is in the delay topic.
    long delay =
        Math.min(before.dueMillis() - now.millis(), Settlement.LONGEST_IN_MEMORY.toMillis());
    if (delay <= 0) {
      return false;
    }
    retry.waits(null);
    wake(now.nanos() + Duration.ofMillis(delay).toNanos(), retry);
    return true;
  }

  private void wake(long atNanos, Retry retry) {
    timers.at(atNanos, retry.flow().queue(), _ -> due(retry));
  }

  private static void due(Retry retry) {
    if (retry.isForgotten()) {
      return;
    }
    Flow flow = retry.flow();
    WorkspaceQueue queue = flow.queue();
    Pending pending = retry.due();
    if (pending != null) {
      queue.addFirst(pending);
      queue.lane().ready(queue);
    } else {
      queue.waits(flow, 1);
      queue.returns(flow, retry.position().offset());
    }
  }

  /** Its failed attempt is written. */
  void written(PartitionState partition, Write.Retrying write) {
    Retry retry = partition.known().retries().get(write.position());
    if (retry == null) {
      throw new IllegalStateException(
          "a request that is tried again is known: " + write.position());
    }
    retry.journaled(new Recovered.Attempted(write.outcome().attempt(), write.dueMillis()));
    OpenRecord record = partition.record(write.position().offset());
    if (memory.isTight() && retry.mayLeave() && record != null && record.isAll(1)) {
      retry.leaves();
      record.leave(write.position().child());
      partition.letGo(record);
    }
  }
}
