package io.campaigndispatch.dispatcher.app;

import static io.campaigndispatch.dispatcher.core.RequestSample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.admin.DispatchMetrics;
import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.trace.CallTracer;
import io.campaigndispatch.dispatcher.trace.TracingSettings;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.VendorTransport;
import io.campaigndispatch.dispatcher.vendor.adapter.Vendors;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallerTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final DispatchMetrics metrics = new DispatchMetrics(registry, Samples.directory(), 10);
  private final List<CoreEvent> events = new ArrayList<>();

  /** Answers every call with the same. */
  private record Answering(HttpReply reply) implements VendorTransport {
    @Override
    public void send(HttpCall call, BooleanSupplier mayWrite, Consumer<HttpReply> onReply) {
      onReply.accept(reply);
    }

    @Override
    public void close() {}
  }

  private void callAnsweredWith(HttpReply reply) {
    CallTracer tracer =
        CallTracer.of(new TracingSettings(null, null), new CallTracer.Identity("test", "1", "w"));
    new Caller(new Answering(reply), new Vendors(_ -> {}), metrics, tracer)
        .call(call(), events::add);
  }

  private static Effect.Call call() {
    return Samples.call(request("acme", "r"), 0);
  }

  static Stream<HttpReply> endings() {
    return Stream.concat(
        Stream.of(HttpReply.NotSent.Cause.values())
            .map(cause -> new HttpReply.NotSent(cause, "why")),
        Stream.of(HttpReply.Lost.Cause.values()).map(cause -> new HttpReply.Lost(cause, "why")));
  }

  private static String cause(HttpReply reply) {
    return switch (reply) {
      case HttpReply.NotSent(var cause, _) -> cause.name();
      case HttpReply.Lost(var cause, _) -> cause.name();
      case HttpReply.Answered _ -> throw new IllegalArgumentException("has none");
    };
  }

  private double failures() {
    return registry.get("dispatch.http.failures").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  @ParameterizedTest
  @MethodSource("endings")
  void call_thatEndsWithoutAReply_isCountedByCause_asOneThatWasThereFromTheStart(HttpReply ending) {
    int shown = registry.get("dispatch.http.failures").counters().size();

    callAnsweredWith(ending);

    assertThat(
            registry
                .get("dispatch.http.failures")
                .tags("vendor", "v1", "cause", cause(ending).toLowerCase(Locale.ROOT))
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(failures()).isEqualTo(1);
    assertThat(registry.get("dispatch.http.failures").counters()).hasSize(shown);
    assertThat(events).hasSize(1);
  }

  @Test
  void call_thatIsAnswered_isNoFailure_whateverTheAnswer() {
    callAnsweredWith(new HttpReply.Answered(500, Map.of(), new byte[0], false));

    assertThat(failures()).isZero();
    assertThat(events).hasSize(1);
  }
}
