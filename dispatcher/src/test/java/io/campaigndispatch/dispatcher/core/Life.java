package io.campaigndispatch.dispatcher.core;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;

import io.campaigndispatch.dispatcher.core.TaxonomyReplies.Who;
import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.ReadAhead;
import io.campaigndispatch.dispatcher.flow.WorkspaceHolds;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.adapter.Vendors;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.workspace.FaultPolicy;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;

/**
 * What becomes of a message that is answered the same way at every attempt, in words: the vendor's
 * state unless it works, holds, waits with the most jitter, and how it ends.
 */
final class Life {

  private static final RandomGenerator MOST = () -> -1L;

  private final Settlement settlement = new Settlement(MOST, Samples.noVerdictHolds());
  private final StringJoiner words = new StringJoiner(" ");
  private final Pending pending;
  private final WorkspaceQueue queue;

  private Life(OnUncertain policy) {
    pending = Samples.pending(1, request("acme", "r1").onUncertain(policy));
    Workspace acme = workspace("acme").maxAttempts(6).build();
    Throttles throttles = new Throttles(new CoreClock(0), Samples.directory(acme), _ -> 0);
    queue =
        new WorkspaceQueue(
            acme,
            throttles.of(acme),
            new Lane(Samples.vendor()),
            new ReadAhead(),
            _ -> {},
            new WorkspaceHolds());
  }

  /** Of a message that is never sent again after an uncertain answer. */
  static String of(Who who, FaultPolicy faults, HttpReply reply) {
    return of(OnUncertain.HOLD, verdict(who, faults, reply));
  }

  /** Of one that is. */
  static String resent(Who who, HttpReply reply) {
    return of(OnUncertain.RESEND, verdict(who, FaultPolicy.STANDARD, reply));
  }

  private static String of(OnUncertain policy, Verdict verdict) {
    Life life = new Life(policy);
    life.live(verdict);
    return life.words.toString();
  }

  private static Verdict verdict(Who who, FaultPolicy faults, HttpReply reply) {
    Vendor vendor =
        new Vendor(
            "v1",
            who.type,
            URI.create("https://vendor.example"),
            Vendor.Dialect.CURRENT,
            64,
            Duration.ofSeconds(10),
            1,
            faults);
    return new Vendors(_ -> {})
        .adapter(who.type)
        .classify(vendor, List.of(Fixtures.request("+50212345678", null, who.message)), reply)
        .getFirst();
  }

  private void live(Verdict verdict) {
    VendorState vendor = VendorState.of(List.of(verdict));
    if (vendor != VendorState.WORKING) {
      words.add(vendor.name());
    }
    switch (verdict) {
      case Verdict.Hold hold -> held(hold);
      case Verdict.RetryHeld(_, var hold) -> {
        held(hold);
        attempts(verdict);
      }
      default -> attempts(verdict);
    }
  }

  private void held(Verdict.Hold hold) {
    words.add("HOLD").add(hold.scope().name());
    Duration longest = hold.longest();
    if (hold.lasts() != null && longest != null) {
      words.add(shown(hold.lasts()) + ".." + shown(longest));
    }
  }

  private void attempts(Verdict verdict) {
    boolean goesOn = true;
    while (goesOn) {
      pending.started(0, Samples.BEGINNING_MILLIS);
      goesOn = attempt(settlement.settle(pending, queue, verdict, 0, Samples.at(0)));
    }
  }

  private boolean attempt(Settlement.Settled settled) {
    switch (settled) {
      case Settlement.Settled.Close(Write.Parked parked) -> {
        words.add(
            shown(Duration.ofMillis(parked.parking().dueMillis() - Samples.BEGINNING_MILLIS)));
        return true;
      }
      case Settlement.Settled.Close(var write) -> {
        Outcome outcome = ((Write.Final) write).outcome();
        words.add(outcome.status().name());
        if (outcome.status() == Status.FAILED && outcome.failure() != null) {
          words.add(outcome.failure().category().name());
        }
        return false;
      }
      case Settlement.Settled.Again(_, var delay) -> {
        words.add(shown(delay));
        return true;
      }
      case Settlement.Settled.Throttled(var untilNanos) -> {
        words.add("held").add(shown(Duration.ofNanos(untilNanos)));
        if (pending.attempts() != 0) {
          words.add("and an attempt");
        }
        return false;
      }
      case Settlement.Settled.Held _ -> {
        words.add("held");
        return false;
      }
      case Settlement.Settled.Back _ -> {
        words.add("back");
        return false;
      }
    }
  }

  private static String shown(Duration duration) {
    long tenths = Math.round(duration.toMillis() / 100.0);
    return tenths % 10 == 0 ? tenths / 10 + "s" : tenths / 10 + "." + tenths % 10 + "s";
  }
}
