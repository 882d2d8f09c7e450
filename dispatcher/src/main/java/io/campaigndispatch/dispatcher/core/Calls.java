package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.Scope;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request's way from its queue to its call, and the calls under way: lanes served in their order,
 * requests held against their gates. A queue that could send stands in its lane's ring; every other
 * one has a timer, a call under way or a request still to come that puts it back there.
 */
final class Calls {

  /** How often it is looked whether a wall clock that was stepped has settled. */
  private static final long CLOCK_SETTLES_NANOS = Duration.ofSeconds(1).toNanos();

  private final Collection<Lane> lanes;
  private final Starter starter;
  private final Markers markers;
  private final Timers timers;
  private final Results results;
  private final VerdictHolds holds;
  private final CampaignControl campaigns;
  private final Memory memory;
  private final List<Effect> effects;
  private final Map<Integer, PartitionState> partitions;
  private final Map<Long, Attempt> inFlight = new HashMap<>();
  private int started;

  /**
   * @param lanes of all vendors; only looked at
   * @param effects where calls are put
   * @param partitions those that are ours, by number; only looked at
   */
  Calls(
      Collection<Lane> lanes,
      Starter starter,
      Markers markers,
      Timers timers,
      Results results,
      VerdictHolds holds,
      CampaignControl campaigns,
      Memory memory,
      List<Effect> effects,
      Map<Integer, PartitionState> partitions) {
    this.lanes = lanes;
    this.starter = starter;
    this.markers = markers;
    this.timers = timers;
    this.results = results;
    this.holds = holds;
    this.campaigns = campaigns;
    this.memory = memory;
    this.effects = effects;
    this.partitions = partitions;
  }

  void use(TemplateGate templates) {
    starter.use(templates);
  }

  /** Calls started since it was last asked. */
  int takeStarted() {
    int taken = started;
    started = 0;
    return taken;
  }

  /** Starts every call that may start. */
  void start(Now now) {
    for (Lane lane : lanes) {
      while (!results.isFull() && mayCall(lane, now)) {
        WorkspaceQueue queue = lane.next();
        if (queue == null) {
          break;
        }
        serve(lane, queue, now);
      }
    }
  }

  private static boolean mayCall(Lane lane, Now now) {
    return lane.hasPermit() && lane.breaker().admits(now.nanos());
  }

  private void serve(Lane lane, WorkspaceQueue queue, Now now) {
    while (mayCall(lane, now) && lane.mayGoOn(queue) && !results.isFull()) {
      if (queue.holds().isHeld(Scope.EVERYTHING)) {
        // What releases it puts it back into its lane.
        return;
      }
      if (queue.heldUntilNanos() > now.nanos()) {
        wake(queue, queue.heldUntilNanos());
        return;
      }
      Pending head = head(queue, now);
      if (head == null && results.isFull()) {
        // Not all of its markers were asked for.
        break;
      }
      if (head == null) {
        return;
      }
      if (now.isUnsure(head.expiresAt())) {
        wake(queue, now.nanos() + CLOCK_SETTLES_NANOS);
        return;
      }
      Write.OfRequest refusal = starter.refusal(head, queue, now);
      if (refusal != null) {
        queue.take(head);
        queue.ended(head);
        results.publish(partitionOf(head), refusal);
        continue;
      }
      Flow detour = queue.detours().of(head);
      if (detour != null) {
        stepAside(queue, head, detour);
        continue;
      }
      if (queue.throttle().journalRoom() == 0) {
        // Its calls are journaled in a moment, and that puts it back into its lane.
        return;
      }
      long wait = queue.throttle().nanosToWait();
      if (wait > 0) {
        head.throttledFrom(now.nanos());
        wake(queue, now.nanos() + wait);
        return;
      }
      start(lane, queue, head, now);
    }
    lane.ready(queue);
  }

  /** The request that may go next; asks for the markers of those behind it. */
  private @Nullable Pending head(WorkspaceQueue queue, Now now) {
    while (true) {
      wake(queue, markers.ask(queue, now));
      boolean left = queue.marks().areWanted();
      Pending head = queue.head();
      if (head != null || left || !queue.marks().areWanted()) {
        return head;
      }
      // What stepped aside was before others that need markers.
    }
  }

  private void start(Lane lane, WorkspaceQueue queue, Pending head, Now now) {
    PartitionState partition = partitionOf(head);
    Attempt attempt = starter.start(queue, head, partition, now);
    lane.acquire(queue);
    lane.breaker().started(attempt.call().callId());
    lane.spent(queue, attempt.requests().size());
    partition.callStarted();
    if (queue.throttle().isLimited()) {
      partition.called(queue.workspace().id(), attempt.requests().size());
    }
    inFlight.put(attempt.call().callId(), attempt);
    holds.started(attempt);
    campaigns.started(attempt);
    started++;
    effects.add(attempt.call());
  }

  private void stepAside(WorkspaceQueue queue, Pending head, Flow detour) {
    markers.cameToNothing(partitionOf(head), head);
    if (queue.detours().stepAside(head, detour, memory.mostPerFlow())) {
      PartitionState partition = partitionOf(head);
      OpenRecord record = partition.record(head.position().offset());
      if (record == null) {
        throw new IllegalStateException("a request that waits has its record in memory");
      }
      record.leave(head.position().child());
      partition.letGo(record);
    }
  }

  /** A queue stands in its lane again at that time, at the latest. */
  void wake(WorkspaceQueue queue, long atNanos) {
    if (atNanos != Long.MAX_VALUE && queue.wakeAt(atNanos)) {
      timers.at(
          atNanos,
          queue,
          at -> {
            if (queue.awake(at)) {
              queue.lane().ready(queue);
            }
          });
    }
  }

  /** The journal shows these calls now. */
  void journaled(PartitionState partition, Map<String, Integer> messages) {
    messages.forEach(
        (workspaceId, count) -> {
          WorkspaceQueue queue = partition.queue(workspaceId);
          if (queue != null) {
            queue.throttle().journaled(count);
            queue.lane().ready(queue);
          }
        });
  }

  /** A call was written late: its workspace's buckets earn nothing for the time it waited. */
  void writtenLate(CoreEvent.WrittenLate late) {
    Attempt attempt = inFlight.get(late.callId());
    if (attempt != null) {
      attempt.queue().throttle().late(attempt.call().takenNanos(), late.writtenNanos());
    }
  }

  /** A call ended; what became of its requests is for others to settle. */
  Attempt end(long callId) {
    Attempt attempt = inFlight.remove(callId);
    if (attempt == null) {
      throw new IllegalStateException("call " + callId + " is not in flight");
    }
    attempt.lane().release(attempt.queue());
    attempt.partition().callEnded();
    return attempt;
  }

  private PartitionState partitionOf(Pending pending) {
    PartitionState partition = partitions.get(pending.position().partition());
    if (partition == null) {
      throw new IllegalStateException("a waiting request of a partition that is not ours");
    }
    return partition;
  }
}
