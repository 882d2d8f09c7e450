package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.broken;
import static io.campaigndispatch.model.wire.Given.decodeVendor;
import static io.campaigndispatch.model.wire.Given.headers;
import static io.campaigndispatch.model.wire.Given.invalid;
import static io.campaigndispatch.model.wire.Given.object;
import static io.campaigndispatch.model.wire.Given.valid;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import java.net.URI;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class GatewayBodiesTest {

  private static final RequestFormat TEMPLATE = RequestFormat.GATEWAY_SEND_TEMPLATE;

  /** The page's "one or multiple recipients" example with its "header, body, and button". */
  private static ObjectNode template() {
    return object(
        """
        {"templateName": "service_confirmation", "languageCode": "es",
         "components": [
           {"type": "header", "parameters": [{"type": "text", "text": "Confirmación de Servicio"}]},
           {"type": "body", "parameters": [{"type": "text", "text": "Juan Pérez"},
                                           {"type": "text", "text": "15 de marzo, 10:00 AM"}]},
           {"type": "button", "sub_type": "url", "index": "0",
            "parameters": [{"type": "text", "text": "tracking-code-123"}]}],
         "recipients": [{"phoneNumber": "+50212345678", "requestId": 123},
                        {"phoneNumber": "+50298765432", "requestId": 124}]}""");
  }

  private static Decoded.FannedOut fannedOut(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.FannedOut.class);
    return (Decoded.FannedOut) decoded;
  }

  private static Decoded withComponent(String component) {
    ObjectNode body = template();
    body.putArray("components").add(object(component));
    return decodeVendor(TEMPLATE, body);
  }

  private static Headers inConversation(String id) {
    return headers(RequestFormat.GATEWAY_CONVERSATION_MESSAGE)
        .add(DispatchHeaders.CONVERSATION_ID, id.getBytes(UTF_8));
  }

  @Test
  void sendExampleOfThePage_isRead() {
    SendRequest request =
        valid(
            decodeVendor(
                RequestFormat.GATEWAY_SEND,
                object(
                    """
                    {"phoneNumber": "+50212345678", "requestId": 123,
                     "content": "Hello! Your service request has been received."}""")));

    assertThat(request.requestId()).isEqualTo("v-1");
    assertThat(request.vendorRequestId()).isEqualTo(123);
    assertThat(request.recipient()).isEqualTo(new PhoneNumber("+50212345678"));
    assertThat(request.message())
        .isEqualTo(new TextMessage("Hello! Your service request has been received.", null));
  }

  @Test
  void sendRequestId_isAnInteger() {
    ObjectNode body = object("{\"phoneNumber\": \"+50212345678\", \"content\": \"a\"}");

    assertThat(valid(decodeVendor(RequestFormat.GATEWAY_SEND, body)).vendorRequestId()).isNull();
    assertThat(broken(decodeVendor(RequestFormat.GATEWAY_SEND, body.put("requestId", "123"))))
        .containsExactly("requestId");
  }

  @Test
  void sendRequiredFields_mustBeThere() {
    assertThat(broken(decodeVendor(RequestFormat.GATEWAY_SEND, object("{}"))))
        .containsExactly("phoneNumber", "content");
  }

  @Test
  void messageInAConversation_needsNoRecipient() {
    SendRequest request = valid(decodeVendor(inConversation("123"), object("{\"content\":\"a\"}")));

    assertThat(request.message()).isEqualTo(new TextMessage("a", "123"));
    assertThat(request.recipient()).isNull();
  }

  @Test
  void messageInAConversation_takesTheRecipientFromItsHeader() {
    Headers headers =
        inConversation("123").add(DispatchHeaders.RECIPIENT, "55 1234 5678".getBytes(UTF_8));

    assertThat(valid(decodeVendor(headers, object("{\"content\": \"a\"}"))).recipient())
        .isEqualTo(new PhoneNumber("+525512345678"));
  }

  @Test
  void messageInAConversation_needsTheConversationAsDigits() {
    Headers none = headers(RequestFormat.GATEWAY_CONVERSATION_MESSAGE);
    Headers path = inConversation("1/../2").add(DispatchHeaders.RECIPIENT, "x".getBytes(UTF_8));

    assertThat(broken(decodeVendor(none, object("{\"content\": \"a\"}"))))
        .containsExactly("headers.dispatch-conversation-id");
    assertThat(broken(decodeVendor(path, object("{}"))))
        .containsExactly(
            "headers.dispatch-recipient", "headers.dispatch-conversation-id", "content");
  }

  @Test
  void everyRecipient_becomesARequest() {
    Decoded.FannedOut out = fannedOut(decodeVendor(TEMPLATE, template()));

    assertThat(out.requestId()).isEqualTo("v-1");
    assertThat(out.entries()).hasSize(2);
    SendRequest second = valid(out.entries().get(1));
    assertThat(second.requestId()).isEqualTo("v-1:1");
    assertThat(second.workspaceId()).isEqualTo("acme");
    assertThat(second.vendorRequestId()).isEqualTo(124);
    assertThat(second.recipient()).isEqualTo(new PhoneNumber("+50298765432"));
    assertThat(second.message())
        .isEqualTo(
            new TemplateMessage(
                "service_confirmation",
                "es",
                new Header.Text(List.of(new Parameter(null, "Confirmación de Servicio"))),
                List.of(
                    new Parameter(null, "Juan Pérez"),
                    new Parameter(null, "15 de marzo, 10:00 AM")),
                List.of(new Button(0, Button.Type.URL, "tracking-code-123"))));
  }

  @Test
  void oneRecipient_isFannedOutToo() {
    ObjectNode body = template();
    body.putArray("recipients").addObject().put("phoneNumber", "+50212345678");

    assertThat(valid(fannedOut(decodeVendor(TEMPLATE, body)).entries().getFirst()).requestId())
        .isEqualTo("v-1:0");
  }

  @Test
  void badRecipient_failsAlone() {
    ObjectNode body = template();
    body.putArray("recipients")
        .add(object("{\"phoneNumber\": \"nobody\", \"requestId\": \"x\"}"))
        .add("+50212345678")
        .add(object("{\"phoneNumber\": \"+50212345678\"}"));
    List<Decoded.Entry> entries = fannedOut(decodeVendor(TEMPLATE, body)).entries();

    assertThat(invalid(entries.get(0)).requestId()).isEqualTo("v-1:0");
    assertThat(broken(entries.get(0)))
        .containsExactly("recipients[0].phoneNumber", "recipients[0].requestId");
    assertThat(broken(entries.get(1))).containsExactly("recipients[1]");
    assertThat(valid(entries.get(2)).requestId()).isEqualTo("v-1:2");
  }

  @Test
  void badTemplate_failsTheRecordWithEveryMistakeInIt() {
    ObjectNode body = template().put("templateName", "");
    body.putArray("recipients").add(object("{\"phoneNumber\": \"nobody\"}"));
    Decoded decoded = decodeVendor(TEMPLATE, body);

    assertThat(invalid(decoded).requestId()).isEqualTo("v-1");
    assertThat(broken(decoded)).containsExactly("templateName", "recipients[0].phoneNumber");
  }

  @Test
  void recipients_are1To1000() {
    ObjectNode body = template();
    ArrayNode recipients = body.putArray("recipients");
    assertThat(broken(decodeVendor(TEMPLATE, body))).containsExactly("recipients");

    for (int i = 0; i < 1000; i++) {
      recipients.addObject().put("phoneNumber", "+50212345678");
    }
    assertThat(fannedOut(decodeVendor(TEMPLATE, body)).entries()).hasSize(1000);

    recipients.addObject().put("phoneNumber", "+50212345678");
    assertThat(broken(decodeVendor(TEMPLATE, body))).containsExactly("recipients");
    assertThat(broken(decodeVendor(TEMPLATE, body.without("recipients"))))
        .containsExactly("recipients");
  }

  @Test
  void parentId_leavesRoomForTheRecipientsNumber() {
    Headers fits =
        headers(TEMPLATE).add(DispatchHeaders.REQUEST_ID, "x".repeat(126).getBytes(UTF_8));
    Headers tooLong =
        headers(TEMPLATE).add(DispatchHeaders.REQUEST_ID, "x".repeat(127).getBytes(UTF_8));

    assertThat(fannedOut(decodeVendor(fits, template())).entries()).hasSize(2);
    assertThat(broken(decodeVendor(tooLong, template())))
        .containsExactly("headers.dispatch-request-id");
  }

  @Test
  void languageCode_isRequired() {
    assertThat(broken(decodeVendor(TEMPLATE, template().without("languageCode"))))
        .containsExactly("languageCode");
  }

  @Test
  void mediaHeader_isReadInMetasForm() {
    Decoded decoded =
        withComponent(
            """
            {"type": "header", "parameters": [{"type": "document",
              "document": {"link": "https://example.com/a.pdf", "filename": "a.pdf"}}]}""");

    assertThat(
            ((TemplateMessage) valid(fannedOut(decoded).entries().getFirst()).message()).header())
        .isEqualTo(
            new Header.Media(
                Header.MediaType.DOCUMENT, URI.create("https://example.com/a.pdf"), "a.pdf"));
  }

  @Test
  void quickReply_takesTextOrPayload() {
    for (String parameter :
        List.of(
            "{\"type\": \"text\", \"text\": \"p\"}",
            "{\"type\": \"payload\", \"payload\": \"p\"}")) {
      Decoded decoded =
          withComponent(
              "{\"type\": \"button\", \"sub_type\": \"quick_reply\", \"index\": \"1\", \"parameters\": ["
                  + parameter
                  + "]}");
      assertThat(
              ((TemplateMessage) valid(fannedOut(decoded).entries().getFirst()).message())
                  .buttons())
          .containsExactly(new Button(1, Button.Type.QUICK_REPLY, "p"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "\"10\"", "\"-1\"", "\"\"", "\"a\"", "null"})
  void buttonIndex_isAStringOfOneDigit(String index) {
    Decoded decoded =
        withComponent(
            "{\"type\": \"button\", \"sub_type\": \"url\", \"index\": "
                + index
                + ", \"parameters\": [{\"type\": \"text\", \"text\": \"a\"}]}");

    assertThat(broken(decoded)).containsExactly("components[0].index");
  }

  @Test
  void component_hasAKnownTypeAndHeaderAndBodyComeOnce() {
    assertThat(broken(withComponent("{\"type\": \"footer\"}")))
        .containsExactly("components[0].type");
    ObjectNode body = template();
    ArrayNode components = (ArrayNode) body.get("components");
    components.add(object("{\"type\": \"header\"}")).add(object("{\"type\": \"body\"}"));
    components.add(components.get(2));

    assertThat(broken(decodeVendor(TEMPLATE, body)))
        .containsExactly("components[3].type", "components[4].type", "components[5].index");
  }

  @Test
  void parameter_isText() {
    assertThat(
            broken(
                withComponent(
                    "{\"type\": \"body\", \"parameters\": [{\"type\": \"currency\"}, {\"type\": \"text\"}]}")))
        .containsExactly("components[0].parameters[0].type", "components[0].parameters[1].text");
  }
}
