package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Contact;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A send request as native JSON (INTERFACE, section 2); absent fields are left out. The gateway's
 * integer id ({@link SendRequest#vendorRequestId}) has no place in native JSON and is not written.
 */
public final class RequestEncoder {
  private static final JsonFactory JSON = Buffers.ofThread().build();

  private RequestEncoder() {}

  /**
   * @throws IllegalArgumentException when the request names no recipient: native JSON requires one
   */
  public static byte[] encode(SendRequest request) {
    PhoneNumber recipient = request.recipient();
    if (recipient == null) {
      throw new IllegalArgumentException("recipient: expected a number, received none");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("requestId", request.requestId());
      json.writeStringProperty("workspaceId", request.workspaceId());
      optional(json, "campaignId", request.campaignId());
      json.writeStringProperty("sendType", request.sendType().name());
      json.writeStringProperty("priority", request.priority().name());
      json.writeStringProperty("recipient", recipient.e164());
      json.writeName("message");
      message(json, request.message());
      contact(json, request.contact());
      schedule(json, request.schedule());
      if (request.expiresAt() != null) {
        json.writeStringProperty("expiresAt", request.expiresAt().toString());
      }
      if (request.onUncertain() != null) {
        json.writeStringProperty("onUncertain", request.onUncertain().name());
      }
      map(json, "metadata", request.metadata());
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void message(JsonGenerator json, Message message) {
    json.writeStartObject();
    switch (message) {
      case TextMessage text -> {
        json.writeStringProperty("type", "text");
        json.writeStringProperty("text", text.text());
        optional(json, "conversationId", text.conversationId());
      }
      case TemplateMessage template -> {
        json.writeStringProperty("type", "template");
        json.writeStringProperty("name", template.name());
        optional(json, "language", template.language());
        header(json, template.header());
        parameters(json, "body", template.body());
        buttons(json, template.buttons());
      }
    }
    json.writeEndObject();
  }

  private static void header(JsonGenerator json, @Nullable Header header) {
    if (header == null) {
      return;
    }
    json.writeName("header");
    json.writeStartObject();
    switch (header) {
      case Header.Text text -> {
        json.writeStringProperty("type", "text");
        parameters(json, "variables", text.variables());
      }
      case Header.Media media -> {
        json.writeStringProperty("type", lower(media.type()));
        json.writeStringProperty("url", media.url().toString());
        optional(json, "fileName", media.fileName());
      }
    }
    json.writeEndObject();
  }

  private static void parameters(JsonGenerator json, String field, List<Parameter> parameters) {
    json.writeName(field);
    json.writeStartArray();
    for (Parameter parameter : parameters) {
      json.writeStartObject();
      optional(json, "name", parameter.name());
      json.writeStringProperty("value", parameter.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void buttons(JsonGenerator json, List<Button> buttons) {
    if (buttons.isEmpty()) {
      return;
    }
    json.writeName("buttons");
    json.writeStartArray();
    for (Button button : buttons) {
      json.writeStartObject();
      json.writeNumberProperty("index", button.index());
      if (button.type() != null) {
        json.writeStringProperty("type", lower(button.type()));
      }
      json.writeStringProperty("value", button.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void contact(JsonGenerator json, @Nullable Contact contact) {
    if (contact == null) {
      return;
    }
    json.writeName("contact");
    json.writeStartObject();
    optional(json, "name", contact.name());
    optional(json, "firstname", contact.firstname());
    optional(json, "lastname", contact.lastname());
    optional(json, "email", contact.email());
    optional(json, "birthdate", contact.birthdate());
    optional(json, "gender", contact.gender());
    optional(json, "company", contact.company());
    optional(json, "country", contact.country());
    optional(json, "state", contact.state());
    optional(json, "city", contact.city());
    optional(json, "address", contact.address());
    optional(json, "postalCode", contact.postalCode());
    map(json, "customFields", contact.customFields());
    if (!contact.owners().isEmpty()) {
      json.writeName("owners");
      json.writeStartArray();
      contact.owners().forEach(json::writeString);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void schedule(JsonGenerator json, @Nullable Schedule schedule) {
    if (schedule == null) {
      return;
    }
    json.writeName("schedule");
    json.writeStartObject();
    switch (schedule) {
      case Schedule.Delay delay -> json.writeNumberProperty("delayMs", delay.delay().toMillis());
      case Schedule.At at -> json.writeStringProperty("at", at.at().toString());
    }
    json.writeEndObject();
  }

  private static void map(JsonGenerator json, String field, Map<String, String> entries) {
    if (entries.isEmpty()) {
      return;
    }
    json.writeName(field);
    json.writeStartObject();
    entries.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String field, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(field, value);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
