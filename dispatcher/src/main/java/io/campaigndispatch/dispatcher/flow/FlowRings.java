package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.model.send.Priority;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One workspace's flows, in a ring per priority: the more urgent first, the others guaranteed one
 * call in eight. Owned by the core thread.
 */
final class FlowRings {

  /** Every so many-th call goes to one of the less urgent flows, in turn, so that none starves. */
  private static final int GUARANTEED_EVERY = 8;

  private static final List<Priority> URGENT_FIRST =
      List.of(Priority.URGENT, Priority.NORMAL, Priority.BULK);
  private static final List<List<Priority>> GUARANTEED =
      List.of(
          List.of(Priority.BULK, Priority.NORMAL, Priority.URGENT),
          List.of(Priority.NORMAL, Priority.BULK, Priority.URGENT));

  /** By priority, the more urgent first. */
  private final Map<Priority, FlowRing> rings = new EnumMap<>(Priority.class);

  // Set by FlowRing: flows in turn to be called for, and to be marked.
  int turns;
  int marking;

  FlowRings(WorkspaceQueue queue) {
    for (Priority priority : Priority.values()) {
      rings.put(priority, new FlowRing(queue, this, priority));
    }
  }

  FlowRing of(Priority priority) {
    FlowRing ring = rings.get(priority);
    if (ring == null) {
      throw new IllegalStateException("a ring per priority");
    }
    return ring;
  }

  FlowRing of(Flow flow) {
    return of(flow.priority());
  }

  /** Whether a flow waits for its turn, to be called for or to be marked. */
  boolean hasTurn() {
    return turns + marking > 0;
  }

  /** Every flow that has something open, without detours. */
  Stream<Flow> homes() {
    return rings.values().stream().flatMap(ring -> ring.flows().stream());
  }

  /**
   * The request whose turn it is and whose recipient is free; null when there is none.
   *
   * @param callsStarted of the workspace so far
   */
  @Nullable Pending head(long callsStarted, Recipients recipients) {
    for (Priority priority : order(callsStarted)) {
      Pending head = of(priority).head(recipients);
      if (head != null) {
        return head;
      }
    }
    return null;
  }

  private static List<Priority> order(long callsStarted) {
    return callsStarted % GUARANTEED_EVERY < GUARANTEED_EVERY - 1
        ? URGENT_FIRST
        : GUARANTEED.get((int) (callsStarted / GUARANTEED_EVERY % GUARANTEED.size()));
  }

  /**
   * The request that needs a marker next; null when none does, or enough are near.
   *
   * @param most requests of each priority that may be near
   */
  @Nullable Pending nextToMark(Recipients recipients, int most) {
    for (FlowRing ring : rings.values()) {
      Pending next = ring.nextToMark(recipients, most);
      if (next != null) {
        return next;
      }
    }
    return null;
  }

  /** Markers were taken back. */
  void unmarked() {
    rings.values().forEach(FlowRing::unmarked);
  }

  /** Who needs a marker may have changed. */
  void lookAgain() {
    rings.values().forEach(FlowRing::lookAgain);
  }

  /** What is of one scope may go again, or be read ahead again. */
  void opened(Scope scope) {
    rings.values().forEach(ring -> ring.opened(scope));
  }

  void clear() {
    rings.values().forEach(FlowRing::clear);
  }
}
