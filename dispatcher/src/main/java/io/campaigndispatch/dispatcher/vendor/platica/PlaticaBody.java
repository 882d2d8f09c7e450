package io.campaigndispatch.dispatcher.vendor.platica;

import io.campaigndispatch.dispatcher.vendor.request.Calls;
import io.campaigndispatch.dispatcher.vendor.request.JsonBody;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Contact;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The request body of Platica's template endpoint; never with its own delay or scheduleTime. */
final class PlaticaBody {

  private PlaticaBody() {}

  static void write(
      JsonGenerator json, Workspace workspace, SendRequest request, TemplateMessage template) {
    json.writeStringProperty("channelId", workspace.vendorWorkspaceId());
    json.writeStringProperty("conversationId", Calls.recipient(request).digits());
    JsonBody.optional(json, "campaignId", request.campaignId());
    json.writeObjectPropertyStart("template");
    template(json, template);
    json.writeEndObject();
    Contact contact = request.contact();
    if (contact != null && workspace.contacts() == ContactPolicy.PASS) {
      json.writeObjectPropertyStart("client");
      client(json, contact);
      json.writeEndObject();
    }
  }

  private static void template(JsonGenerator json, TemplateMessage template) {
    json.writeStringProperty("name", template.name());
    if (!template.body().isEmpty()) {
      json.writeArrayPropertyStart("params");
      for (Parameter parameter : template.body()) {
        json.writeString(parameter.value());
      }
      json.writeEndArray();
    }
    if (template.header() instanceof Header.Media media) {
      json.writeStringProperty("type", media.type().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("file", media.url().toString());
    }
    if (!template.buttons().isEmpty()) {
      json.writeArrayPropertyStart("buttons");
      for (Button button : template.buttons()) {
        button(json, button);
      }
      json.writeEndArray();
    }
  }

  private static void button(JsonGenerator json, Button button) {
    json.writeStartObject();
    json.writeNumberProperty("index", button.index());
    Button.Type type = button.type();
    if (type != null) {
      json.writeStringProperty("sub_type", type.name().toLowerCase(Locale.ROOT));
    }
    json.writeArrayPropertyStart("parameters");
    JsonBody.textParameter(json, button.value());
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void client(JsonGenerator json, Contact contact) {
    JsonBody.optional(json, "name", contact.name());
    JsonBody.optional(json, "firstname", contact.firstname());
    JsonBody.optional(json, "lastname", contact.lastname());
    JsonBody.optional(json, "email", contact.email());
    JsonBody.optional(json, "birthdate", contact.birthdate());
    JsonBody.optional(json, "gender", contact.gender());
    JsonBody.optional(json, "company", contact.company());
    JsonBody.optional(json, "country", contact.country());
    JsonBody.optional(json, "state", contact.state());
    JsonBody.optional(json, "city", contact.city());
    JsonBody.optional(json, "address", contact.address());
    JsonBody.optional(json, "postalCode", contact.postalCode());
    customFields(json, contact.customFields());
    owners(json, contact.owners());
  }

  private static void customFields(JsonGenerator json, Map<String, String> fields) {
    if (fields.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("customFields");
    fields.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private static void owners(JsonGenerator json, List<String> owners) {
    if (owners.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("owners");
    owners.forEach(json::writeString);
    json.writeEndArray();
  }
}
