package io.campaigndispatch.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.demo.scenario.Vendor;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.TraceContext;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.fault.FaultSpec;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trace from the request's record over every detour to the vendor's call and the outcome. */
@Timeout(180)
class TracingIT {

  private static final Fleet FLEET = Fleets.of(12, 300);
  private static final String HOSTILE = "00-ab-cd-01";
  private static final TraceContext DIRECT = context("1");
  private static final TraceContext RETRIED = context("2");
  private static final TraceContext DELAYED = context("3");

  @TempDir private Path folder;
  private final Map<String, Traced> ended = new HashMap<>();

  /** An outcome, and the context on its record. */
  private record Traced(Outcome outcome, @Nullable TraceContext context, boolean hasHeader) {}

  private static TraceContext context(String digit) {
    return new TraceContext(digit.repeat(32), digit.repeat(16), true, "demo=" + digit);
  }

  private static String recipient(int i) {
    return Long.toString(5_215_598_760_000L + i);
  }

  private static ProducerRecord<String, String> request(String id, int recipient, String fields) {
    String workspace =
        FLEET.members().stream()
            .filter(member -> member.vendor() == Vendor.PLATICA)
            .findFirst()
            .orElseThrow()
            .id();
    String json =
        """
        {"requestId":"%s","workspaceId":"%s",%s"recipient":"+%s","priority":"URGENT",\
        "message":{"type":"template","name":"aviso","language":"es",\
        "body":[{"name":"nombre","value":"Juan"}]}}"""
            .formatted(id, workspace, fields, recipient(recipient));
    return new ProducerRecord<>("dispatch.requests", workspace, json);
  }

  private static ProducerRecord<String, String> traced(
      ProducerRecord<String, String> record, TraceContext context) {
    context.putOn(record.headers());
    return record;
  }

  private void publish(Installation installation) {
    ProducerRecord<String, String> hostile = request("hostile", 4, "");
    hostile.headers().add("traceparent", HOSTILE.getBytes(StandardCharsets.UTF_8));
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (var record :
          List.of(
              traced(request("direct", 1, ""), DIRECT),
              traced(request("retried", 2, ""), RETRIED),
              traced(request("delayed", 3, "\"schedule\":{\"delayMs\":3000},"), DELAYED),
              hostile,
              request("plain", 5, ""))) {
        var _ = producer.send(record);
      }
    }
  }

  private void awaitOutcomes(Installation installation) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (Tail tail = new Tail(installation.bootstrapServers(), "dispatch.outcomes")) {
      while (ended.size() < 5) {
        assertThat(System.nanoTime()).as("ended: %s", ended).isLessThan(giveUp);
        tail.poll(
            Duration.ofMillis(100),
            record -> {
              Outcome outcome = OutcomeCodec.decode(record.value());
              if (outcome.status().isFinal()) {
                ended.put(
                    outcome.requestId(),
                    new Traced(
                        outcome,
                        TraceContext.of(record.headers()),
                        record.headers().lastHeader("traceparent") != null));
              }
            });
      }
    }
  }

  @Test
  void trace_goesFromTheRecord_throughEveryCall_toTheOutcome()
      throws IOException, InterruptedException {
    try (Collector collector = new Collector();
        Installation installation = Installation.prepare(folder, FLEET)) {
      installation.startDispatcher(
          "--dispatch.tracing.endpoint=" + collector.uri(),
          "--dispatch.tracing.authorization=Bearer of-the-collector");
      installation
          .sandbox()
          .addFault(FaultSpec.always(new Fault.Status(503, null, null)).to(recipient(2)).times(1));
      publish(installation);
      awaitOutcomes(installation);

      List<Span> spans = collector.await(4);
      assertThat(ended.values())
          .extracting(traced -> traced.outcome().status())
          .containsOnly(Status.ACCEPTED);
      assertThat(spans)
          .extracting(span -> hex(span.getTraceId().toByteArray()))
          .containsExactlyInAnyOrder(
              DIRECT.traceId(), RETRIED.traceId(), RETRIED.traceId(), DELAYED.traceId());
      assertThat(spans)
          .allSatisfy(
              span ->
                  // The sample's span ids are made of the digit that its trace id is made of.
                  assertThat(hex(span.getTraceId().toByteArray()))
                      .startsWith(hex(span.getParentSpanId().toByteArray())));
      assertThat(spans).extracting(Span::getSpanId).doesNotHaveDuplicates();
      assertThat(spans)
          .allSatisfy(
              span ->
                  assertThat(span.getAttributesList().toString())
                      .contains("dispatch.verdict")
                      .doesNotContain("98760"));
      assertThat(collector.authorizations()).containsOnly("Bearer of-the-collector");
      assertThat(contextOf("direct")).isEqualTo(DIRECT);
      assertThat(contextOf("retried")).isEqualTo(RETRIED);
      assertThat(contextOf("delayed")).isEqualTo(DELAYED);
      assertThat(ended.get("hostile")).matches(hostile -> !hostile.hasHeader());
      assertThat(ended.get("plain")).matches(plain -> !plain.hasHeader());
    }
  }

  private @Nullable TraceContext contextOf(String requestId) {
    Traced traced = ended.get(requestId);
    assertThat(traced).isNotNull();
    return traced.context();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
