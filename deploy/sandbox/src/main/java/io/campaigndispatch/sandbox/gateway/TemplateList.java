package io.campaigndispatch.sandbox.gateway;

import io.campaigndispatch.sandbox.catalogue.HeaderKind;
import io.campaigndispatch.sandbox.catalogue.Template;
import io.campaigndispatch.sandbox.catalogue.TemplateButton;
import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The gateway's list of templates ("Get Templates"), in the page's form: components {@code {type,
 * text}}. Media headers and buttons, which the page does not show, are in Meta's form.
 */
final class TemplateList {
  private TemplateList() {}

  static HttpReply of(List<Template> templates) {
    ObjectNode reply = Json.object().put("success", true);
    ArrayNode data = reply.putArray("data");
    for (Template template : templates) {
      ObjectNode row =
          data.addObject()
              .put("name", template.name())
              .put("status", template.status().name())
              .put("category", template.category())
              .put("language", template.language());
      components(row.putArray("components"), template);
    }
    return HttpReply.json(200, reply);
  }

  private static void components(ArrayNode components, Template template) {
    HeaderKind header = template.header();
    if (header != HeaderKind.NONE) {
      ObjectNode row = components.addObject().put("type", "HEADER").put("format", header.name());
      if (!header.isMedia()) {
        row.put("text", template.headerParams().isEmpty() ? template.name() : "{{1}}");
      }
    }
    components.addObject().put("type", "BODY").put("text", template.text());
    if (template.footer() != null) {
      components.addObject().put("type", "FOOTER").put("text", template.footer());
    }
    if (!template.buttons().isEmpty()) {
      ArrayNode buttons = components.addObject().put("type", "BUTTONS").putArray("buttons");
      for (TemplateButton button : template.buttons()) {
        ObjectNode row =
            buttons.addObject().put("type", button.type().name()).put("text", button.text());
        switch (button.type()) {
          case URL ->
              row.put("url", "https://example.com/" + (button.dynamic() ? "{{1}}" : "start"));
          case PHONE_NUMBER -> row.put("phone_number", "+50200000000");
          case QUICK_REPLY, OTP -> {}
        }
      }
    }
  }
}
