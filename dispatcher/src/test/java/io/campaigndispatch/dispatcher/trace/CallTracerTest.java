package io.campaigndispatch.dispatcher.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.campaigndispatch.dispatcher.core.CallTrace;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.core.RequestSample;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.TraceContext;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CallTracerTest {

  private static final String NUMBER = "+5215512345678";
  private static final TraceContext SAMPLED =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true, "a=1");
  private static final TraceContext OTHER =
      new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true, null);
  private static final TraceContext UNSAMPLED =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", false, null);
  private static final Verdict ACCEPTED = new Verdict.Accepted(VendorIds.NONE);
  private static final Verdict REJECTED =
      new Verdict.Rejected(
          Failure.of(FailureCategory.RECIPIENT, "131026", "no such recipient " + NUMBER));
  private static final HttpReply OK = new HttpReply.Answered(200, Map.of(), new byte[0], false);

  private final Spans sent = new Spans();
  private final CallTracer tracer =
      new OtlpTracer(
          SimpleSpanProcessor.create(sent), new CallTracer.Identity("dispatch", "1", "i1"));

  /** What would go to a collector. */
  private static final class Spans implements SpanExporter {
    private final List<SpanData> all = new ArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      all.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }

    Map<String, Object> attributes(int span) {
      return all.get(span).getAttributes().asMap().entrySet().stream()
          .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
    }
  }

  private static Effect.Call call(CallTrace... traces) {
    SendRequest request = RequestSample.request("acme", "r-" + NUMBER).build();
    return new Effect.Call(
        1,
        Samples.vendor(),
        List.of(request, request, request),
        new HttpCall(
            "v1",
            "POST",
            URI.create("https://vendor.example/" + NUMBER),
            Map.of("content-type", "application/json"),
            new byte[0],
            new CredentialRef.None(),
            Duration.ofSeconds(10)),
        0,
        0,
        List.of(),
        List.of(),
        List.of(traces));
  }

  private static CallTrace trace(int request, TraceContext context) {
    return new CallTrace(request, context, Position.whole(3, 42 + request), 2);
  }

  @Test
  void span_isAChildOfTheRecordsSpan_andTheVendorsParent() {
    CallTracer.Traced traced = tracer.begin(call(trace(0, SAMPLED)));
    traced.ended(OK, List.of(ACCEPTED, ACCEPTED, ACCEPTED));

    SpanData span = sent.all.getFirst();
    assertThat(span.getTraceId()).isEqualTo(SAMPLED.traceId());
    assertThat(span.getParentSpanId()).isEqualTo(SAMPLED.spanId());
    assertThat(span.getSpanId()).isNotEqualTo(SAMPLED.spanId());
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(traced.http().headers())
        .containsOnly(
            Map.entry("content-type", "application/json"),
            Map.entry("traceparent", SAMPLED.in(span.getSpanId()).traceparent()),
            Map.entry("tracestate", "a=1"));
    assertThat(sent.attributes(0))
        .containsEntry("dispatch.workspace", "acme")
        .containsEntry("dispatch.vendor", "v1")
        .containsEntry("dispatch.attempt", 2L)
        .containsEntry("dispatch.verdict", "accepted")
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("messaging.destination.partition.id", "3")
        .containsEntry("messaging.kafka.offset", 42L);
    assertThat(span.getResource().getAttributes().asMap().values())
        .containsExactlyInAnyOrder("dispatch", "1", "i1");
  }

  @Test
  void callOfSeveral_isASpanInEachTrace_withItsOwnVerdict() {
    CallTracer.Traced traced = tracer.begin(call(trace(1, SAMPLED), trace(2, OTHER)));
    traced.ended(OK, List.of(ACCEPTED, REJECTED, ACCEPTED));

    assertThat(sent.all)
        .extracting(SpanData::getTraceId)
        .containsExactly(SAMPLED.traceId(), OTHER.traceId());
    assertThat(sent.all)
        .extracting(SpanData::getStatus)
        .containsExactly(StatusData.error(), StatusData.unset());
    assertThat(traced.http().headers().get("traceparent")).contains(SAMPLED.traceId());
  }

  @Test
  void span_saysNeitherWhoNorWhich() {
    tracer.begin(call(trace(0, SAMPLED))).ended(OK, List.of(REJECTED, ACCEPTED, ACCEPTED));

    assertThat(sent.all.toString()).doesNotContain("55123");
  }

  @Test
  void callThatWasNotAnswered_saysWhy() {
    tracer
        .begin(call(trace(0, SAMPLED)))
        .ended(
            new HttpReply.Lost(HttpReply.Lost.Cause.TIMEOUT, "after 10 s"),
            List.of(REJECTED, ACCEPTED, ACCEPTED));
    tracer
        .begin(call(trace(0, SAMPLED)))
        .ended(
            new HttpReply.NotSent(HttpReply.NotSent.Cause.LATE, ""),
            List.of(new Verdict.NotWritten(), ACCEPTED, ACCEPTED));

    assertThat(sent.attributes(0)).containsEntry("error.type", "timeout");
    assertThat(sent.all.getFirst().getStatus()).isEqualTo(StatusData.error());
    assertThat(sent.all).as("nothing was sent the second time").hasSize(1);
  }

  @Test
  void traceThatIsNotRecorded_isPassedOn_andSentNowhere() {
    CallTracer.Traced traced = tracer.begin(call(trace(0, UNSAMPLED)));
    traced.ended(OK, List.of(ACCEPTED, ACCEPTED, ACCEPTED));

    assertThat(sent.all).isEmpty();
    assertThat(traced.http().headers().get("traceparent"))
        .startsWith("00-" + UNSAMPLED.traceId() + "-")
        .doesNotContain(UNSAMPLED.spanId())
        .endsWith("-00");
  }

  @Test
  void withoutACollector_theContextIsPassedOn_withANewSpanPerCall() {
    CallTracer passing =
        CallTracer.of(
            new TracingSettings(null, null), new CallTracer.Identity("dispatch", "1", "i1"));
    Effect.Call call = call(trace(0, SAMPLED));
    String first = String.valueOf(passing.begin(call).http().headers().get("traceparent"));
    String second = String.valueOf(passing.begin(call).http().headers().get("traceparent"));

    assertThat(first)
        .matches("00-" + SAMPLED.traceId() + "-[0-9a-f]{16}-01")
        .doesNotContain(SAMPLED.spanId())
        .isNotEqualTo(second);
  }

  @Test
  void endpointThatIsNoUrl_isRefused_withoutItsSecret() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TracingSettings("collector:4318", "Bearer s3cret"))
        .withMessage(
            "dispatch.tracing.endpoint: expected an http or https URL, received collector:4318");
    assertThat(new TracingSettings("http://collector:4318/v1/traces", "Bearer s3cret").toString())
        .doesNotContain("s3cret");
  }
}
