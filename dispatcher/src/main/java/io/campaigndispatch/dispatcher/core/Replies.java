package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Breaker;
import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.retry.RetryPolicy;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What follows from a call's end: the vendor's breaker hears of it, each of its requests is
 * settled, its recipients are free again. Owned by the core thread.
 */
final class Replies {

  private final Calls calls;
  private final Settlement settlement;
  private final Markers markers;
  private final Retries retries;
  private final VerdictHolds holds;
  private final Results results;
  private final Timers timers;
  private final List<Effect> effects;

  /**
   * @param effects where it is put that a breaker moved
   */
  Replies(
      Calls calls,
      Settlement settlement,
      Markers markers,
      Retries retries,
      VerdictHolds holds,
      Results results,
      Timers timers,
      List<Effect> effects) {
    this.calls = calls;
    this.settlement = settlement;
    this.markers = markers;
    this.retries = retries;
    this.holds = holds;
    this.results = results;
    this.timers = timers;
    this.effects = effects;
  }

  /** A call ended. Returns the partition it was for. */
  PartitionState replied(CoreEvent.Replied replied, Now now) {
    Attempt attempt = calls.end(replied.callId());
    ended(attempt.lane(), replied, now);
    if (!attempt.partition().ignoresReplies()) {
      WorkspaceQueue queue = attempt.queue();
      // The last first, so that several requests that go back to the head of their flow keep their
      // order.
      for (int i = attempt.requests().size() - 1; i >= 0; i--) {
        Pending pending = attempt.requests().get(i);
        pending.answered(replied.vendorNanos());
        settle(attempt, pending, replied.verdicts().get(i), now);
        freeRecipient(queue, pending, now);
      }
      queue.lane().ready(queue);
    }
    return attempt.partition();
  }

  /** The vendor's breaker hears of it before anybody whose attempt it may spare. */
  private void ended(Lane lane, CoreEvent.Replied replied, Now now) {
    Breaker breaker = lane.breaker();
    VendorState vendor = VendorState.of(replied.verdicts());
    long triedAt = breaker.triesAtNanos();
    switch (breaker.ended(replied.callId(), vendor, now.nanos())) {
      case NO -> {}
      case OPENED -> effects.add(new Effect.BreakerMoved(lane.vendor().id(), true, says(vendor)));
      case CLOSED -> effects.add(new Effect.BreakerMoved(lane.vendor().id(), false, says(vendor)));
    }
    // Somebody must look when its time is over, though nothing happens.
    long triesAt = breaker.triesAtNanos();
    if (triesAt != triedAt && triesAt != Long.MAX_VALUE) {
      timers.at(triesAt, _ -> {});
    }
  }

  private static String says(VendorState vendor) {
    return vendor.name().toLowerCase(Locale.ROOT);
  }

  private void settle(Attempt attempt, Pending pending, Verdict verdict, Now now) {
    WorkspaceQueue queue = attempt.queue();
    results.attempted(queue.workspace().id(), verdict);
    if (verdict instanceof Verdict.Retry(_, Backoff.Pair _, _, _, _)) {
      // Whatever else goes to this recipient would only be refused too.
      Duration closed = RetryPolicy.delay(new Backoff.Pair(), pending.attempts(), 0);
      queue.closeRecipient(pending, now.nanos() + closed.toNanos());
    }
    holds.answered(attempt, pending, verdict, now);
    switch (settlement.settle(pending, queue, verdict, attempt.call().takenNanos(), now)) {
      case Settlement.Settled.Close(var write) -> results.publish(attempt.partition(), write);
      case Settlement.Settled.Again(var write, var delay) -> {
        results.publish(attempt.partition(), write);
        pending.unmarked();
        retries.after(delay, attempt.partition(), pending, now);
      }
      case Settlement.Settled.Back _, Settlement.Settled.Held _ -> {
        if (queue.isClosed() || !(verdict instanceof Verdict.NotWritten)) {
          markers.cameToNothing(attempt.partition(), pending);
        }
        if (!queue.isClosed()) {
          queue.again(pending);
        }
      }
      case Settlement.Settled.Throttled(var untilNanos) -> {
        markers.cameToNothing(attempt.partition(), pending);
        if (!queue.isClosed()) {
          markers.takeBack(queue);
          queue.again(pending);
          calls.wake(queue, untilNanos);
        }
      }
    }
  }

  private void freeRecipient(WorkspaceQueue queue, Pending finished, Now now) {
    long freeAt = queue.finished(finished);
    if (freeAt <= now.nanos()) {
      queue.freeRecipient(finished, now.nanos());
    } else {
      timers.at(
          freeAt,
          queue,
          at -> {
            queue.freeRecipient(finished, at);
            queue.lane().ready(queue);
          });
    }
  }
}
