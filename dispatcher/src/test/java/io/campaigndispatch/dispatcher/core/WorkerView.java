package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be seen of one process's calls. */
final class WorkerView {

  /** A call under way, and for which assignment of its partition. */
  record Started(Effect.Call call, @Nullable Ownership owner) {}

  private final Map<Long, Started> inFlight = new HashMap<>();
  private final Map<String, Integer> permits = new HashMap<>();

  void clear() {
    inFlight.clear();
    permits.clear();
  }

  void started(Effect.Call call, @Nullable Ownership owner) {
    if (inFlight.put(call.callId(), new Started(call, owner)) != null) {
      throw new AssertionError("call id " + call.callId() + " is used twice");
    }
    permits.merge(call.http().vendorId(), 1, Integer::sum);
  }

  int inFlight(String vendorId) {
    return permits.getOrDefault(vendorId, 0);
  }

  /** The core is about to hear of it. */
  void replied(long callId, List<Verdict> verdicts, World world) {
    Started started = inFlight.remove(callId);
    if (started == null) {
      throw new AssertionError("nobody called " + callId);
    }
    permits.merge(started.call().http().vendorId(), -1, Integer::sum);
    world.calls.replied(started, verdicts);
  }
}
