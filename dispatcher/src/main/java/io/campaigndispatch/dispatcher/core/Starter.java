package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The last gates before a call, and the call itself. */
final class Starter {

  private final Function<VendorType, VendorAdapter> adapters;
  private ContentCheck check;
  private long calls;

  Starter(Function<VendorType, VendorAdapter> adapters, ContentCheck check) {
    this.adapters = adapters;
    this.check = check;
  }

  void use(ContentCheck newCheck) {
    check = newCheck;
  }

  /** Why the request at the head of its flow ends without a call; null when it may be sent. */
  @Nullable Write refusal(Pending head, WorkspaceQueue queue, Now now) {
    if (head.expiresAt().toEpochMilli() <= now.millis()) {
      return Outcomes.expired(head, null, now);
    }
    if (head.isPrepared()) {
      return null;
    }
    return switch (check.check(head.request(), queue.workspace())) {
      case ContentCheck.Checked.Refused(var failure) -> Outcomes.failed(head, null, failure, now);
      case ContentCheck.Checked.Passed(var completed) ->
          switch (encode(queue, List.of(completed))) {
            case Encoding.Unsupported(var failure) -> Outcomes.failed(head, null, failure, now);
            case Encoding.Encoded _ -> {
              head.prepared(completed);
              yield null;
            }
          };
    };
  }

  /** Takes the head, those behind it that may share its call, and their tokens. */
  Attempt start(WorkspaceQueue queue, Pending head, PartitionState partition, Now now) {
    List<Pending> requests = new ArrayList<>(1);
    take(queue, head, requests, now);
    gather(queue, head, requests, now);
    queue.throttle().take(requests.size());
    List<SendRequest> sent = requests.stream().map(Pending::request).toList();
    Encoding encoding = encode(queue, sent);
    if (!(encoding instanceof Encoding.Encoded(var http))) {
      throw new IllegalStateException("each was encoded before: together they must be too");
    }
    List<Long> queuedMillis = new ArrayList<>(1);
    List<Long> throttledNanos = new ArrayList<>(1);
    for (Pending pending : requests) {
      if (pending.attempts() == 1) {
        queuedMillis.add(pending.queuedMillis(now.millis()));
        throttledNanos.add(pending.throttledNanos());
      }
    }
    Effect.Call call =
        new Effect.Call(
            calls++,
            queue.lane().vendor().type(),
            sent,
            http,
            List.copyOf(queuedMillis),
            List.copyOf(throttledNanos));
    return new Attempt(call, queue, partition, requests);
  }

  private void gather(WorkspaceQueue queue, Pending head, List<Pending> requests, Now now) {
    int most = queue.lane().vendor().maxRecipients();
    Object key = most == 1 ? null : adapterOf(queue).batchKey(head.request());
    if (key == null) {
      return;
    }
    most = Math.min(most, queue.throttle().available());
    while (requests.size() < most) {
      Pending next = queue.headOf(head.request().priority());
      if (next == null
          || !key.equals(adapterOf(queue).batchKey(next.request()))
          || refusal(next, queue, now) != null) {
        return;
      }
      take(queue, next, requests, now);
    }
  }

  private static void take(WorkspaceQueue queue, Pending pending, List<Pending> requests, Now now) {
    queue.take(pending);
    queue.started(pending, now.nanos());
    pending.started(now.nanos(), now.millis());
    requests.add(pending);
  }

  private Encoding encode(WorkspaceQueue queue, List<SendRequest> requests) {
    Vendor vendor = queue.lane().vendor();
    return adapterOf(queue).encode(vendor, queue.workspace(), requests);
  }

  private VendorAdapter adapterOf(WorkspaceQueue queue) {
    return adapters.apply(queue.lane().vendor().type());
  }
}
