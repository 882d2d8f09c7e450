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
  private final FlowRings rings;
  private final Priority priority;
  private final Map<Integer, Flow> flows = new HashMap<>(2);
  private final ArrayDeque<Flow> turns = new ArrayDeque<>(2);
  private final ArrayDeque<Flow> marking = new ArrayDeque<>(0);

  FlowRing(WorkspaceQueue queue, FlowRings rings, Priority priority) {
    this.queue = queue;
    this.rings = rings;
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
      rings.turns -= turns.remove(flow) ? 1 : 0;
      rings.marking -= marking.remove(flow) ? 1 : 0;
    }
  }

  /** Requests that wait, those aside included; without those in flight or in back-off. */
  long waiting() {
    long waiting = 0;
    for (Flow flow : flows.values()) {
      waiting += flow.waiting();
    }
    return waiting;
  }

  void ready(Flow flow) {
    if (!flow.inTurn && !flow.line().isEmpty() && flow.mayTakeTurn()) {
      flow.inTurn = true;
      turns.addLast(flow);
      rings.turns++;
    }
    lookForMarkers(flow);
  }

  private void lookForMarkers(Flow flow) {
    if (!flow.inMarking && flow.line().wantsMarker() && flow.mostNear() > flow.line().near()) {
      flow.inMarking = true;
      marking.addLast(flow);
      rings.marking++;
    }
  }

  /** The request whose turn it is and that may be called; null when there is none. */
  @Nullable Pending head(Recipients recipients) {
    Flow first = turns.peekFirst();
    while (first != null) {
      Pending head = first.mayTakeTurn() ? first.line().head(recipients) : null;
      if (head != null) {
        return head;
      }
      var _ = endTurn();
      lookForMarkers(first);
      queue.hungry(first);
      first = turns.peekFirst();
    }
    return null;
  }

  private Flow endTurn() {
    Flow flow = turns.removeFirst();
    flow.inTurn = false;
    rings.turns--;
    return flow;
  }

  // Markers

  /**
   * The request that needs a marker next; it stays until {@link #nears} or {@link #ends}. Null when
   * none does, or enough are near.
   */
  @Nullable Pending nextToMark(Recipients recipients, int most) {
    while (!marking.isEmpty()) {
      int room = most - near();
      if (room <= 0) {
        return null;
      }
      Flow flow = marking.getFirst();
      int own = flow.mostNear() - flow.line().near();
      Pending next = own <= 0 ? null : flow.nextToMark(recipients, Math.min(room, own));
      if (next != null) {
        return next;
      }
      if (!flow.line().wantsMarker() || flow.mostNear() <= flow.line().near()) {
        var _ = endMarking();
        ready(flow);
        queue.hungry(flow);
      }
    }
    return null;
  }

  private Flow endMarking() {
    Flow flow = marking.removeFirst();
    flow.inMarking = false;
    rings.marking--;
    return flow;
  }

  private int near() {
    int near = 0;
    for (Flow flow : flows.values()) {
      near += flow.line().near();
      for (Flow detour : flow.detours()) {
        near += detour.line().near();
      }
    }
    return near;
  }

  /** The next flow has its turn to get a marker. */
  void nears(Pending next) {
    Flow flow = endMarking();
    flow.line().nears(next);
    lookForMarkers(flow);
  }

  /** What {@link #nextToMark} gave needs none any more. */
  void ends(Pending next) {
    Flow flow = endMarking();
    flow.line().ends(next);
    ready(flow);
    queue.hungry(flow);
  }

  /** Markers were taken back. */
  void unmarked() {
    for (Flow home : flows.values()) {
      home.line().unmarked();
      home.detours().forEach(detour -> detour.line().unmarked());
    }
    lookAgain();
  }

  /** Who needs a marker may have changed. */
  void lookAgain() {
    for (Flow home : flows.values()) {
      ready(home);
      home.detours().forEach(this::ready);
    }
  }

  /** Takes what {@link #head} gave; the next flow has its turn. */
  void take(Pending head) {
    Flow flow = endTurn();
    flow.line().take(head);
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
    rings.turns -= turns.size();
    rings.marking -= marking.size();
    turns.clear();
    marking.clear();
  }
}
