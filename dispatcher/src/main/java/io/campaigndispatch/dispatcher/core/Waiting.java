package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
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
 * @param oldestAt since when the oldest waits that may be sent by now, or could if nothing held it
 * @param admissible what a worker with room for it would send now: nothing holds it, and its tokens
 *     are there
 */
record Waiting(
    WaitReason reason, @Nullable Instant nextSendAt, @Nullable Instant oldestAt, long admissible) {

  static final Waiting NOTHING = new Waiting(WaitReason.NONE, null, null, 0);
  static final Waiting NOT_DUE = new Waiting(WaitReason.NOT_DUE, null, null, 0);

  /**
   * @param queue null: none of its requests was read yet, or is open
   * @param notDue requests that wait for their time
   */
  static Waiting of(@Nullable WorkspaceQueue queue, long notDue, boolean outcomesBlocked, Now now) {
    if (queue == null || queue.waiting() == 0) {
      return notDue > 0 ? NOT_DUE : NOTHING;
    }
    WaitReason reason = WaitReason.of(queue, outcomesBlocked, now);
    Long oldest = queue.oldestMillis();
    return new Waiting(
        reason,
        nextSendAt(reason, queue, now),
        oldest == null ? null : Instant.ofEpochMilli(oldest),
        admissible(reason, queue));
  }

  private static long admissible(WaitReason reason, WorkspaceQueue queue) {
    return switch (reason) {
      // Another worker would bring permits of its own.
      case NONE, NO_PERMIT -> {
        long couldGo = queue.flows().mapToLong(Flow::couldGo).sum();
        yield couldGo == 0 ? 0 : Math.min(couldGo, queue.throttle().available());
      }
      case TOKENS,
          NOT_DUE,
          CAMPAIGN_PAUSED,
          TEMPLATE_HELD,
          WORKSPACE_HELD,
          VENDOR_THROTTLED,
          BREAKER_OPEN,
          RECIPIENT_BUSY,
          OUTCOMES_BLOCKED ->
          0;
    };
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
