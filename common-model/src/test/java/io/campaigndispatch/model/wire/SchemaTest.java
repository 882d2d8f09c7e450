package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.decode;
import static io.campaigndispatch.model.wire.Given.object;
import static io.campaigndispatch.model.wire.Given.valid;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.campaigndispatch.model.outcome.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The published schemas and the codecs say the same, in both directions. */
class SchemaTest {

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema REQUEST = REGISTRY.getSchema(resource("send-request"));
  private static final Schema OUTCOME = REGISTRY.getSchema(resource("outcome"));

  private static JsonNode resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            SchemaTest.class.getResourceAsStream("/schema/" + name + ".schema.json"))) {
      return Given.JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean accepts(Schema schema, JsonNode document) {
    return schema.validate(document).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"send-request", "outcome"})
  void schema_isA202012Schema(String name) {
    Schema meta =
        REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(meta.validate(resource(name))).isEmpty();
  }

  private static final List<String> MESSAGES =
      List.of(
          "{\"type\":\"text\",\"text\":\"a\\nb\"}",
          "{\"type\":\"text\",\"text\":\"a\",\"conversationId\":\"7\"}",
          "{\"type\":\"template\",\"name\":\"n\"}",
          "{\"type\":\"template\",\"name\":\"n\",\"language\":\"es_MX\",\"body\":[{\"value\":\"a\"}]}",
          "{\"type\":\"template\",\"name\":\"n\",\"header\":{\"type\":\"text\","
              + "\"variables\":[{\"name\":\"a\",\"value\":\"b\"}]}}",
          "{\"type\":\"template\",\"name\":\"n\",\"header\":{\"type\":\"text\"}}",
          "{\"type\":\"template\",\"name\":\"n\",\"header\":{\"type\":\"video\","
              + "\"url\":\"https://example.com/a?b#c\"}}",
          "{\"type\":\"template\",\"name\":\"n\",\"buttons\":[{\"index\":0,\"value\":\"a\"},"
              + "{\"index\":9,\"type\":\"otp\",\"value\":\"b\"}]}");

  /** Documents that both take. */
  static Stream<ObjectNode> validRequests() {
    Stream<ObjectNode> others =
        Stream.of(
            Given.request(),
            Given.fullRequest(),
            Given.request().put("sendType", "1").putNull("campaignId").putNull("metadata"),
            Given.request().put("recipient", "0052 (55) 1234-56.78"),
            Given.request().put("recipient", "55 1234 5678"),
            Given.request().put("expiresAt", "2020-01-01T00:00").put("unknown", 1),
            set("schedule", "{\"delayMs\": 3000}"),
            set("schedule", "{\"delayMs\": 86400000, \"at\": null}"),
            set("schedule", "{\"at\": \"2027-07-01T18:40\"}"),
            set("contact", "{\"customFields\": {\"a\": 1}, \"owners\": [\"a@example.com\"]}"));
    return Stream.concat(MESSAGES.stream().map(Given::requestWith), others);
  }

  @ParameterizedTest
  @MethodSource("validRequests")
  void validRequest_isTakenByBoth(ObjectNode request) {
    assertThat(REQUEST.validate(request)).isEmpty();
    assertThat(decode(request)).isInstanceOf(Decoded.Valid.class);
  }

  @ParameterizedTest
  @MethodSource("validRequests")
  void whatTheEncoderWrites_isValidAndTheSameRequest(ObjectNode request) {
    byte[] written = RequestEncoder.encode(valid(decode(request)));

    assertThat(REQUEST.validate(Given.JSON.readTree(written))).isEmpty();
    assertThat(valid(decode(written))).isEqualTo(valid(decode(request)));
  }

  /** Documents that both refuse. */
  static Stream<ObjectNode> invalidRequests() {
    Stream<ObjectNode> fields =
        Stream.of(
            Given.request().without("requestId"),
            Given.request().put("requestId", "a b"),
            Given.request().put("requestId", "x".repeat(129)),
            Given.request().put("requestId", "r\n"),
            Given.request().put("workspaceId", "a:b"),
            Given.request().put("workspaceId", 7),
            Given.request().put("campaignId", ""),
            Given.request().put("campaignId", "x".repeat(129)),
            Given.request().put("campaignId", "a\u0085"),
            Given.request().put("sendType", "4"),
            Given.request().put("sendType", 1),
            Given.request().put("priority", "bulk"),
            Given.request().put("recipient", "+1234567"),
            Given.request().put("recipient", "+0123456789"),
            Given.request().put("recipient", "call me"),
            Given.request().put("recipient", "52+5512345678"),
            Given.request().putNull("recipient"),
            Given.request().putNull("message"),
            Given.request().put("contact", "José"),
            Given.request().put("onUncertain", "MAYBE"),
            Given.request().put("expiresAt", "never"),
            Given.request().put("expiresAt", "2027-07-01"),
            set("schedule", "{}"),
            set("schedule", "{\"delayMs\": 2999}"),
            set("schedule", "{\"delayMs\": 86400001}"),
            set("schedule", "{\"delayMs\": 3000.5}"),
            set("schedule", "{\"delayMs\": \"3000\"}"),
            set("schedule", "{\"delayMs\": 3000, \"at\": \"2027-07-01T18:40:00Z\"}"),
            set("contact", "{\"birthdate\": \"2000-01-01\"}"),
            set("contact", "{\"owners\": [null]}"),
            set("contact", "{\"customFields\": {\"a\": {}}}"),
            set("metadata", "{\"a\": 1}"),
            set("metadata", "{\"a\": null}"));
    Stream<String> messages =
        Stream.of(
            "{}",
            "{\"type\":\"audio\"}",
            "{\"type\":\"text\"}",
            "{\"type\":\"text\",\"text\":\"\"}",
            "{\"type\":\"text\",\"text\":\"a\\u0000\"}",
            "{\"type\":\"text\",\"text\":\"" + "x".repeat(4097) + "\"}",
            "{\"type\":\"text\",\"text\":\"a\",\"conversationId\":\"a\"}",
            "{\"type\":\"template\"}",
            "{\"type\":\"template\",\"name\":\" \"}",
            "{\"type\":\"template\",\"name\":\"n\",\"language\":\"\"}",
            "{\"type\":\"template\",\"name\":\"n\",\"body\":[{}]}",
            "{\"type\":\"template\",\"name\":\"n\",\"body\":[null]}",
            "{\"type\":\"template\",\"name\":\"n\",\"body\":{}}",
            "{\"type\":\"template\",\"name\":\"n\",\"body\":[{\"value\":\" \\n\"}]}",
            "{\"type\":\"template\",\"name\":\"n\",\"body\":[{\"value\":\"a\\u0000\"}]}",
            "{\"type\":\"template\",\"name\":\"n\",\"body\":[{\"value\":\""
                + "x".repeat(1025)
                + "\"}]}",
            "{\"type\":\"template\",\"name\":\"n\",\"header\":{}}",
            "{\"type\":\"template\",\"name\":\"n\",\"header\":{\"type\":\"audio\"}}",
            "{\"type\":\"template\",\"name\":\"n\",\"header\":{\"type\":\"image\"}}",
            "{\"type\":\"template\",\"name\":\"n\",\"header\":{\"type\":\"image\","
                + "\"url\":\"http://example.com/a\"}}",
            "{\"type\":\"template\",\"name\":\"n\",\"header\":{\"type\":\"image\","
                + "\"url\":\"https://u:p@example.com/a\"}}",
            "{\"type\":\"template\",\"name\":\"n\",\"header\":{\"type\":\"text\","
                + "\"variables\":[{\"value\":\""
                + "x".repeat(61)
                + "\"}]}}",
            "{\"type\":\"template\",\"name\":\"n\",\"buttons\":[{\"value\":\"a\"}]}",
            "{\"type\":\"template\",\"name\":\"n\",\"buttons\":[{\"index\":0}]}",
            "{\"type\":\"template\",\"name\":\"n\",\"buttons\":[{\"index\":10,\"value\":\"a\"}]}",
            "{\"type\":\"template\",\"name\":\"n\",\"buttons\":[{\"index\":0,\"type\":\"URL\","
                + "\"value\":\"a\"}]}");
    return Stream.concat(messages.map(Given::requestWith), fields);
  }

  @ParameterizedTest
  @MethodSource("invalidRequests")
  void invalidRequest_isRefusedByBoth(ObjectNode request) {
    assertThat(decode(request)).isInstanceOf(Decoded.Invalid.class);
    assertThat(accepts(REQUEST, request)).isFalse();
  }

  @Test
  void seventeenMetadataEntriesAndElevenButtons_areRefusedByBoth() {
    ObjectNode metadata = Given.request();
    ObjectNode entries = metadata.putObject("metadata");
    for (int i = 0; i < 17; i++) {
      entries.put("k" + i, "v");
    }
    ObjectNode buttons = Given.request();
    var array = ((ObjectNode) buttons.get("message")).putArray("buttons");
    for (int i = 0; i < 11; i++) {
      array.addObject().put("index", i % 10).put("value", "v");
    }

    invalidRequest_isRefusedByBoth(metadata);
    invalidRequest_isRefusedByBoth(buttons);
  }

  /** Every rule that only the decoder holds, with a document that breaks nothing else. */
  static Stream<Map.Entry<String, ObjectNode>> rulesBeyondASchema() {
    ObjectNode large = Given.request();
    large.putObject("metadata").put("k", "x".repeat(5_000));
    return Map.<String, ObjectNode>of(
        "at is after the record's timestamp",
        set("schedule", "{\"at\": \"2020-01-01T00:00:00Z\"}"),
        "at is at most a year after the record's timestamp",
        set("schedule", "{\"at\": \"2029-01-01T00:00:00Z\"}"),
        "a date exists in the calendar",
        Given.request().put("expiresAt", "2027-02-30T00:00:00Z"),
        "a birthdate exists in the calendar",
        set("contact", "{\"birthdate\": \"30/02/2000\"}"),
        "button indexes are unique",
        Given.requestWith(
            "{\"type\":\"template\",\"name\":\"n\",\"buttons\":[{\"index\":0,\"value\":\"a\"},"
                + "{\"index\":0,\"value\":\"b\"}]}"),
        "metadata has at most 4 KiB of JSON",
        large,
        "national numbers need a default country",
        Given.request().put("workspaceId", "elsewhere").put("recipient", "055 123 4567"),
        "a file's host is public",
        Given.requestWith(
            "{\"type\":\"template\",\"name\":\"n\",\"header\":{\"type\":\"image\","
                + "\"url\":\"https://10.0.0.1/a\"}}"),
        "text has at most 4,096 UTF-16 units",
        Given.requestWith("{\"type\":\"text\",\"text\":\"" + "🎉".repeat(3_000) + "\"}"))
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("rulesBeyondASchema")
  void ruleBeyondASchema_isHeldByTheDecoderAlone(Map.Entry<String, ObjectNode> rule) {
    assertThat(accepts(REQUEST, rule.getValue())).isTrue();
    assertThat(Given.failure(decode(rule.getValue())).errors()).as(rule.getKey()).hasSize(1);
  }

  @Test
  void parameterThatFitsOnceItIsSanitised_isRefusedByTheSchemaAlone() {
    ObjectNode request =
        Given.requestWith(
            "{\"type\":\"template\",\"name\":\"n\",\"body\":[{\"value\":\"a"
                + " ".repeat(2_000)
                + "\"}]}");

    assertThat(decode(request)).isInstanceOf(Decoded.Valid.class);
    assertThat(accepts(REQUEST, request)).isFalse();
  }

  @Test
  void everyOutcome_isValid() {
    for (var outcome : List.of(OutcomeCodecTest.ACCEPTED, OutcomeCodecTest.RETRYING)) {
      assertThat(OUTCOME.validate(Given.JSON.readTree(OutcomeCodec.encode(outcome)))).isEmpty();
    }
    for (Status status : Status.values()) {
      ObjectNode accepted = outcome(o -> o.put("status", status.name()));
      assertThat(accepts(OUTCOME, accepted)).isEqualTo(status.isFinal());
      assertThat(accepts(OUTCOME, accepted.put("final", status.isFinal()))).isTrue();
    }
  }

  @Test
  void outcomeSchema_namesEveryFieldThatIsWritten() {
    JsonNode schema = resource("outcome");

    assertThat(schema.get("properties").propertyNames())
        .containsExactlyElementsOf(outcome(o -> o).propertyNames());
    for (String field : outcome(o -> o).propertyNames()) {
      assertThat(accepts(OUTCOME, outcome(o -> o.without(field)))).as(field).isFalse();
    }
  }

  static Stream<UnaryOperator<ObjectNode>> brokenOutcomes() {
    return Stream.of(
        o -> o.put("at", "2026-11-20T02:00:00Z"),
        o -> o.put("attempt", -1),
        o -> o.put("recipient", "5215512345678"),
        o -> o.put("nextAttemptAt", "2026-11-20T02:00:00.000Z"),
        o -> o.putNull("vendorIds"),
        o -> o.setAll(Map.of("failure", object("{\"code\": \"INVALID\"}"))),
        o -> o.putNull("metadata"));
  }

  @ParameterizedTest
  @MethodSource("brokenOutcomes")
  void brokenOutcome_isRefused(UnaryOperator<ObjectNode> change) {
    assertThat(accepts(OUTCOME, outcome(change))).isFalse();
  }

  private static ObjectNode outcome(UnaryOperator<ObjectNode> change) {
    return change.apply(
        (ObjectNode) Given.JSON.readTree(OutcomeCodec.encode(OutcomeCodecTest.ACCEPTED)));
  }

  private static ObjectNode set(String field, String json) {
    ObjectNode request = Given.request();
    request.set(field, object(json));
    return request;
  }
}
