package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Vendor;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The invariants that can be seen in calls; kept apart from everything the cores believe. */
final class CallChecks {

  /** Who calls for a recipient, or did last. */
  private record Busy(Ownership by, Tracked request, long sinceNanos, boolean under) {}

  private final World world;
  private final RateChecks rates;
  private final WorkChecks work;
  private final Map<String, Busy> recipients = new HashMap<>();

  /** Workspaces of which a template was held: within a campaign others may go first. */
  private final Set<String> templatesHeld = new HashSet<>();

  CallChecks(World world) {
    this.world = world;
    this.rates = new RateChecks(world);
    this.work = new WorkChecks(world);
  }

  /** A core has decided on a call. */
  void decided(WorkerView view, @Nullable Ownership owner, Effect.Call call, Now now) {
    if (owner == null || owner.told) {
      throw Invariant.NOTHING_AFTER_THE_END.violated(
          "a call for a partition that is not ours: %s", call.requests());
    }
    if (!owner.isOwned()) {
      throw Invariant.NOTHING_AFTER_THE_END.violated(
          "a call before ownership is written: %s", call.requests());
    }
    if (owner.takenAway) {
      throw Invariant.NOTHING_AFTER_THE_END.violated(
          "a call for a partition that another was given while this process stood still: %s",
          call.requests());
    }
    Vendor vendor = world.directory.vendors().get(call.http().vendorId());
    if (vendor == null || view.inFlight(vendor.id()) > vendor.maxInFlight()) {
      throw Invariant.RATE.violated(
          "%s calls at once to %s", view.inFlight(call.http().vendorId()), vendor);
    }
    boolean isOwner = world.group.holds(owner.intake, owner.partition);
    if (!isOwner) {
      world.faults.count(Fault.CALL_OF_AN_OWNER_NO_MORE);
    }
    for (SendRequest one : call.requests()) {
      world.trace("call %s for %s", call.callId(), world.requests.of(one));
      Tracked request = world.requests.of(one);
      if (request == null || request.request == null) {
        throw Invariant.ONE_FINAL_OUTCOME.violated("a call for what nobody asked: %s", one);
      }
      checkExpiry(request, now);
      checkSecond(request, owner, isOwner);
      if (isOwner) {
        checkOrder(request, owner);
        checkRecipient(request, owner);
      }
      if (request.calledBy == null) {
        world.requests.tried(request);
      }
      // What an owner no more calls, it may still write until it is fenced.
      if (isOwner || request.calledBy == null || request.calledBy.unclean) {
        request.calledBy = owner;
        request.verdict = null;
      }
    }
    if (isOwner) {
      rates.called(call, owner);
    }
    work.called(call, owner);
  }

  WorkChecks work() {
    return work;
  }

  private static void checkExpiry(Tracked request, Now now) {
    if (!request.expiresAt.isAfter(now.instant())) {
      throw Invariant.EXPIRY.violated(
          "a call at %s, %s expired at %s", now.instant(), request, request.expiresAt);
    }
  }

  /**
   * What may be resent, the next owner may call again after a crash, and an owner no more after the
   * next one; everything else nobody ever calls again before it is known that the call failed.
   */
  private static void checkSecond(Tracked request, Ownership owner, boolean isOwner) {
    if (isOwner && request.closed) {
      throw Invariant.NO_SECOND_CALL.violated("a call for %s, which is closed", request);
    }
    Ownership before = request.calledBy;
    boolean unknown = !isOwner || (before != owner && before != null && before.unclean);
    if (before == null || (unknown && request.resends())) {
      return;
    }
    Verdict verdict = request.verdict;
    boolean again =
        switch (verdict) {
          case null -> false;
          case Verdict.Retry _,
              Verdict.RetryHeld _,
              Verdict.Throttled _,
              Verdict.NotWritten _,
              Verdict.Hold _ ->
              true;
          case Verdict.Uncertain _ -> request.resends();
          case Verdict.Accepted _, Verdict.Rejected _ -> false;
        };
    if (!again) {
      throw Invariant.NO_SECOND_CALL.violated(
          "a call for %s after one that ended as %s", request, verdict);
    }
  }

  private void checkOrder(Tracked request, Ownership owner) {
    if (request.calledBy != null
        || request.workspace == null
        || templatesHeld.contains(request.workspace.id())) {
      return;
    }
    for (Tracked earlier : world.requests.untriedBefore(request)) {
      // One that stepped aside for its recipient once comes when that is free, in any order.
      if (earlier.decidedBy != owner
          && recipients.get(earlier.recipient()) == null
          && world.requests.isAloneWithItsRecipient(earlier)) {
        throw Invariant.LOG_ORDER.violated("%s starts before %s", request, earlier);
      }
    }
  }

