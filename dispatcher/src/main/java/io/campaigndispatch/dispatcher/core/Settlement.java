package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.retry.RetryPolicy;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.send.OnUncertain;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What a verdict means for a request, given its attempts and its workspace's policy. */
final class Settlement {

  /** What waits so long leaves memory for the delay topic. */
  static final Duration LONGEST_IN_MEMORY = Duration.ofSeconds(10);

  private final RandomGenerator random;
  private final VerdictHolds holds;

  Settlement(RandomGenerator random, VerdictHolds holds) {
    this.random = random;
    this.holds = holds;
  }

  /** The consequence. */
  sealed interface Settled {
    record Close(Write.OfRequest write) implements Settled {}

    record Again(Write.OfRequest write, Duration delay) implements Settled {}

    /** The request goes back to the head of its flow; its attempt did not count. */
    record Back() implements Settled {}

    /** Something of the workspace is held; the request goes back to the head of its flow. */
    record Held() implements Settled {}

    /** The workspace holds until then; the request goes back to the head of its flow. */
    record Throttled(long untilNanos) implements Settled {}
  }

  /**
   * @param takenNanos when the call's tokens were taken, monotonic
   */
  Settled settle(Pending pending, WorkspaceQueue queue, Verdict verdict, long takenNanos, Now now) {
    String vendor = queue.workspace().vendorId();
    return switch (verdict) {
      case Verdict.Accepted(var ids) -> {
        queue.throttle().acceptedByVendor();
        yield new Settled.Close(Outcomes.accepted(pending, vendor, ids, now));
      }
      case Verdict.Retry retry -> retry(pending, queue, retry, takenNanos, now);
      case Verdict.RetryHeld(var retry, _) -> retry(pending, queue, retry, takenNanos, now);
      case Verdict.Throttled(_, var hold) -> {
        pending.attemptDidNotCount();
        yield new Settled.Throttled(
            queue.throttle().throttledByVendor(hold, random.nextDouble(), takenNanos, now.nanos()));
      }
      case Verdict.NotWritten _ -> {
        pending.comesBack();
        queue.throttle().giveBack();
        yield new Settled.Back();
      }
      case Verdict.Hold hold -> {
        if (holds.scopeOf(hold, pending) == null) {
          yield new Settled.Close(Outcomes.failed(pending, vendor, hold.failure(), now));
        }
        pending.attemptDidNotCount();
        yield new Settled.Held();
      }
      case Verdict.Rejected(var failure) ->
          new Settled.Close(Outcomes.failed(pending, vendor, failure, now));
      case Verdict.Uncertain(var failure) ->
          OnUncertain.of(pending.request(), queue.workspace().onUncertain()) == OnUncertain.RESEND
                  && pending.attempts() < queue.workspace().maxAttempts()
              ? again(pending, vendor, failure, Backoff.Soon.JITTERED, now)
              : new Settled.Close(
                  Outcomes.uncertain(
                      pending, vendor, Evidence.of(pending, failure, takenNanos, now), now));
    };
  }

  private Settled retry(
      Pending pending, WorkspaceQueue queue, Verdict.Retry retry, long takenNanos, Now now) {
    if (retry.vendor() == VendorState.OVERLOADED) {
      queue.throttle().overloaded(takenNanos, now.nanos());
    }
    if (retry.vendor().tookNothing() && !queue.lane().breaker().isClosed()) {
      pending.attemptDidNotCount();
      return new Settled.Back();
    }
    String vendor = queue.workspace().vendorId();
    return pending.attempts() < Math.min(retry.maxAttempts(), queue.workspace().maxAttempts())
        ? again(pending, vendor, retry.failure(), retry.backoff(), now)
        : new Settled.Close(
            Outcomes.failed(pending, vendor, retry.failure().as(retry.atLast()), now));
  }

  private Settled again(Pending pending, String vendor, Failure failure, Backoff backoff, Now now) {
    Duration wait = RetryPolicy.delay(backoff, pending.attempts(), random.nextDouble());
    // No attempt starts once it has expired: then it ends, and not only when it would have gone.
    Duration left = Duration.between(now.instant(), pending.expiresAt());
    Duration delay = left.compareTo(wait) < 0 ? left : wait;
    long due = now.millis() + delay.toMillis();
    if (delay.compareTo(LONGEST_IN_MEMORY) >= 0) {
      return new Settled.Close(Outcomes.retryingLater(pending, vendor, failure, due, now));
    }
    return new Settled.Again(Outcomes.retrying(pending, vendor, failure, due, now), delay);
  }
}
