package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Marks;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.Recovered;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for markers ahead of the tokens, so that no token waits for a commit: as many as may be
 * called for while two commits take, for a quarter of a second at least. Whatever is marked and not
 * called when this worker dies ends as uncertain, so no more than that. Owned by the core thread.
 */
final class Markers {

  private static final long SHORTEST_LEAD_NANOS = Duration.ofMillis(250).toNanos();
  private static final long LONGEST_LEAD_NANOS = Duration.ofSeconds(2).toNanos();

  /** Of one priority of a workspace. */
  private static final int MOST_NEAR = 4_096;

  private static final int LEAST_CALLS_NEAR = 2;

  private final Starter starter;
  private final Results results;
  private final Map<Integer, PartitionState> partitions;
  private long leadNanos = SHORTEST_LEAD_NANOS;
  private long markers;

  /** One marker on its way at a time tells how long they take. */
  private @Nullable Probe probe;

  private record Probe(long marker, long askedNanos) {}

  /**
   * @param partitions those that are ours, by number; only looked at
   */
  Markers(Starter starter, Results results, Map<Integer, PartitionState> partitions) {
    this.starter = starter;
    this.results = results;
    this.partitions = partitions;
  }

  /**
   * Asks for the markers that a workspace needs now; what ends without a call needs none.
   *
   * @return when it is to be asked again at the latest, monotonic nanoseconds; {@link
   *     Long#MAX_VALUE} when its next call or marker brings that about
   */
  long ask(WorkspaceQueue queue, Now now) {
    Marks marks = queue.marks();
    if (!marks.areWanted()) {
      return Long.MAX_VALUE;
    }
    long wait = queue.throttle().nanosToWait();
    if (wait > leadNanos) {
      return now.nanos() + wait - leadNanos;
    }
    int most = mostNear(queue);
    while (!results.isFull()) {
      Pending next = marks.next(most);
      if (next == null) {
        break;
      }
      PartitionState partition = partitionOf(next);
      Write.OfRequest refusal = starter.refusal(next, queue, now);
      if (refusal == null) {
        mark(partition, queue, next, now);
      } else {
        queue.endsUnmarked(next);
        results.publish(partition, refusal);
      }
    }
    return Long.MAX_VALUE;
  }

  private int mostNear(WorkspaceQueue queue) {
    double within = (double) leadNanos / Duration.ofSeconds(1).toNanos();
    double sent = queue.throttle().expectedPerSecond() * within;
    double least = (double) LEAST_CALLS_NEAR * queue.lane().vendor().maxRecipients();
    double allowed = queue.throttle().available() + queue.throttle().ownPerSecond() * within;
    return (int) Math.clamp(Math.min(Math.max(sent, least), allowed), 1, MOST_NEAR);
  }

  private void mark(PartitionState partition, WorkspaceQueue queue, Pending next, Now now) {
    long marker = markers++;
    queue.marks().ask(next, marker);
    if (probe == null || now.nanos() - probe.askedNanos() > LONGEST_LEAD_NANOS) {
      probe = new Probe(marker, now.nanos());
    }
    results.publish(
        partition,
        new Write.Started(
            next.position(), queue.workspace().id(), next.attempts() + 1, now.millis(), marker));
  }

  /** The journal shows it. */
  void written(PartitionState partition, Write.Started started, Now now) {
    partition
        .known()
        .started(
            started.position(), new Recovered.Started(started.attempt(), started.sinceMillis()));
    if (probe != null && started.marker() == probe.marker()) {
      long twice = 2 * (now.nanos() - probe.askedNanos());
      leadNanos =
          Math.clamp(Math.max(twice, leadNanos / 8 * 7), SHORTEST_LEAD_NANOS, LONGEST_LEAD_NANOS);
      probe = null;
    }
    WorkspaceQueue queue = partition.queue(started.workspaceId());
    if (queue != null && !queue.isClosed()) {
      queue.marks().written(started.position(), started.marker());
      queue.lane().ready(queue);
    }
  }

  /** The journal shows that it was taken back. */
  void written(PartitionState partition, Write.Unstarted unstarted) {
    partition.known().notStarted(unstarted.position());
  }

  /** Nothing of a workspace is called for a while: its next owner must not wonder about it. */
  void takeBack(WorkspaceQueue queue) {
    queue.marks().takeBack().forEach(pending -> unstarted(partitionOf(pending), pending));
  }

  /** Nothing of a partition is called any more. */
  void takeBack(PartitionState partition) {
    if (!partition.isEnding()) {
      partition.queues().forEach(this::takeBack);
    }
  }

  /** What a marker stood for is known to have come to nothing. */
  void cameToNothing(PartitionState partition, Pending pending) {
    if (pending.isMarked()) {
      pending.unmarked();
      unstarted(partition, pending);
    }
  }

  private void unstarted(PartitionState partition, Pending pending) {
    results.publish(partition, new Write.Unstarted(pending.position()));
  }

  private PartitionState partitionOf(Pending pending) {
    PartitionState partition = partitions.get(pending.position().partition());
    if (partition == null) {
      throw new IllegalStateException("a waiting request of a partition that is not ours");
    }
    return partition;
  }
}
