package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.Scope;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.throttle.CampaignRate;
import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.TraceContext;
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
  private final Suppressions suppressions;
  private TemplateGate templates;
  private long calls;

  Starter(
      Function<VendorType, VendorAdapter> adapters,
      TemplateGate templates,
      Suppressions suppressions) {
    this.adapters = adapters;
    this.suppressions = suppressions;
    this.templates = templates;
  }

  void use(TemplateGate newTemplates) {
    templates = newTemplates;
  }

  /** Why the request at the head of its flow ends without a call; null when it may be sent. */
  Write.@Nullable OfRequest refusal(Pending head, WorkspaceQueue queue, Now now) {
    Write.OfRequest ending = ending(head, queue, now);
    if (ending != null) {
      return ending;
    }
    String vendor = vendorOf(head, queue);
    if (suppressions.covers(head, now.instant())) {
      return Outcomes.suppressed(head, vendor, now);
    }
    if (head.isPrepared(queue.generation())) {
      return null;
    }
    return switch (templates.ask(queue.workspace(), head.request())) {
      case TemplateGate.Refused(var failure) -> Outcomes.failed(head, vendor, failure, now);
      case TemplateGate.Admitted(var completed) ->
          switch (encode(queue, List.of(completed))) {
            case Encoding.Unsupported(var failure) -> Outcomes.failed(head, vendor, failure, now);
            case Encoding.Encoded(var call) -> {
              head.prepared(completed, call, queue.generation());
              yield null;
            }
          };
    };
  }

  /** What ends a request wherever it waits; null when it may wait on. */
  Write.@Nullable OfRequest ending(Pending pending, WorkspaceQueue queue, Now now) {
    if (!pending.expiresAt().isAfter(now.instant())) {
      return Outcomes.expired(pending, vendorOf(pending, queue), now);
    }
    if (queue.isRemoved()) {
      return Outcomes.failed(
          pending, vendorOf(pending, queue), Admission.unknown(queue.workspace().id()), now);
    }
    if (queue.holds().isCancelled(pending.request().campaignId())) {
      return Outcomes.cancelled(pending, vendorOf(pending, queue), now);
    }
    return null;
  }

  private static @Nullable String vendorOf(Pending pending, WorkspaceQueue queue) {
    return pending.attempts() > 0 ? queue.workspace().vendorId() : null;
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
            List.copyOf(taken.throttledNanos()),
            traces(taken.requests()));
    return new Attempt(call, queue, queue.lane(), partition, taken.requests());
  }

  /** Read from their records only now: a request that waits holds nothing for it. */
  private static List<CallTrace> traces(List<Pending> requests) {
    List<CallTrace> traces = List.of();
    for (int i = 0; i < requests.size(); i++) {
      Pending pending = requests.get(i);
      TraceContext context = TraceContext.of(pending.raw().headers());
      if (context != null) {
        traces = traces.isEmpty() ? new ArrayList<>(1) : traces;
        traces.add(new CallTrace(i, context, pending.position(), pending.attempts()));
      }
    }
    return traces;
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
    // What only tries whether something works takes one message along.
    boolean alone = most == 1 || isProbe(queue, head) || !queue.lane().breaker().isClosed();
    Object key = alone ? null : batchKey(queue, head);
    if (key == null) {
      return;
    }
    most = Math.min(most, queue.throttle().available());
    most = Math.min(most, queue.throttle().journalRoom());
    while (taken.requests().size() < most) {
      Pending next = queue.headOf(head.request().priority());
      if (next == null
          || now.isUnsure(next.expiresAt())
          || refusal(next, queue, now) != null
          || queue.detours().of(next) != null
          || !key.equals(batchKey(queue, next))) {
        return;
      }
      take(queue, next, taken, now);
    }
  }

  private @Nullable Object batchKey(WorkspaceQueue queue, Pending pending) {
    return adapterOf(queue).batchKey(pending.request());
  }

  /** Whether a hold is probed with it: one message is enough for that. */
  private static boolean isProbe(WorkspaceQueue queue, Pending head) {
    Scope template = Scope.templateOf(head.request());
    return queue.holds().isProbe(Scope.EVERYTHING)
        || (template != null && queue.holds().isProbe(template));
  }

  private static void take(WorkspaceQueue queue, Pending pending, Taken taken, Now now) {
    queue.take(pending);
    queue.started(pending, now.nanos());
    taken.requests().add(pending);
    if (queue.holds().hasRates()) {
      Scope campaign = Scope.campaignOf(pending.request());
      CampaignRate rate = campaign == null ? null : queue.holds().rate(campaign);
      if (rate != null) {
        rate.take();
      }
    }
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
