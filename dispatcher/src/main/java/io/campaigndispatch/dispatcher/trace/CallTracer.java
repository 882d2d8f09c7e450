package io.campaigndispatch.dispatcher.trace;

import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.TraceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes each call that a traced request is in a span of its trace. The vendor is told of it in
 * {@code traceparent}; of a call with several traced requests, of the first one's.
 */
public interface CallTracer extends AutoCloseable {

  /** With a collector to send spans to, or without. */
  static CallTracer of(TracingSettings settings, Identity identity) {
    return settings.endpoint() == null || settings.endpoint().isEmpty()
        ? new Passing()
        : OtlpTracer.to(settings.endpoint(), settings.authorization(), identity);
  }

  /**
   * Who makes the spans.
   *
   * @param instance unique per process
   */
  record Identity(String service, String version, String instance) {}

  /**
   * A call begins.
   *
   * @param call with traces
   */
  Traced begin(Effect.Call call);

  /** Sends what there is, within a bounded time. */
  @Override
  void close();

  /** A call under way. */
  interface Traced {

    /** The call as the vendor is to get it. */
    HttpCall http();

    /** It is over; on any thread. */
    void ended(HttpReply reply, List<Verdict> verdicts);
  }

  /** The same call with the context of its own span. */
  static HttpCall told(HttpCall http, TraceContext context) {
    Map<String, String> headers = new HashMap<>(http.headers());
    headers.put(DispatchHeaders.TRACEPARENT, context.traceparent());
    if (context.tracestate() != null) {
      headers.put(DispatchHeaders.TRACESTATE, context.tracestate());
    }
    return http.with(headers);
  }
}
