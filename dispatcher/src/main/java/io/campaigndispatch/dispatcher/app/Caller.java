package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.core.CallListener;
import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.dispatcher.trace.CallTracer;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.VendorTransport;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.adapter.Vendors;
import io.campaigndispatch.dispatcher.vendor.reply.Alert;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.send.SendRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the core's calls and tells it what the replies mean. */
final class Caller {

  private static final Logger log = LoggerFactory.getLogger(Caller.class);

  /** Below it, the margin of the buckets covers the delay, and a message costs no second event. */
  private static final long NOTICEABLE_NANOS = Duration.ofMillis(2).toNanos();

  private final VendorTransport transport;
  private final Vendors vendors;
  private final CallListener listener;
  private final CallTracer tracer;
  private final ReplyAlerts alerts = new ReplyAlerts();

  Caller(VendorTransport transport, Vendors vendors, CallListener listener, CallTracer tracer) {
    this.transport = transport;
    this.vendors = vendors;
    this.listener = listener;
    this.tracer = tracer;
  }

  /**
   * @param core told exactly once of the reply, and before it of a call that was written late; on a
   *     thread of the transport
   */
  void call(Effect.Call call, Consumer<CoreEvent> core) {
    listener.called(call);
    CallTracer.@Nullable Traced traced = call.traces().isEmpty() ? null : tracer.begin(call);
    transport.send(
        traced == null ? call.http() : traced.http(),
        () -> {
          long writtenNanos = System.nanoTime();
          long late = writtenNanos - call.takenNanos();
          if (late >= call.mostLateNanos()) {
            return false;
          }
          if (late > NOTICEABLE_NANOS) {
            core.accept(new CoreEvent.WrittenLate(call.callId(), writtenNanos));
          }
          return true;
        },
        reply -> {
          long vendorNanos = System.nanoTime() - call.takenNanos();
          if (!isLate(reply)) {
            listener.answered(call, vendorNanos);
          }
          failed(call, reply);
          List<Verdict> verdicts = verdicts(call, dated(reply));
          verdicts.forEach(verdict -> alert(call, verdict));
          if (traced != null) {
            traced.ended(reply, verdicts);
          }
          core.accept(new CoreEvent.Replied(call.callId(), verdicts, vendorNanos));
        });
  }

  /** A Retry-After may be a date, which only another date makes a duration. */
  private static HttpReply dated(HttpReply reply) {
    return reply instanceof HttpReply.Answered answered && answered.status() >= 400
        ? answered.dated(WorkerClock.now().instant())
        : reply;
  }

  private void alert(Effect.Call call, Verdict verdict) {
    Alert alert = Alert.of(verdict);
    if (alert != null) {
      listener.alerted(call.vendor().id(), alert.kind().name().toLowerCase(Locale.ROOT));
      alerts.tell(call.vendor().id(), alert, System.nanoTime());
    }
  }

  private void failed(Effect.Call call, HttpReply reply) {
    switch (reply) {
      case HttpReply.Answered _ -> {}
      case HttpReply.NotSent(var cause, _) -> listener.failed(call.vendor().id(), name(cause));
      case HttpReply.Lost(var cause, _) -> listener.failed(call.vendor().id(), name(cause));
    }
  }

  private static String name(Enum<?> cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isLate(HttpReply reply) {
    return reply instanceof HttpReply.NotSent(var cause, _)
        && cause == HttpReply.NotSent.Cause.LATE;
  }

  /** A reply that breaks its adapter says nothing of whether the vendor took the message. */
  private List<Verdict> verdicts(Effect.Call call, HttpReply reply) {
    List<SendRequest> requests = call.requests();
    VendorAdapter adapter = vendors.adapter(call.vendor().type());
    try {
      List<Verdict> verdicts = adapter.classify(call.vendor(), requests, reply);
      if (verdicts.size() != requests.size()) {
        throw new IllegalStateException(
            "expected " + requests.size() + " verdicts, received " + verdicts.size());
      }
      return verdicts;
    } catch (RuntimeException e) {
      LogEvent.REPLY_NOT_CLASSIFIED.log(log, call.http().vendorId(), e);
      Verdict uncertain =
          new Verdict.Uncertain(
              Failure.of(
                  FailureCategory.UNCERTAIN,
                  FailureCode.BAD_REPLY,
                  "the reply could not be understood"));
      return Collections.nCopies(requests.size(), uncertain);
    }
  }
}
