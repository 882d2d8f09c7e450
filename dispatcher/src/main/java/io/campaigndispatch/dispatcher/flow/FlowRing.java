package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.model.send.Priority;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One workspace's flows of one priority, each in turn. Owned by the core thread. */
final class FlowRing {

  private final WorkspaceQueue queue;
  private final Priority priority;
  private final Map<Integer, Flow> flows = new HashMap<>(2);
  private final ArrayDeque<Flow> turns = new ArrayDeque<>(2);

  FlowRing(WorkspaceQueue queue, Priority priority) {
    this.queue = queue;
    this.priority = priority;
  }

  Collection<Flow> flows() {
    return flows.values();
  }

  boolean has(int campaigns) {
    return flows.containsKey(campaigns);
  }

  Flow flow(int campaigns) {
    return flows.computeIfAbsent(
        campaigns, _ -> new Flow(queue, priority, campaigns, new OffsetQueue(), 0));
  }

  /** A flow as an earlier owner left it. */
  Flow restore(int campaigns, OffsetQueue stored, long open) {
    Flow flow = new Flow(queue, priority, campaigns, stored, open);
    if (flows.putIfAbsent(campaigns, flow) != null) {
      throw new IllegalStateException("a flow is restored before anything is added to it");
    }
    return flow;
  }

  void forget(Flow flow) {
    if (flows.remove(flow.campaigns(), flow)) {
      turns.remove(flow);
    }
  }

  void ready(Flow flow) {
    if (!flow.inTurn && flow.hasReady() && flow.mayTakeTurn()) {
      flow.inTurn = true;
      turns.addLast(flow);
    }
  }

  /** The request whose turn it is and whose recipient is free; null when there is none. */
  @Nullable Pending head(Recipients recipients) {
    Flow first = turns.peekFirst();
    while (first != null) {
      Pending head = first.mayTakeTurn() ? first.head(recipients) : null;
      if (head != null) {
        return head;
      }
      turns.removeFirst();
      first.inTurn = false;
      queue.hungry(first);
      first = turns.peekFirst();
    }
    return null;
  }

  /** Takes what {@link #head} gave; the next flow has its turn. */
  void take(Pending head) {
    Flow flow = turns.removeFirst();
    flow.take(head);
    flow.inTurn = false;
    ready(flow);
    queue.hungry(flow);
  }

  /** What is of one scope may go again, or be read ahead again. */
  void opened(Scope scope) {
    for (Flow home : flows.values()) {
      if (home.hasDetour(scope)) {
        Flow detour = home.detour(scope);
        ready(detour);
        queue.hungry(detour);
      }
    }
  }

  void clear() {
    flows.values().forEach(Flow::clear);
    turns.clear();
  }
}