  private void checkRecipient(Tracked request, Ownership owner) {
    Busy before = recipients.get(request.recipient());
    if (before != null && isUnderWay(before, owner)) {
      throw Invariant.LOG_ORDER.violated(
          "two attempts for one recipient: %s and %s", before.request(), request);
    }
    if (before != null && before.by() == owner && freeNanos(before) > world.nanos) {
      throw Invariant.LOG_ORDER.violated("%s within the pair interval", request);
    }
    recipients.put(request.recipient(), new Busy(owner, request, world.nanos, true));
  }

  /** What an owner that ended uncleanly has under way, the next one cannot know. */
  private static boolean isUnderWay(Busy busy, Ownership owner) {
    return busy.under() && (busy.by() == owner || !busy.by().unclean);
  }

  /** Since when its recipient may be called again; MAX_VALUE when not yet. */
  long recipientFreeNanos(Tracked request) {
    Busy busy = recipients.get(request.recipient());
    if (busy == null) {
      return Long.MIN_VALUE;
    }
    return busy.under() ? Long.MAX_VALUE : freeNanos(busy);
  }

  private static long freeNanos(Busy busy) {
    if (busy.request().workspace == null) {
      return Long.MIN_VALUE;
    }
    Duration pair = busy.request().workspace.pairInterval();
    return pair == null ? Long.MIN_VALUE : busy.sinceNanos() + pair.toNanos();
  }

  /** A call goes out; its vendor will answer so. */
  void sent(Effect.Call call, List<Verdict> verdicts) {
    for (int i = 0; i < verdicts.size(); i++) {
      Tracked request = world.requests.of(call.requests().get(i));
      if (request != null && verdicts.get(i) instanceof Verdict.Accepted) {
        request.wasAccepted = true;
      }
    }
  }

  /** The core that called is about to hear of it. */
  void replied(WorkerView.Started started, List<Verdict> verdicts) {
    if (verdicts.getFirst() instanceof Verdict.NotWritten) {
      rates.notWritten(started.call());
    }
    for (int i = 0; i < verdicts.size(); i++) {
      Tracked request = world.requests.of(started.call().requests().get(i));
      if (request != null) {
        if (request.calledBy == started.owner()) {
          request.verdict = verdicts.get(i);
          if (request.verdict instanceof Verdict.Retry) {
            request.markedNanos = Long.MAX_VALUE;
          }
        }
        work.replied(request, verdicts.get(i));
        if (verdicts.get(i) instanceof Verdict.Hold hold
            && hold.scope() == Verdict.Hold.Scope.TEMPLATE
            && request.workspace != null) {
          templatesHeld.add(request.workspace.id());
        }
        recipients.computeIfPresent(
            request.recipient(),
            (_, busy) ->
                busy.request() == request && busy.by() == started.owner()
                    ? new Busy(busy.by(), request, busy.sinceNanos(), false)
                    : busy);
      }
    }
  }

  /** A core says in the journal that a call is near. */
  void marks(Tracked request, Ownership by) {
    if (request.resends()) {
      throw Invariant.NO_SECOND_CALL.violated("a marker for %s, which may be resent", request);
    }
    request.markedBy = by;
    request.markedNanos = Long.MAX_VALUE;
    work.marks(request, by);
  }

  /** A core was told that the journal says so. */
  void marked(Tracked request, Ownership by) {
    if (request.markedBy == by) {
      request.markedNanos = world.nanos;
    }
    work.marked(request, by);
  }

  /** A core takes that back. */
  void unmarks(Tracked request, Ownership by) {
    world.faults.count(Fault.MARKER_TAKEN_BACK);
    if (request.markedBy == by) {
      request.markedNanos = Long.MAX_VALUE;
    }
  }

  /** A core has decided how a request ends. */
  void closes(Tracked request, Write.OfRequest write, Now now) {
    if (write instanceof Write.Final(_, _, var outcome, _)
        && outcome.status() == Status.EXPIRED
        && request.expiresAt.isAfter(now.instant())) {
      throw Invariant.EXPIRY.violated(
          "%s is said to have expired at %s, not %s", request, now.instant(), request.expiresAt);
    }
  }
}
