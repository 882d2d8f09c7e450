package io.campaigndispatch.demo.scenario;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Send requests in native JSON (INTERFACE, section 2), each such that its vendor takes it. */
final class Requests {

  /** Listed in the workspaces file with two body parameters. */
  static final String LISTED_TEMPLATE = "recordatorio_cita";

  static final String CAMPAIGN = "primavera-2027";

  private static final String[] SEND_TYPES = {"CAMPAIGN", "INDIVIDUAL", "API", "1", "2", "3"};
  private static final String[] PRIORITIES = {"URGENT", "NORMAL", "BULK"};

  private static final JsonMapper JSON = JsonMapper.shared();

  private Requests() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static byte[] bytes(ObjectNode object) {
    return JSON.writeValueAsBytes(object);
  }

  /** What every request has; the n-th goes through all send types and priorities. */
  static ObjectNode request(String requestId, String workspaceId, String recipient, int n) {
    ObjectNode request =
        object()
            .put("requestId", requestId)
            .put("workspaceId", workspaceId)
            .put("campaignId", CAMPAIGN)
            .put("recipient", recipient);
    if (n % 7 != 0) {
      request.put("sendType", SEND_TYPES[n % SEND_TYPES.length]);
    }
    if (n % 4 != 0) {
      request.put("priority", PRIORITIES[n % PRIORITIES.length]);
    }
    request.putObject("metadata").put("orderId", "P-" + n);
    return request;
  }

  static ObjectNode template(
      String requestId, Member member, String recipient, int n, String template) {
    ObjectNode request = request(requestId, member.id(), recipient, n);
    message(request.putObject("message"), member.vendor(), template);
    return request;
  }

  /** The template of the vendor's own document, or any other in the plainest form. */
  private static void message(ObjectNode message, Vendor vendor, String template) {
    message.put("type", "template").put("name", template).put("language", "es");
    ArrayNode body = message.putArray("body");
    if (!template.equals(documented(vendor))) {
      parameter(body, "nombre", "Juan");
      parameter(body, "fecha", "12 de abril, 10:00");
      return;
    }
    switch (vendor) {
      case PLAZBOT -> {
        media(message, "image", "https://cdn.example.com/pedido.png");
        parameter(body, "customerName", "Juan");
        parameter(body, "orderId", "12345");
      }
      case PLAZBOT_LEGACY -> {
        ArrayNode variables = message.putObject("header").put("type", "text").putArray("variables");
        parameter(variables, "titulo", "Aviso");
        parameter(body, "nombre", "María");
      }
      case PLATICA -> {
        media(message, "image", "https://cdn.example.com/bienvenida.jpg");
        body.addObject().put("value", "Juan");
        body.addObject().put("value", "Premium");
        message
            .putArray("buttons")
            .addObject()
            .put("index", 0)
            .put("type", "url")
            .put("value", "promo/enero");
      }
      case GATEWAY -> {
        body.addObject().put("value", "Juan");
        body.addObject().put("value", "12 de abril");
      }
    }
  }

  /** A template that the vendor has. */
  static String documented(Vendor vendor) {
    return switch (vendor) {
      case PLAZBOT -> "order_shipped";
      case PLAZBOT_LEGACY -> "aviso_pago";
      case PLATICA -> "bienvenida_cliente";
      case GATEWAY -> "appointment_reminder";
    };
  }

  static ObjectNode text(String requestId, Member member, String recipient, int n) {
    ObjectNode request = request(requestId, member.id(), recipient, n);
    request.putObject("message").put("type", "text").put("text", "Hola, folio " + requestId);
    return request;
  }

  static void contact(ObjectNode request) {
    ObjectNode contact = request.putObject("contact");
    contact.put("name", "José Pérez").put("email", "jose@example.com");
    contact.putObject("customFields").put("placas", "ABC123");
  }

  private static void media(ObjectNode message, String type, String url) {
    message.putObject("header").put("type", type).put("url", url).put("fileName", "archivo");
  }

  private static void parameter(ArrayNode parameters, String name, String value) {
    parameters.addObject().put("name", name).put("value", value);
  }
}
