package io.campaigndispatch.dispatcher.vendor.gateway;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.call;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.json;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.media;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.refusal;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.request;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.unnamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.vendor.Encoding;
import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Header.MediaType;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.Vendor.Dialect;
import io.campaigndispatch.model.workspace.VendorType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests against the page whatsapp-gateway. */
class GatewayRequestTest {

  private static final GatewayAdapter ADAPTER = new GatewayAdapter(_ -> {});

  private static Encoding encode(SendRequest... requests) {
    return ADAPTER.encode(
        Fixtures.vendor(VendorType.GATEWAY, Dialect.CURRENT),
        Fixtures.workspace("acme", ContactPolicy.PASS),
        List.of(requests));
  }

  private static TemplateMessage template(
      String name, @Nullable Header header, List<Parameter> body, Button... buttons) {
    return new TemplateMessage(name, "es", header, body, List.of(buttons));
  }

  private static HttpCall one(TemplateMessage message) {
    return call(encode(request("+50212345678", null, message)));
  }

  @Test
  void text_isThePagesExample() {
    TextMessage text = new TextMessage("Hello! Your service request has been received.", null);

    HttpCall call = call(encode(request("+50212345678", null, text, null, 123L)));

    assertThat(call.uri().getPath()).isEqualTo("/base/api/whatsapp/send");
    assertThat(json(call))
        .isEqualTo(
            json(
                """
                {
                "phoneNumber": "+50212345678",
                "content": "Hello! Your service request has been received.",
                "requestId": 123
                }
                """));
  }

  @Test
  void textInsideAConversation_isThePagesExample() {
    TextMessage text =
        new TextMessage(
            "Thank you for your patience. A technician will contact you shortly.", "123");

    HttpCall call = call(encode(request(null, null, text)));

    assertThat(call.uri().getPath()).isEqualTo("/base/api/whatsapp/conversations/123/messages");
    assertThat(json(call))
        .isEqualTo(
            json(
                """
                {
                "content": "Thank you for your patience. A technician will contact you shortly."
                }
                """));
  }

  @Test
  void templateToTwo_isThePagesExample() {
    TemplateMessage message =
        template("appointment_reminder", null, unnamed("Juan Pérez", "15 de marzo a las 10:00 AM"));

    HttpCall call =
        call(
            encode(
                request("+50212345678", null, message, null, 123L),
                request("+50298765432", null, message, null, 124L)));

    assertThat(call.uri().getPath()).isEqualTo("/base/api/whatsapp/send-template");
    assertThat(json(call))
        .isEqualTo(
            json(
                """
                {
                "templateName": "appointment_reminder",
                "languageCode": "es",
                "components": [
                {
                "type": "body",
                "parameters": [
                {"type": "text", "text": "Juan Pérez"},
                {"type": "text", "text": "15 de marzo a las 10:00 AM"}
                ]
                }
                ],
                "recipients": [
                {"phoneNumber": "+50212345678", "requestId": 123},
                {"phoneNumber": "+50298765432", "requestId": 124}
                ]
                }
                """));
  }

  @Test
  void headerBodyAndButton_areThePagesComponents() {
    TemplateMessage message =
        template(
            "service_confirmation",
            new Header.Text(unnamed("Confirmación de Servicio")),
            unnamed("Juan Pérez", "SR-2024-001", "15 de marzo, 10:00 AM"),
            new Button(0, Button.Type.URL, "tracking-code-123"));

    assertThat(json(one(message)).path("components"))
        .isEqualTo(
            json(
                """
                [
                {
                "type": "header",
                "parameters": [
                {"type": "text", "text": "Confirmación de Servicio"}
                ]
                },
                {
                "type": "body",
                "parameters": [
                {"type": "text", "text": "Juan Pérez"},
                {"type": "text", "text": "SR-2024-001"},
                {"type": "text", "text": "15 de marzo, 10:00 AM"}
                ]
                },
                {
                "type": "button",
                "sub_type": "url",
                "index": "0",
                "parameters": [
                {"type": "text", "text": "tracking-code-123"}
                ]
                }
                ]
                """));
  }

  @Test
  void mediaHeaders_haveMetasShape() {
    Header document = media(MediaType.DOCUMENT, "https://x.example/a.pdf", "a.pdf");
    Header image = media(MediaType.IMAGE, "https://x.example/a.png", "a.png");

    assertThat(json(one(template("t", document, List.of()))).path("components"))
        .isEqualTo(
            json(
                """
                [{"type":"header","parameters":[{"type":"document",
                  "document":{"link":"https://x.example/a.pdf","filename":"a.pdf"}}]}]
                """));
    assertThat(json(one(template("t", image, List.of()))).path("components"))
        .isEqualTo(
            json(
                """
                [{"type":"header","parameters":[{"type":"image",
                  "image":{"link":"https://x.example/a.png"}}]}]
                """));
  }

  @Test
  void quickReplyAndOtp_haveMetasShape() {
    TemplateMessage message =
        template(
            "t",
            null,
            List.of(),
            new Button(0, Button.Type.QUICK_REPLY, "yes"),
            new Button(1, Button.Type.OTP, "482910"));

    assertThat(json(one(message)).path("components"))
        .isEqualTo(
            json(
                """
                [{"type":"button","sub_type":"quick_reply","index":"0",
                  "parameters":[{"type":"payload","payload":"yes"}]},
                 {"type":"button","sub_type":"url","index":"1",
                  "parameters":[{"type":"text","text":"482910"}]}]
                """));
  }

  @Test
  void templateWithoutValues_hasEmptyComponents() {
    assertThat(json(one(template("t", null, List.of()))).path("components")).isEmpty();
  }

  @Test
  void everythingUnsupported_isNamedAtOnce() {
    TemplateMessage message =
        new TemplateMessage(
            "t",
            null,
            null,
            List.of(),
            List.of(new Button(0, null, "x"), new Button(1, Button.Type.PHONE_NUMBER, "y")));

    assertThat(refusal(encode(request("+50212345678", null, message))).errors())
        .extracting(Violation::field)
        .containsExactly("message.language", "message.buttons[0].type", "message.buttons[1].type");
  }

  @Test
  void batchKey_isEqualWhereOnlyTheRecipientDiffers() {
    TemplateMessage message = template("t", null, unnamed("a"));

    assertThat(ADAPTER.batchKey(request("+50212345678", "c1", message, null, 1L)))
        .isNotNull()
        .isEqualTo(
            ADAPTER.batchKey(
                request("+50298765432", "c2", template("t", null, unnamed("a")), null, 2L)));
  }

  @Test
  void batchKey_differsWithTheValues() {
    assertThat(ADAPTER.batchKey(request("+50212345678", null, template("t", null, unnamed("a")))))
        .isNotEqualTo(
            ADAPTER.batchKey(request("+50212345678", null, template("t", null, unnamed("b")))));
  }

  @Test
  void batchKey_ofText_isNull() {
    assertThat(ADAPTER.batchKey(request("+50212345678", null, new TextMessage("x", null))))
        .isNull();
  }

  @Test
  void oneNumberTwice_mustNotShareACall() {
    SendRequest request = request("+50212345678", null, template("t", null, unnamed("a")));

    assertThatThrownBy(() -> encode(request, request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one per recipient")
        .hasMessageNotContaining("50212345678");
  }
}
