package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.Decoded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends what must end and will not come to the head of its flow soon: expired, cancelled, of a
 * workspace that is no more. What is in memory is looked through now and then; what is in the log
 * is read in the background. Owned by the core thread.
 */
final class Sweeper {

  private static final long MEMORY_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long LOG_EVERY_NANOS = Duration.ofMinutes(4).toNanos();

  private final Starter starter;
  private final Results results;
  private final Timers timers;
  private final Collection<PartitionState> partitions;

  /** A record that may end, with what ends it. */
  private record Ending(RawRecord raw, List<Write.OfRequest> writes) {}

  /** What was found in one batch of records, by flow. */
  private final Map<Flow, List<Ending>> found = new HashMap<>();

  /**
   * @param partitions those that are ours; only looked at
   */
  Sweeper(
      Starter starter,
      Results results,
      Timers timers,
      Collection<PartitionState> partitions,
      Now now) {
    this.starter = starter;
    this.results = results;
    this.timers = timers;
    this.partitions = partitions;
    timers.at(now.nanos() + MEMORY_EVERY_NANOS, this::everyNowAndThen);
  }

  private long logNanos;
  private Now now = new Now(0, 0);

  /** Time passes. */
  void at(Now current) {
    now = current;
  }

  private void everyNowAndThen(long atNanos) {
    boolean log = now.nanos() - logNanos >= LOG_EVERY_NANOS;
    for (PartitionState partition : partitions) {
      if (!partition.isEnding()) {
        for (WorkspaceQueue queue : List.copyOf(partition.queues())) {
          memory(partition, queue);
        }
        if (log) {
          partition
              .hungry()
              .sweep()
              .expire(
                  now.millis(),
                  partition.offsets().lowest(),
                  partition.offsets()::isOpen,
                  partition::record);
        }
      }
    }
    if (log) {
      logNanos = now.nanos();
    }
    timers.at(Math.max(atNanos, now.nanos()) + MEMORY_EVERY_NANOS, this::everyNowAndThen);
  }

  /** Ends what must end of a campaign, or of a whole workspace. */
  void sweep(PartitionState partition, WorkspaceQueue queue, @Nullable String campaignId) {
    memory(partition, queue);
    int group = Campaigns.groupOf(campaignId);
    queue
        .homes()
        // Where there are too many flows, campaigns share the first.
        .filter(
            flow ->
                campaignId == null
                    || flow.campaigns() == group
                    || flow.campaigns() == Campaigns.returned(group)
                    || flow.campaigns() == 0)
        .forEach(partition.hungry().sweep()::add);
  }

  private void memory(PartitionState partition, WorkspaceQueue queue) {
    for (Pending pending : queue.remove(pending -> starter.ending(pending, queue, now) != null)) {
      Write.OfRequest write = starter.ending(pending, queue, now);
      if (write != null) {
        results.publish(partition, write);
      }
    }
    queue.lane().ready(queue);
  }

  /** A record was read to be looked at. */
  void look(
      PartitionState partition, CoreEvent.ReadRecord read, List<Admission.Admitted> admitted) {
    WorkspaceQueue queue = null;
    Flow flow = null;
    List<Write.OfRequest> writes = new ArrayList<>();
    SendRequest request = anyOf(read.decoded());
    if (request != null) {
      queue = partition.queue(request.workspaceId());
      flow = queue == null ? null : flowOf(queue, request, read.raw());
    }
    if (queue == null || flow == null) {
      return;
    }
    boolean stays = false;
    for (Admission.Admitted one : admitted) {
      switch (one) {
        case Admission.Admitted.Closed(var write) -> writes.add(write);
        case Admission.Admitted.Queued(var pending, _, _) -> {
          Write.OfRequest write = starter.ending(pending, queue, now);
          if (write == null) {
            stays = true;
            partition.hungry().sweep().expires(read.raw().offset(), pending.expiresAt());
          } else {
            writes.add(write);
          }
        }
      }
    }
    if (!stays && !writes.isEmpty()) {
      found.computeIfAbsent(flow, _ -> new ArrayList<>()).add(new Ending(read.raw(), writes));
    }
  }

  private static @Nullable SendRequest anyOf(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Valid(var request, _) -> request;
      case Decoded.Invalid _ -> null;
      case Decoded.FannedOut(_, var entries) -> {
        for (Decoded.Entry entry : entries) {
          if (entry instanceof Decoded.Valid(var request, _)) {
            yield request;
          }
        }
        yield null;
      }
    };
  }

  private static @Nullable Flow flowOf(WorkspaceQueue queue, SendRequest request, RawRecord raw) {
    int group = Campaigns.groupOf(request.campaignId());
    if (RecordHistory.returnedFrom(raw) >= 0) {
      group = Campaigns.returned(group);
    }
    if (queue.hasFlow(request.priority(), group)) {
      return queue.flow(request.priority(), group);
    }
    return queue.hasFlow(request.priority(), 0) ? queue.flow(request.priority(), 0) : null;
  }

  /** The batch is at its end: what was found and is still where it was, ends. */
  void end(PartitionState partition) {
    found.forEach(
        (flow, endings) -> {
          Map<Long, Ending> byOffset = new HashMap<>();
          endings.forEach(ending -> byOffset.put(ending.raw().offset(), ending));
          flow.drop(
              byOffset.keySet().stream().mapToLong(Long::longValue).sorted().toArray(),
              // Its requests may have stepped aside into two detours: they end once.
              offset -> end(partition, flow, byOffset.remove(offset)));
        });
    found.clear();
  }

  private void end(PartitionState partition, Flow flow, @Nullable Ending ending) {
    if (ending == null) {
      return;
    }
    OpenRecord record =
        partition.hold(ending.raw().offset(), ending.raw().weight(), ending.writes().size());
    if (record.flow() == null) {
      record.joins(flow);
      flow.refer();
    }
    for (Write.OfRequest write : ending.writes()) {
      record.enter(write.position().child());
      flow.queue().waits(flow, -1);
      results.publish(partition, write);
    }
  }
}
