package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log no longer has, open or never read: it is closed, counted and told. Owned by the core
 * thread.
 */
final class Losses {

  private final Results results;
  private final List<Effect> effects;

  /** Records that were lost and are not told yet, and the first of them; all of one partition. */
  private long lost;

  private long lostFrom;

  /**
   * @param effects where it is put what was lost
   */
  Losses(Results results, List<Effect> effects) {
    this.results = results;
    this.effects = effects;
  }

  /**
   * A record that is not in memory is not in the log either; told by the next {@link #tell}.
   *
   * @param flow in which it waited; null when it waited to be admitted anew
   */
  void lose(PartitionState partition, @Nullable Flow flow, long offset) {
    if (flow != null) {
      flow.queue().waits(flow, -1);
    }
    if (!partition.offsets().isOpen(offset)) {
      // Another of its requests waited elsewhere, and was lost with it.
      return;
    }
    partition.gone(offset, 1);
    if (flow != null) {
      flow.opened(-1);
    }
    results.lost(flow == null ? null : flow.queue().workspace().id(), 1);
    lostFrom = lost == 0 ? offset : Math.min(lostFrom, offset);
    lost++;
  }

  void tell(PartitionState partition) {
    if (lost > 0) {
      effects.add(new Effect.Lost(partition.partition(), lostFrom, lost));
      lost = 0;
      partition.forgetLost();
    }
  }

  /** The log no longer has what lies below an offset. */
  void logBegins(PartitionState partition, long firstOffset) {
    for (WorkspaceQueue queue : partition.queues()) {
      for (Flow flow : queue.flows().toList()) {
        flow.lose(firstOffset, offset -> lose(partition, flow, offset));
        partition.requests().forgetIdle(flow);
      }
    }
    OffsetQueue unadmitted = partition.hungry().unadmitted();
    while (!unadmitted.isEmpty() && unadmitted.first() < firstOffset) {
      lose(partition, null, unadmitted.poll());
    }
    tell(partition);
  }

  /** Reading goes on at an offset; what lies between that and the frontier was deleted unread. */
  void unreadDeleted(PartitionState partition, long nextOffset) {
    long frontier = partition.offsets().frontier();
    if (nextOffset > frontier) {
      results.lostUnread(nextOffset - frontier - partition.known().closedBeforeReading(nextOffset));
      effects.add(new Effect.LostUnread(partition.partition(), frontier, nextOffset));
      partition.readTo(nextOffset);
      partition.unreadDeleted(nextOffset);
    }
  }
}
