package io.campaigndispatch.dispatcher.vendor.gateway;

import io.campaigndispatch.dispatcher.vendor.request.JsonBody;
import io.campaigndispatch.dispatcher.vendor.request.Refusals;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.TemplateMessage;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * A template's values as Meta's {@code components}, which the gateway hands through.
 *
 * <p>Its page shows text parameters and URL buttons. The rest is Meta's own form (templates,
 * components): a media header is {@code {type, <type>: {link}}}; a quick reply carries a payload;
 * the code of an authentication template goes to a button of sub_type {@code url}; a phone-number
 * button has no variable.
 */
final class Components {

  private Components() {}

  /** Notes what Meta's components cannot say. */
  static void check(TemplateMessage template, Refusals refusals) {
    for (int i = 0; i < template.buttons().size(); i++) {
      Button.Type type = template.buttons().get(i).type();
      String field = "message.buttons[" + i + "].type";
      if (type == null) {
        refusals.add(
            field,
            "is required, since the template is not listed",
            "url, quick_reply or otp",
            null);
      } else if (type == Button.Type.PHONE_NUMBER) {
        refusals.add(field, "has no variable at Meta", "url, quick_reply or otp", "phone_number");
      }
    }
  }

  static void write(JsonGenerator json, TemplateMessage template) {
    json.writeArrayPropertyStart("components");
    switch (template.header()) {
      case null -> {}
      case Header.Text text -> {
        if (!text.variables().isEmpty()) {
          json.writeStartObject();
          json.writeStringProperty("type", "header");
          JsonBody.textParameters(json, text.variables());
          json.writeEndObject();
        }
      }
      case Header.Media media -> mediaHeader(json, media);
    }
    if (!template.body().isEmpty()) {
      json.writeStartObject();
      json.writeStringProperty("type", "body");
      JsonBody.textParameters(json, template.body());
      json.writeEndObject();
    }
    for (Button button : template.buttons()) {
      button(json, button);
    }
    json.writeEndArray();
  }

  /** Only a document shows its file name (Meta: media objects). */
  private static void mediaHeader(JsonGenerator json, Header.Media media) {
    String type = media.type().name().toLowerCase(Locale.ROOT);
    json.writeStartObject();
    json.writeStringProperty("type", "header");
    json.writeArrayPropertyStart("parameters");
    json.writeStartObject();
    json.writeStringProperty("type", type);
    json.writeObjectPropertyStart(type);
    json.writeStringProperty("link", media.url().toString());
    if (media.type() == Header.MediaType.DOCUMENT) {
      JsonBody.optional(json, "filename", media.fileName());
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void button(JsonGenerator json, Button button) {
    boolean quickReply = button.type() == Button.Type.QUICK_REPLY;
    json.writeStartObject();
    json.writeStringProperty("type", "button");
    json.writeStringProperty("sub_type", quickReply ? "quick_reply" : "url");
    json.writeStringProperty("index", Integer.toString(button.index()));
    json.writeArrayPropertyStart("parameters");
    if (quickReply) {
      json.writeStartObject();
      json.writeStringProperty("type", "payload");
      json.writeStringProperty("payload", button.value());
      json.writeEndObject();
    } else {
      JsonBody.textParameter(json, button.value());
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
