package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.workspace.Vendor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be seen of one process's calls and writes. */
final class WorkerView {

  /** A call under way, and for which assignment of its partition. */
  record Started(Effect.Call call, @Nullable Ownership owner) {}

  private final World world;
  private final Map<Long, Started> inFlight = new HashMap<>();
  private final Map<String, Integer> permits = new HashMap<>();
  private final Map<String, Long> permitFreeNanos = new HashMap<>();
  private final BreakerChecks breakers;
  private int unwritten;
  private long takenNanos;

  /** What its group was asked and has not answered; 0 for nothing. */
  private long question;

  /**
   * World time at which it last held back because too much waited for Kafka; else its beginning.
   */
  private long writableNanos;

  /** World time at which memory was last short. */
  private long tightNanos = Long.MIN_VALUE;

  /** World time at which its process began to run, or went on. */
  private long runningNanos;

  WorkerView(World world) {
    this.world = world;
    this.breakers = new BreakerChecks(world);
    this.runningNanos = world.nanos;
  }

  BreakerChecks breakers() {
    return breakers;
  }

  void runs() {
    runningNanos = world.nanos;
  }

  /** Nothing starts until the group has answered. */
  void asks(long newQuestion) {
    question = newQuestion;
  }

  void confirmed(long answered) {
    if (answered == question) {
      question = 0;
      runs();
    }
  }

  void started(Effect.Call call, @Nullable Ownership owner) {
    if (inFlight.put(call.callId(), new Started(call, owner)) != null) {
      throw new AssertionError("call id " + call.callId() + " is used twice");
    }
    permits.merge(call.http().vendorId(), 1, Integer::sum);
    breakers.started(call);
  }

  @Nullable Started call(long callId) {
    return inFlight.get(callId);
  }

  int inFlight(String vendorId) {
    return permits.getOrDefault(vendorId, 0);
  }

  /** The core is about to hear of it. */
  void replied(long callId, List<Verdict> verdicts) {
    Started started = inFlight.remove(callId);
    if (started == null) {
      throw new AssertionError("nobody called " + callId);
    }
    String vendorId = started.call().http().vendorId();
    permits.merge(vendorId, -1, Integer::sum);
    permitFreeNanos.put(vendorId, world.nanos);
    breakers.replied(vendorId, callId, verdicts);
    world.calls.replied(started, verdicts);
  }

  /** A call was written later than it was decided. */
  void writtenLate(CoreEvent.WrittenLate late, WorkChecks work) {
    Started started = inFlight.get(late.callId());
    if (started != null && started.owner() != null) {
      work.late(started.call(), started.owner(), late.writtenNanos() - started.call().takenNanos());
    }
  }

  void publishes() {
    if (unwritten == 0) {
      takenNanos = world.nanos;
    }
    unwritten++;
  }

  /**
   * They wait no longer.
   *
   * @param taken by Kafka; else they are void
   */
  void written(List<Write> writes, boolean taken) {
    if (mayNotWrite()) {
      writableNanos = world.nanos;
    }
    for (Write write : writes) {
      if (write instanceof Write.OfRequest) {
        unwritten--;
        takenNanos = taken ? world.nanos : takenNanos;
      }
    }
  }

  private boolean mayNotWrite() {
    return unwritten >= world.settings.maxUnwritten()
        || (unwritten > 0 && world.nanos - takenNanos > Results.LONGEST_WAIT_NANOS);
  }

  /** After a turn. */
  void holds(long bytes) {
    if (bytes >= world.settings.windowBytes() / 2) {
      tightNanos = world.nanos;
    }
  }

  boolean isTightSince(long nanos) {
    return tightNanos >= nanos;
  }

  /**
   * Since when calls to a vendor could be made, as far as this process goes.
   *
   * @return MAX_VALUE when none can be made now
   */
  long readyNanos(Vendor vendor) {
    if (question != 0 || mayNotWrite() || inFlight(vendor.id()) >= vendor.maxInFlight()) {
      return Long.MAX_VALUE;
    }
    return Math.max(
        Math.max(Math.max(runningNanos, writableNanos), breakers.readyNanos(vendor.id())),
        permitFreeNanos.getOrDefault(vendor.id(), Long.MIN_VALUE));
  }
}
