package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.outcome.Violation;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Outcomes and their JSON (INTERFACE, section 3): absent values are null, never missing; points in
 * time are UTC with milliseconds.
 */
public final class OutcomeCodec {
  private static final JsonFactory JSON = Buffers.ofThread().build();

  private OutcomeCodec() {}

  public static byte[] encode(Outcome outcome) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(640);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("requestId", outcome.requestId());
      json.writeStringProperty("workspaceId", outcome.workspaceId());
      text(json, "campaignId", outcome.campaignId());
      text(json, "recipient", outcome.recipient() == null ? null : outcome.recipient().e164());
      json.writeStringProperty("status", outcome.status().name());
      json.writeBooleanProperty("final", outcome.status().isFinal());
      json.writeNumberProperty("attempt", outcome.attempt());
      json.writeNumberProperty("replay", outcome.replay());
      instant(json, "at", outcome.at());
      text(json, "vendor", outcome.vendor());
      vendorIds(json, outcome.vendorIds());
      failure(json, outcome.failure());
      instant(json, "nextAttemptAt", outcome.nextAttemptAt());
      timings(json, outcome.timings());
      json.writeName("source");
      json.writeStartObject();
      json.writeStringProperty("topic", outcome.source().topic());
      json.writeNumberProperty("partition", outcome.source().partition());
      json.writeNumberProperty("offset", outcome.source().offset());
      json.writeEndObject();
      json.writeName("metadata");
      json.writeStartObject();
      outcome.metadata().forEach(json::writeStringProperty);
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /**
   * The outcome in a record of the outcomes topic.
   *
   * @throws IllegalArgumentException when the value is not what {@link #encode} writes; unknown
   *     fields are ignored
   */
  public static Outcome decode(byte[] value) {
    return OutcomeReader.read(value);
  }

  private static void vendorIds(JsonGenerator json, VendorIds ids) {
    json.writeName("vendorIds");
    json.writeStartObject();
    foreign(json, "messageId", ids.messageId());
    foreign(json, "contactId", ids.contactId());
    foreign(json, "conversationId", ids.conversationId());
    foreign(json, "whatsappId", ids.whatsappId());
    json.writeEndObject();
  }

  private static void failure(JsonGenerator json, @Nullable Failure failure) {
    json.writeName("failure");
    if (failure == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringProperty("category", failure.category().name());
    foreign(json, "code", failure.code());
    json.writeName("httpStatus");
    if (failure.httpStatus() == null) {
      json.writeNull();
    } else {
      json.writeNumber(failure.httpStatus());
    }
    foreign(json, "message", failure.message());
    json.writeName("errors");
    json.writeStartArray();
    for (Violation violation : failure.errors()) {
      json.writeStartObject();
      foreign(json, "field", violation.field());
      foreign(json, "message", violation.message());
      foreign(json, "expected", violation.expected());
      foreign(json, "received", violation.received());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void timings(JsonGenerator json, Timings timings) {
    json.writeName("timings");
    json.writeStartObject();
    json.writeNumberProperty("queuedMs", timings.queuedMs());
    json.writeNumberProperty("throttledMs", timings.throttledMs());
    json.writeNumberProperty("vendorMs", timings.vendorMs());
    json.writeEndObject();
  }

  /** A vendor's text, or one that quotes a record, may hold what UTF-8 cannot say. */
  private static void foreign(JsonGenerator json, String field, @Nullable String value) {
    text(json, field, value == null ? null : Texts.wellFormed(value));
  }

  private static void text(JsonGenerator json, String field, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(field);
    } else {
      json.writeStringProperty(field, value);
    }
  }

  private static void instant(JsonGenerator json, String field, @Nullable Instant instant) {
    text(json, field, instant == null ? null : Times.milliseconds(instant));
  }
}
