package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.workspace.BreakerPolicy;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether one process's breakers open when they must, let one call at a time try and not too soon,
 * and spare the attempts of everybody else.
 */
final class BreakerChecks {

  private record Ended(long nanos, boolean failed) {}

  private static final class OfVendor {
    final ArrayDeque<Ended> ended = new ArrayDeque<>();
    boolean untrusted;
    boolean open;
    long triesFromNanos;
    @Nullable Long trying;
    long firstCall = Long.MIN_VALUE;
    long closedNanos = Long.MIN_VALUE;
  }

  private final World world;
  private final BreakerPolicy policy = BreakerPolicy.STANDARD;
  private final Map<String, OfVendor> vendors = new HashMap<>();

  BreakerChecks(World world) {
    this.world = world;
  }

  private OfVendor of(String vendorId) {
    return vendors.computeIfAbsent(vendorId, _ -> new OfVendor());
  }

  void started(Effect.Call call) {
    OfVendor vendor = of(call.vendor().id());
    if (!vendor.open) {
      return;
    }
    if (vendor.trying != null || world.nanos < vendor.triesFromNanos) {
      throw Invariant.OPEN_BREAKER.violated(
          "call %s to %s, which is called by one at a time, not before %s",
          call.callId(), call.vendor().id(), vendor.triesFromNanos);
    }
    vendor.trying = call.callId();
  }

  /** The core is about to hear of it. */
  void replied(String vendorId, long callId, List<Verdict> verdicts) {
    OfVendor vendor = of(vendorId);
    VendorState state = VendorState.of(verdicts);
    boolean failed = state.tookNothing() || state == VendorState.FAILING;
    if (vendor.open) {
      boolean tried = vendor.trying != null && vendor.trying == callId;
      if (tried) {
        vendor.trying = null;
      }
      if (tried && failed) {
        vendor.triesFromNanos = world.nanos + policy.open().toNanos();
      } else if (tried && state == VendorState.WORKING) {
        vendor.firstCall = callId;
      }
    } else if (callId >= vendor.firstCall && state != VendorState.UNKNOWN) {
      vendor.ended.addLast(new Ended(world.nanos, failed));
      vendor.untrusted |= state == VendorState.UNTRUSTED;
    }
  }

  void moved(Effect.BreakerMoved moved) {
    OfVendor vendor = of(moved.vendorId());
    vendor.ended.clear();
    vendor.untrusted = false;
    vendor.open = moved.open();
    if (moved.open()) {
      world.faults.count(Fault.BREAKER_OPENED);
      vendor.trying = null;
      vendor.triesFromNanos = world.nanos + policy.open().toNanos();
    } else {
      world.faults.count(Fault.BREAKER_CLOSED);
      vendor.closedNanos = world.nanos;
    }
  }

  /** An attempt was used up, or all of them are. */
  void published(Outcome outcome) {
    if (outcome.vendor() != null
        && outcome.failure() != null
        && outcome.failure().code().equals(RandomTraffic.NOT_TAKEN)
        && of(outcome.vendor()).open) {
      throw Invariant.OPEN_BREAKER.violated(
          "an attempt of %s is used up by a vendor that is down", outcome.requestId());
    }
  }

  /** After a turn. */
  void check() {
    vendors.forEach(
        (id, vendor) -> {
          if (!vendor.open && (vendor.untrusted || mustOpen(vendor))) {
            throw Invariant.OPEN_BREAKER.violated("%s is down and still called", id);
          }
        });
  }

  /** Whether enough failed, wherever exactly the time looked at begins. */
  private boolean mustOpen(OfVendor vendor) {
    long longest = policy.within().toNanos();
    long shortest = longest - longest / 10;
    while (!vendor.ended.isEmpty() && vendor.ended.getFirst().nanos() < world.nanos - longest) {
      vendor.ended.removeFirst();
    }
    int calls = 0;
    int failures = 0;
    boolean must = false;
    var latestFirst = vendor.ended.descendingIterator();
    while (latestFirst.hasNext()) {
      Ended one = latestFirst.next();
      boolean surely = one.nanos() > world.nanos - shortest;
      calls++;
      failures += one.failed() ? 1 : 0;
      boolean enough = calls >= policy.calls() && failures * 100 >= calls * policy.failures();
      must = surely ? enough : must && enough;
    }
    Ended last = vendor.ended.isEmpty() ? null : vendor.ended.getLast();
    return must && last != null && last.failed() && last.nanos() == world.nanos;
  }

  /** Since when it may be called as far as that goes; MAX_VALUE when not. */
  long readyNanos(String vendorId) {
    OfVendor vendor = of(vendorId);
    return vendor.open ? Long.MAX_VALUE : vendor.closedNanos;
  }
}
