package io.campaigndispatch.demo.scenario;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The vendors' own bodies, after the examples of their documents. */
final class VendorBodies {

  private VendorBodies() {}

  static ObjectNode plazbotConversation(Member member, String digits, int n) {
    ObjectNode body = conversation(member, digits, "order_shipped");
    variable(body.putArray("variablesBody"), "customerName", "Juan", "orderId", "12345");
    body.putArray("file")
        .addObject()
        .put("fileUrl", "https://cdn.example.com/pedido.png")
        .put("fileName", "pedido.png");
    return body.put("sendType", sendType(n)).put("campaignName", Requests.CAMPAIGN);
  }

  static ObjectNode plazbotConversationLegacy(Member member, String digits, int n) {
    ObjectNode body = conversation(member, digits, "aviso_pago");
    variable(body.putArray("variablesBody"), "nombre", "Juan", "monto", "120.50");
    return body.put("type", sendType(n)).put("campaignName", Requests.CAMPAIGN);
  }

  private static ObjectNode conversation(Member member, String digits, String template) {
    return Requests.object()
        .put("workspaceId", member.vendorWorkspaceId())
        .put("template", template)
        .put("destination", digits);
  }

  private static String sendType(int n) {
    return Integer.toString(1 + n % 3);
  }

  private static void variable(ArrayNode variables, String... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      variables.addObject().put("variable", namesAndValues[i]).put("value", namesAndValues[i + 1]);
    }
  }

  static ObjectNode plazbotMessage(Member member, String digits, String text) {
    return Requests.object()
        .put("content", text)
        .put("recipientPhone", digits)
        .put("workspaceId", member.vendorWorkspaceId());
  }

  static ObjectNode platicaTemplate(Member member, String digits) {
    ObjectNode body =
        Requests.object()
            .put("channelId", member.vendorWorkspaceId())
            .put("conversationId", digits)
            .put("campaignId", Requests.CAMPAIGN);
    ObjectNode template = body.putObject("template").put("name", "bienvenida_cliente");
    template.putArray("params").add("Juan").add("Premium");
    template.put("type", "image").put("file", "https://cdn.example.com/bienvenida.jpg");
    ObjectNode button = template.putArray("buttons").addObject().put("index", 0);
    button.put("sub_type", "url");
    button.putArray("parameters").addObject().put("type", "text").put("text", "promo/enero");
    ObjectNode client = body.putObject("client").put("name", "José");
    client.putObject("customFields").put("placas", "ABC123");
    return body;
  }

  static ObjectNode gatewaySend(String recipient, String text, int n) {
    return Requests.object().put("phoneNumber", recipient).put("content", text).put("requestId", n);
  }

  static ObjectNode gatewayConversation(String text) {
    return Requests.object().put("content", text);
  }

  static ObjectNode gatewayTemplate(List<String> recipients) {
    ObjectNode body =
        Requests.object().put("templateName", "appointment_reminder").put("languageCode", "es");
    ObjectNode component = body.putArray("components").addObject().put("type", "body");
    ArrayNode parameters = component.putArray("parameters");
    parameters.addObject().put("type", "text").put("text", "Juan");
    parameters.addObject().put("type", "text").put("text", "12 de abril");
    ArrayNode list = body.putArray("recipients");
    for (int i = 0; i < recipients.size(); i++) {
      list.addObject().put("phoneNumber", recipients.get(i)).put("requestId", 100 + i);
    }
    return body;
  }
}
