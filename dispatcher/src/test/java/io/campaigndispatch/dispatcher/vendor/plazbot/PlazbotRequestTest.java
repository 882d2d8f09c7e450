package io.campaigndispatch.dispatcher.vendor.plazbot;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.call;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.json;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.media;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.refusal;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.request;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.template;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.unnamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Header.MediaType;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Vendor.Dialect;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests against the pages plazbot-send-conversation, -legacy and -send-message. */
class PlazbotRequestTest {

  private static final Workspace WORKSPACE =
      Fixtures.workspace("your_workspace_id", ContactPolicy.PASS);
  private static final List<Parameter> BODY =
      List.of(new Parameter("customerName", "Juan"), new Parameter("orderId", "12345"));
  private static final Header PDF =
      media(
          MediaType.DOCUMENT, "https://storage.example.com/invoice_12345.pdf", "Invoice_12345.pdf");

  private static Encoding encode(Dialect dialect, Message message) {
    return new PlazbotAdapter()
        .encode(
            Fixtures.vendor(VendorType.PLAZBOT, dialect),
            WORKSPACE,
            List.of(request("+51987654321", "Promocion_Abril", message)));
  }

  @Test
  void currentConversation_isThePagesExampleWithOneHeader() {
    HttpCall call = call(encode(Dialect.CURRENT, template("order_shipped", PDF, BODY)));

    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.uri()).isEqualTo(URI.create("https://vendor.example/base/api/conversation"));
    assertThat(call.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("x-workspace-id", "your_workspace_id");
    assertThat(call.credential()).isEqualTo(new CredentialRef.Env("TOKEN"));
    assertThat(call.responseTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(json(call))
        .isEqualTo(
            json(
                """
                {
                  "workspaceId": "your_workspace_id",
                  "template": "order_shipped",
                  "destination": "51987654321",
                  "variablesBody": [
                    { "variable": "customerName", "value": "Juan" },
                    { "variable": "orderId", "value": "12345" }
                  ],
                  "file": {
                    "fileUrl": "https://storage.example.com/invoice_12345.pdf",
                    "fileName": "Invoice_12345.pdf"
                  },
                  "sendType": "3",
                  "campaignName": "Promocion_Abril"
                }
                """));
  }

  @Test
  void legacyConversation_hasItsOwnPathAndTypeField() {
    Header header = new Header.Text(List.of(new Parameter("city", "Lima")));

    HttpCall call = call(encode(Dialect.LEGACY, template("order_shipped", header, BODY)));

    assertThat(call.uri().getPath()).isEqualTo("/base/api/message/conversation");
    assertThat(json(call))
        .isEqualTo(
            json(
                """
                {
                  "workspaceId": "your_workspace_id",
                  "template": "order_shipped",
                  "destination": "51987654321",
                  "variablesBody": [
                    { "variable": "customerName", "value": "Juan" },
                    { "variable": "orderId", "value": "12345" }
                  ],
                  "variablesHeader": [ { "variable": "city", "value": "Lima" } ],
                  "type": "3",
                  "campaignName": "Promocion_Abril"
                }
                """));
  }

  @Test
  void message_isThePagesExample() {
    String text = "Hola, tu pedido ha sido enviado. Gracias por tu compra.";

    HttpCall call = call(encode(Dialect.CURRENT, new TextMessage(text, null)));

    assertThat(call.uri().getPath()).isEqualTo("/base/api/message");
    assertThat(call.headers()).containsEntry("x-workspace-id", "your_workspace_id");
    assertThat(json(call))
        .isEqualTo(
            json(
                """
                {
                  "content": "Hola, tu pedido ha sido enviado. Gracias por tu compra.",
                  "recipientPhone": "51987654321",
                  "workspaceId": "your_workspace_id"
                }
                """));
  }

  @Test
  void legacyDialect_sendsTextTheSameWay() {
    HttpCall call = call(encode(Dialect.LEGACY, new TextMessage("hola", null)));

    assertThat(call.uri().getPath()).isEqualTo("/base/api/message");
  }

  @Test
  void variableWithoutName_goesByItsNumber() {
    HttpCall call = call(encode(Dialect.CURRENT, template("t", null, unnamed("Juan", "12345"))));

    assertThat(json(call).path("variablesBody"))
        .isEqualTo(
            json(
                """
                [{"variable":"1","value":"Juan"},{"variable":"2","value":"12345"}]
                """));
  }

  @Test
  void templateWithoutValues_hasNoEmptyFields() {
    HttpCall call = call(encode(Dialect.CURRENT, template("t", null, List.of())));

    assertThat(json(call).propertyNames())
        .containsExactlyInAnyOrder(
            "workspaceId", "template", "destination", "sendType", "campaignName");
  }

  @Test
  void fileWithoutName_takesTheLastPartOfItsUrl() {
    Header header = media(MediaType.IMAGE, "https://cdn.example.com/a/b%20c.png?x=1", null);

    HttpCall call = call(encode(Dialect.CURRENT, template("t", header, List.of())));

    assertThat(json(call).path("file").path("fileName").asString()).isEqualTo("b c.png");
  }

  @Test
  void fileOnTheLegacyDialect_isUnsupported() {
    assertThat(refusal(encode(Dialect.LEGACY, template("t", PDF, BODY))).errors())
        .containsExactly(new Violation("message.header.type", "has no file", "text", "document"));
  }

  @Test
  void buttons_areUnsupported() {
    Button button = new Button(0, Button.Type.URL, "promo");

    var failure = refusal(encode(Dialect.CURRENT, template("t", null, BODY, button)));

    assertThat(failure.category()).isEqualTo(FailureCategory.REQUEST);
    assertThat(failure.code()).isEqualTo("UNSUPPORTED");
    assertThat(failure.errors())
        .containsExactly(new Violation("message.buttons", "has no buttons", "none", "1"));
  }

  @Test
  void textInsideAConversation_isUnsupported() {
    assertThat(refusal(encode(Dialect.CURRENT, new TextMessage("hola", "123"))).errors())
        .extracting(Violation::field)
        .containsExactly("message.conversationId");
  }

  @Test
  void everythingUnsupported_isNamedAtOnce() {
    Button button = new Button(0, Button.Type.URL, "promo");

    assertThat(refusal(encode(Dialect.LEGACY, template("t", PDF, BODY, button))).errors())
        .extracting(Violation::field)
        .containsExactly("message.buttons", "message.header.type");
  }
}
