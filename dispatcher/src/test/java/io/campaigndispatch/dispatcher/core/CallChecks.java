package io.campaigndispatch.dispatcher.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The invariants that can be seen in calls; kept apart from everything the core believes. */
final class CallChecks {

  private record Sent(long nanos, int messages) {}

  private final Directory directory;
  private final Map<String, List<Sent>> sent = new HashMap<>();
  private final Map<Long, Effect.Call> inFlight = new HashMap<>();
  private final Map<String, Long> busy = new HashMap<>();
  private final Map<String, Instant> defaultExpiry = new HashMap<>();

  CallChecks(Directory directory) {
    this.directory = directory;
  }

  /** A record was written: when a request with this id expires at the latest. */
  void expires(String workspaceId, String requestId, Instant at) {
    defaultExpiry.merge(workspaceId + "/" + requestId, at, (a, b) -> a.isAfter(b) ? a : b);
  }

  void called(Effect.Call call, Set<Integer> owned, Homes homes, Now now) {
    assertThat(inFlight.put(call.callId(), call)).as("call id used once").isNull();
    int permits = 0;
    for (Effect.Call other : inFlight.values()) {
      if (other.http().vendorId().equals(call.http().vendorId())) {
        permits++;
      }
    }
    var vendor = directory.vendors().get(call.http().vendorId());
    assertThat(vendor).isNotNull();
    assertThat(permits).as("calls at once").isLessThanOrEqualTo(vendor.maxInFlight());
    for (SendRequest request : call.requests()) {
      assertThat(owned)
          .as("a call for a partition that is not ours")
          .contains(homes.of(request.workspaceId()));
      Instant limit =
          request.expiresAt() != null
              ? request.expiresAt()
              : defaultExpiry.get(request.workspaceId() + "/" + request.requestId());
      assertThat(now.instant()).as("a call after expiry").isBefore(limit);
      assertThat(busy.put(key(request), call.callId()))
          .as("two attempts for one recipient")
          .isNull();
    }
    count(call.requests().getFirst().workspaceId(), call.requests().size(), now);
  }

  private void count(String workspaceId, int messages, Now now) {
    Workspace workspace = directory.workspace(workspaceId);
    assertThat(workspace).isNotNull();
    List<Sent> before = sent.computeIfAbsent(workspaceId, _ -> new ArrayList<>());
    before.add(new Sent(now.nanos(), messages));
    for (Bandwidth bandwidth : workspace.throttle()) {
      long total = 0;
      for (Sent one : before.reversed()) {
        total += one.messages();
        double allowed =
            bandwidth.burst()
                + (double) bandwidth.rate()
                    * (now.nanos() - one.nanos())
                    / bandwidth.per().toNanos();
        assertThat((double) total)
            .as("messages of %s since %s ns ago", workspaceId, now.nanos() - one.nanos())
            .isLessThanOrEqualTo(allowed + 1e-6);
      }
    }
  }

  void replied(Effect.Call call) {
    inFlight.remove(call.callId());
    call.requests().forEach(request -> busy.remove(key(request), call.callId()));
  }

  /** Somebody else owns the partition: what is in flight there is no longer ours to answer for. */
  void lost(int partition, Homes homes) {
    for (Effect.Call call : inFlight.values()) {
      for (SendRequest request : call.requests()) {
        if (homes.of(request.workspaceId()) == partition) {
          busy.remove(key(request), call.callId());
        }
      }
    }
  }

  /** The process died: buckets begin anew, as for a workspace never seen before. */
  void crashed() {
    sent.clear();
    inFlight.clear();
    busy.clear();
  }

  private static String key(SendRequest request) {
    return request.workspaceId() + "/" + requireNonNull(request.recipient()).e164();
  }
}
