package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Hold;
import io.campaigndispatch.dispatcher.flow.Scope;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace's requests wait for.
 *
 * @param nextSendAt when the next may be sent, as far as that can be told; null when it cannot, or
 *     when none waits
 * @param oldestAt the timestamp of the oldest that is in memory
 */
record Waiting(WaitReason reason, @Nullable Instant nextSendAt, @Nullable Instant oldestAt) {

  static final Waiting NOTHING = new Waiting(WaitReason.NONE, null, null);

  static Waiting of(WorkspaceQueue queue, boolean outcomesBlocked, Now now) {
    if (queue.waiting() == 0) {
      return NOTHING;
    }
    WaitReason reason = WaitReason.of(queue, outcomesBlocked, now);
    Long oldest = queue.oldestMillis();
    return new Waiting(
        reason,
        nextSendAt(reason, queue, now),
        oldest == null ? null : Instant.ofEpochMilli(oldest));
  }

  private static @Nullable Instant nextSendAt(WaitReason reason, WorkspaceQueue queue, Now now) {
    return switch (reason) {
      case NONE -> now.instant();
      case TOKENS -> now.instant().plusNanos(queue.throttle().nanosToWait());
      case VENDOR_THROTTLED -> now.instant().plusNanos(queue.heldUntilNanos() - now.nanos());
      case WORKSPACE_HELD -> {
        Hold hold = queue.holds().byVerdict().get(Scope.EVERYTHING);
        Long until = hold == null ? null : hold.untilMillis();
        boolean byOperator = queue.holds().byOperator().containsKey(Scope.EVERYTHING);
        yield until == null || byOperator ? null : Instant.ofEpochMilli(until);
      }
      case NOT_DUE,
          CAMPAIGN_PAUSED,
          TEMPLATE_HELD,
          BREAKER_OPEN,
          NO_PERMIT,
          RECIPIENT_BUSY,
          OUTCOMES_BLOCKED ->
          null;
    };
  }
}
