package io.campaigndispatch.dispatcher.flow;

import org.jspecify.annotations.Nullable;

/**
 * Where one workspace's requests step aside: what is held, or slower than the others, waits in a
 * flow of its own, so that what stands behind it goes on. Owned by the core thread.
 */
public final class Detours {

  private final WorkspaceQueue queue;
  private final FlowRings rings;
  private final Recipients recipients;

  Detours(WorkspaceQueue queue, FlowRings rings, Recipients recipients) {
    this.queue = queue;
    this.rings = rings;
    this.recipients = recipients;
  }

  /** The detour that a request at the head must take; null when it may go. */
  public @Nullable Flow of(Pending head) {
    Scope scope = scopeOf(head);
    return scope == null ? null : head.flow().home().detour(scope);
  }

  /** What a request has to step aside for; null when it may go where it stands. */
  @Nullable Scope scopeOf(Pending pending) {
    Flow flow = pending.flow();
    Flow home = flow.home();
    if (queue.holds().isEmpty() && !home.hasDetours()) {
      return null;
    }
    Scope template = Scope.templateOf(pending.request());
    if (template != null && !template.equals(flow.scope()) && mustStepAside(flow, template)) {
      return template;
    }
    Scope campaign = Scope.campaignOf(pending.request());
    return campaign != null
            && !campaign.equals(flow.scope())
            && (queue.holds().isHeld(campaign)
                || queue.holds().isSlow(campaign)
                || home.hasDetour(campaign))
        ? campaign
        : null;
  }

  /**
   * Whether what is not in a template's detour must go there. From its campaign's detour only while
   * nothing of the template may go: else both would send it to each other without end.
   */
  private boolean mustStepAside(Flow flow, Scope template) {
    return flow.scope() == null
        ? queue.holds().isHeld(template) || flow.hasDetour(template)
        : !queue.holds().mayStart(template);
  }

  /**
   * The head takes a detour; one that was tried stays in memory.
   *
   * @param most requests that the detour may hold, if it may go on
   * @return whether only its offset is known now
   */
  public boolean stepAside(Pending head, Flow detour, int most) {
    queue.marks().taken(head);
    FlowRing ring = rings.of(detour);
    ring.take(head);
    boolean leaves = !head.wasTried() && !detour.mayKeep(most);
    if (leaves || !detour.mayTakeTurn()) {
      // Where it may go on it keeps its recipient: with another's turn they would chase each other.
      queue.turn(recipients.ended(head));
    }
    if (head.wasTried()) {
      head.joins(detour);
      detour.addFirst(head);
    } else if (leaves) {
      detour.stepsAside(head);
    } else {
      queue.add(detour, head);
    }
    ring.ready(detour);
    queue.hungry(detour);
    return leaves;
  }

  /** What is of one scope may go again. */
  public void opened(Scope scope) {
    rings.opened(scope);
    queue.lane().ready(queue);
  }

  /** Nothing of one scope may go any more: those behind it need not wait for their recipients. */
  public void held(Scope scope) {
    queue
        .flows()
        .filter(flow -> scope.equals(flow.scope()))
        .flatMap(flow -> flow.line().stream())
        .toList()
        .forEach(pending -> queue.turn(recipients.ended(pending)));
  }
}
