package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.Scope;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.model.send.Priority;
import java.util.List;

/** Why a workspace that has requests does not send now. */
public enum WaitReason {
  /** It sends, or has nothing to send. */
  NONE,
  TOKENS,
  NOT_DUE,
  CAMPAIGN_PAUSED,
  TEMPLATE_HELD,
  WORKSPACE_HELD,
  VENDOR_THROTTLED,
  BREAKER_OPEN,
  NO_PERMIT,
  RECIPIENT_BUSY,
  OUTCOMES_BLOCKED;

  /** The first gate that stops it. */
  static WaitReason of(WorkspaceQueue queue, boolean outcomesBlocked, Now now) {
    if (waiting(queue) == 0) {
      return NONE;
    }
    if (queue.holds().isHeld(Scope.EVERYTHING)) {
      return WORKSPACE_HELD;
    }
    if (outcomesBlocked) {
      return OUTCOMES_BLOCKED;
    }
    if (queue.heldUntilNanos() > now.nanos()) {
      return VENDOR_THROTTLED;
    }
    List<Flow> open = queue.flows().filter(flow -> flow.hasAny() && !flow.isHeld()).toList();
    if (open.isEmpty()) {
      return queue.flows().anyMatch(flow -> flow.isHeld() && flow.scope() instanceof Scope.Campaign)
          ? CAMPAIGN_PAUSED
          : TEMPLATE_HELD;
    }
    if (!queue.lane().hasPermit()) {
      return NO_PERMIT;
    }
    if (queue.throttle().nanosToWait() > 0) {
      return TOKENS;
    }
    return open.stream().allMatch(Flow::waitsForRecipients) ? RECIPIENT_BUSY : NONE;
  }

  private static long waiting(WorkspaceQueue queue) {
    long waiting = 0;
    for (Priority priority : Priority.values()) {
      waiting += queue.waiting(priority);
    }
    return waiting;
  }
}
