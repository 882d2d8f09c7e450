package io.campaigndispatch.dispatcher.trace;

import io.campaigndispatch.dispatcher.core.CallTrace;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.core.Tally;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.wire.TraceContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a span per traced request of a call to a collector: on a thread of its own, in batches,
 * from a queue that drops spans when it is full. Only what its trace records is sent. A span says
 * neither recipient nor request: its record's place does.
 */
final class OtlpTracer implements CallTracer {

  private static final String SCOPE = "io.campaigndispatch.dispatcher";
  private static final int MOST_WAITING = 8_192;
  private static final int MOST_PER_EXPORT = 512;
  private static final Duration EXPORT_EVERY = Duration.ofSeconds(1);
  private static final Duration EXPORT_WITHIN = Duration.ofSeconds(10);
  private static final Duration LAST_SPANS_WITHIN = Duration.ofSeconds(2);

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /**
   * @param processor what becomes of spans that ended; must not block
   */
  OtlpTracer(SpanProcessor processor, Identity identity) {
    provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.builder()
                        .put("service.name", identity.service())
                        .put("service.version", identity.version())
                        .put("service.instance.id", identity.instance())
                        .build()))
            // We begin no trace of our own: what is recorded, its sender decides.
            .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
            .addSpanProcessor(processor)
            .build();
    tracer = provider.get(SCOPE);
  }

  static OtlpTracer to(String endpoint, @Nullable String authorization, Identity identity) {
    var exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint).setTimeout(EXPORT_WITHIN);
    if (authorization != null && !authorization.isEmpty()) {
      exporter.addHeader("Authorization", authorization);
    }
    return new OtlpTracer(
        BatchSpanProcessor.builder(exporter.build())
            .setMaxQueueSize(MOST_WAITING)
            .setMaxExportBatchSize(MOST_PER_EXPORT)
            .setScheduleDelay(EXPORT_EVERY)
            .setExporterTimeout(EXPORT_WITHIN)
            .build(),
        identity);
  }

  @Override
  public Traced begin(Effect.Call call) {
    List<Span> spans = call.traces().stream().map(trace -> span(call, trace)).toList();
    String spanId = spans.getFirst().getSpanContext().getSpanId();
    return new Spans(
        CallTracer.told(call.http(), call.traces().getFirst().context().in(spanId)), call, spans);
  }

  private Span span(Effect.Call call, CallTrace trace) {
    TraceContext context = trace.context();
    SpanContext parent =
        SpanContext.createFromRemoteParent(
            context.traceId(),
            context.spanId(),
            context.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
            TraceState.getDefault());
    HttpCall http = call.http();
    return tracer
        .spanBuilder("vendor call")
        .setSpanKind(SpanKind.CLIENT)
        .setParent(Context.root().with(Span.wrap(parent)))
        .setAttribute("http.request.method", http.method())
        .setAttribute("server.address", http.uri().getHost())
        .setAttribute("messaging.system", "kafka")
        .setAttribute(
            "messaging.destination.partition.id", Integer.toString(trace.position().partition()))
        .setAttribute("messaging.kafka.offset", trace.position().offset())
        .setAttribute("dispatch.vendor", call.vendor().id())
        .setAttribute("dispatch.workspace", call.requests().getFirst().workspaceId())
        .setAttribute("dispatch.attempt", trace.attempt())
        .startSpan();
  }

  private record Spans(HttpCall http, Effect.Call call, List<Span> spans) implements Traced {

    @Override
    public void ended(HttpReply reply, List<Verdict> verdicts) {
      for (int i = 0; i < spans.size(); i++) {
        Span span = spans.get(i);
        Tally.Meaning meaning = Tally.Meaning.of(verdicts.get(call.traces().get(i).request()));
        if (meaning == null) {
          // It was not sent after all, and goes again: no call. Not ended, it is sent nowhere.
          continue;
        }
        if (reply instanceof HttpReply.Answered answered) {
          span.setAttribute("http.response.status_code", answered.status());
        } else {
          span.setAttribute("error.type", lost(reply));
        }
        span.setAttribute("dispatch.verdict", meaning.name().toLowerCase(Locale.ROOT));
        span.setStatus(meaning == Tally.Meaning.ACCEPTED ? StatusCode.UNSET : StatusCode.ERROR);
        span.end();
      }
    }

    private static String lost(HttpReply reply) {
      return switch (reply) {
        case HttpReply.Answered _ -> "";
        case HttpReply.NotSent(var cause, _) -> cause.name().toLowerCase(Locale.ROOT);
        case HttpReply.Lost(var cause, _) -> cause.name().toLowerCase(Locale.ROOT);
      };
    }
  }

  @Override
  public void close() {
    var _ = provider.shutdown().join(LAST_SPANS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }
}
