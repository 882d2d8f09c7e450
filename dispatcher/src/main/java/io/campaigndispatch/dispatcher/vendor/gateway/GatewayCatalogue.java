package io.campaigndispatch.dispatcher.vendor.gateway;

import io.campaigndispatch.dispatcher.template.CatalogueEntry;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.reply.Json;
import io.campaigndispatch.dispatcher.vendor.reply.Reading;
import io.campaigndispatch.dispatcher.vendor.request.Calls;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The gateway's list of templates. Fetching it makes the gateway write its own database, so it is
 * fetched seldom (ten minutes or more apart) and never per message.
 */
public final class GatewayCatalogue {

  private GatewayCatalogue() {}

  /** The call that fetches it. */
  public static HttpCall call(Vendor vendor, CredentialRef credential) {
    return Calls.get(vendor, credential, "/api/whatsapp/templates");
  }

  /** The templates in the reply, unreadable ones left out; empty when the reply is no list. */
  public static Optional<List<CatalogueEntry>> parse(HttpReply reply) {
    return switch (Reading.of(reply)) {
      case Reading.Decided(Verdict _) -> Optional.empty();
      case Reading.Refusal _ -> Optional.empty();
      case Reading.Success(int _, JsonNode body) ->
          Json.isFalse(body.path("success")) || !body.path("data").isArray()
              ? Optional.empty()
              : Optional.of(entries(body.path("data")));
    };
  }

  private static List<CatalogueEntry> entries(JsonNode data) {
    List<CatalogueEntry> entries = new ArrayList<>(data.size());
    for (JsonNode template : data) {
      String name = Json.text(template.path("name"));
      String status = Json.text(template.path("status"));
      if (name != null && status != null) {
        JsonNode components = template.path("components");
        entries.add(
            new CatalogueEntry(
                name,
                Json.text(template.path("language")),
                status,
                TemplateShape.header(components),
                TemplateShape.bodyParams(components),
                TemplateShape.buttons(components)));
      }
    }
    return List.copyOf(entries);
  }
}
