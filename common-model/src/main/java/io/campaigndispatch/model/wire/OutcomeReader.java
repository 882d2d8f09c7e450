package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.PhoneNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The reading half of {@link OutcomeCodec}. Its input is our own output, so a flaw is an error. */
final class OutcomeReader {

  private OutcomeReader() {}

  static Outcome read(byte[] value) {
    try {
      return outcome(Body.MAPPER.readTree(value));
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException("not the JSON of an outcome", e);
    }
  }

  private static Outcome outcome(JsonNode root) {
    String recipient = text(root, "recipient");
    return new Outcome(
        required(root, "requestId").stringValue(),
        required(root, "workspaceId").stringValue(),
        text(root, "campaignId"),
        recipient == null ? null : new PhoneNumber(recipient),
        Status.valueOf(required(root, "status").stringValue()),
        required(root, "attempt").intValue(),
        required(root, "replay").intValue(),
        Instant.parse(required(root, "at").stringValue()),
        text(root, "vendor"),
        vendorIds(required(root, "vendorIds")),
        failure(root.get("failure")),
        instant(root, "nextAttemptAt"),
        timings(required(root, "timings")),
        source(required(root, "source")),
        strings(required(root, "metadata")));
  }

  private static VendorIds vendorIds(JsonNode ids) {
    return new VendorIds(
        text(ids, "messageId"),
        text(ids, "contactId"),
        text(ids, "conversationId"),
        text(ids, "whatsappId"));
  }

  private static @Nullable Failure failure(@Nullable JsonNode failure) {
    if (failure == null || failure.isNull()) {
      return null;
    }
    List<Violation> errors = new ArrayList<>();
    for (JsonNode error : required(failure, "errors")) {
      errors.add(
          new Violation(
              required(error, "field").stringValue(),
              required(error, "message").stringValue(),
              text(error, "expected"),
              text(error, "received")));
    }
    JsonNode httpStatus = failure.get("httpStatus");
    return new Failure(
        FailureCategory.valueOf(required(failure, "category").stringValue()),
        required(failure, "code").stringValue(),
        httpStatus == null || httpStatus.isNull() ? null : httpStatus.intValue(),
        required(failure, "message").stringValue(),
        errors);
  }

  private static Timings timings(JsonNode timings) {
    return new Timings(
        required(timings, "queuedMs").longValue(),
        required(timings, "throttledMs").longValue(),
        required(timings, "vendorMs").longValue());
  }

  private static Source source(JsonNode source) {
    return new Source(
        required(source, "topic").stringValue(),
        required(source, "partition").intValue(),
        required(source, "offset").longValue());
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      strings.put(entry.getKey(), entry.getValue().stringValue());
    }
    return strings;
  }

  private static @Nullable Instant instant(JsonNode node, String field) {
    String text = text(node, field);
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? null : value.stringValue();
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("outcome: " + field + " is missing");
    }
    return value;
  }
}
