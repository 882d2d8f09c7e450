package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The last gates before a call, and the call itself. */
final class Starter {

  private static final int MOST_COMEBACKS = 3;

  private final Function<VendorType, VendorAdapter> adapters;
  private TemplateGate templates;
  private long calls;

  Starter(Function<VendorType, VendorAdapter> adapters, TemplateGate templates) {
    this.adapters = adapters;
    this.templates = templates;
  }

  void use(TemplateGate newTemplates) {
    templates = newTemplates;
  }

  /** Why the request at the head of its flow ends without a call; null when it may be sent. */
  Write.@Nullable OfRequest refusal(Pending head, WorkspaceQueue queue, Now now) {
    String vendor = head.attempts() > 0 ? queue.workspace().vendorId() : null;
    if (!head.expiresAt().isAfter(now.instant())) {
      return Outcomes.expired(head, vendor, now);
    }
    if (head.isPrepared()) {
      return null;
    }
    return switch (templates.ask(queue.workspace(), head.request())) {
      case TemplateGate.Refused(var failure) -> Outcomes.failed(head, vendor, failure, now);
      case TemplateGate.Admitted(var completed) ->
          switch (encode(queue, List.of(completed))) {
            case Encoding.Unsupported(var failure) -> Outcomes.failed(head, vendor, failure, now);
            case Encoding.Encoded(var call) -> {
              head.prepared(completed, call);
              yield null;
            }
          };
    };
  }

  /** What one call takes along, and of those whose first call it is, how long they waited. */
  private record Taken(List<Pending> requests, List<Long> queuedMillis, List<Long> throttledNanos) {
    Taken() {
      this(new ArrayList<>(1), new ArrayList<>(1), new ArrayList<>(1));
    }
  }

  /** Takes the head, those behind it that may share its call, and their tokens. */
  Attempt start(WorkspaceQueue queue, Pending head, PartitionState partition, Now now) {
    Taken taken = new Taken();
    take(queue, head, taken, now);
    gather(queue, head, taken, now);
    queue.throttle().take(taken.requests().size());
    List<SendRequest> sent = taken.requests().stream().map(Pending::request).toList();
    HttpCall http = sent.size() == 1 ? head.alone() : together(queue, sent);
    Effect.Call call =
        new Effect.Call(
            calls++,
            queue.lane().vendor(),
            sent,
            http,
            now.nanos(),
            mostLateNanos(queue, taken.requests()),
            List.copyOf(taken.queuedMillis()),
            List.copyOf(taken.throttledNanos()));
    return new Attempt(call, queue, partition, taken.requests());
  }

  /** One that came back often is written however late: it must go some time. */
  private static long mostLateNanos(WorkspaceQueue queue, List<Pending> requests) {
    return requests.stream().anyMatch(pending -> pending.comebacks() >= MOST_COMEBACKS)
        ? Long.MAX_VALUE
        : queue.throttle().mostLateNanos();
  }

  private HttpCall together(WorkspaceQueue queue, List<SendRequest> requests) {
    return switch (encode(queue, requests)) {
      case Encoding.Encoded(var call) -> call;
      case Encoding.Unsupported _ ->
          throw new IllegalStateException("each was encoded before: together they must be too");
    };
  }

  private void gather(WorkspaceQueue queue, Pending head, Taken taken, Now now) {
    int most = queue.lane().vendor().maxRecipients();
    Object key = most == 1 ? null : adapterOf(queue).batchKey(head.request());
    // What only tries whether the vendor works takes one message along.
    if (key == null || !queue.lane().breaker().isClosed()) {
      return;
    }
    most = Math.min(most, queue.throttle().available());
    most = Math.min(most, queue.throttle().journalRoom());
    while (taken.requests().size() < most) {
      Pending next = queue.headOf(head.request().priority());
      if (next == null
          || now.isUnsure(next.expiresAt())
          || refusal(next, queue, now) != null
          || !key.equals(adapterOf(queue).batchKey(next.request()))) {
        return;
      }
      take(queue, next, taken, now);
    }
  }

  private static void take(WorkspaceQueue queue, Pending pending, Taken taken, Now now) {
    queue.take(pending);
    queue.started(pending, now.nanos());
    taken.requests().add(pending);
    if (pending.started(now.nanos(), now.millis())) {
      taken.queuedMillis().add(pending.queuedMillis(now.millis()));
      taken.throttledNanos().add(pending.throttledNanos());
    }
  }

  private Encoding encode(WorkspaceQueue queue, List<SendRequest> requests) {
    Vendor vendor = queue.lane().vendor();
    try {
      return adapterOf(queue).encode(vendor, queue.workspace(), requests);
    } catch (RuntimeException e) {
      // A request that breaks its adapter must end alone, not take the worker and its successor
      // along.
      return new Encoding.Unsupported(
          Failure.of(
              FailureCategory.REQUEST,
              FailureCode.UNSUPPORTED,
              "could not be put into the vendor's form: " + e.getClass().getSimpleName()));
    }
  }

  private VendorAdapter adapterOf(WorkspaceQueue queue) {
    return adapters.apply(queue.lane().vendor().type());
  }
}
