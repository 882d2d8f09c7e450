package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.broken;
import static io.campaigndispatch.model.wire.Given.decode;
import static io.campaigndispatch.model.wire.Given.object;
import static io.campaigndispatch.model.wire.Given.requestWith;
import static io.campaigndispatch.model.wire.Given.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class MessageRulesTest {

  private static ObjectNode text(String text) {
    ObjectNode request = requestWith("{\"type\": \"text\"}");
    ((ObjectNode) request.get("message")).put("text", text);
    return request;
  }

  private static ObjectNode bodyValue(String value) {
    ObjectNode request = requestWith("{\"type\": \"template\", \"name\": \"n\"}");
    ((ObjectNode) request.get("message")).putArray("body").addObject().put("value", value);
    return request;
  }

  private static ObjectNode template(String rest) {
    return requestWith("{\"type\": \"template\", \"name\": \"n\", " + rest + "}");
  }

  private static TemplateMessage template(ObjectNode request) {
    return (TemplateMessage) valid(decode(request)).message();
  }

  @Test
  void type_isTemplateOrText() {
    assertThat(broken(decode(requestWith("{}")))).containsExactly("message.type");
    assertThat(broken(decode(requestWith("{\"type\": \"audio\"}"))))
        .containsExactly("message.type");
  }

  @Test
  void message_isAnObject() {
    assertThat(broken(decode(Given.request().put("message", "hi")))).containsExactly("message");
  }

  @Test
  void text_has1To4096Characters() {
    assertThat(valid(decode(text("x".repeat(4096)))).message())
        .isEqualTo(new TextMessage("x".repeat(4096), null));
    assertThat(broken(decode(text("")))).containsExactly("message.text");
    assertThat(broken(decode(text("x".repeat(4097))))).containsExactly("message.text");
    assertThat(broken(decode(requestWith("{\"type\": \"text\"}")))).containsExactly("message.text");
  }

  @Test
  void text_countsUtf16Units() {
    assertThat(broken(decode(text("🎉".repeat(2049))))).containsExactly("message.text");
  }

  @Test
  void text_keepsLineBreaksAndTabs() {
    assertThat(valid(decode(text(" a\n\r\tb  c "))).message())
        .isEqualTo(new TextMessage(" a\n\r\tb  c ", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000", "\u001b[31m", "a\u007f", "a\u0085"})
  void text_takesNoOtherControlCharacters(String text) {
    assertThat(broken(decode(text(text)))).containsExactly("message.text");
  }

  @Test
  void conversationId_isAStringOfDigits() {
    assertThat(
            valid(
                    decode(
                        requestWith(
                            "{\"type\":\"text\",\"text\":\"a\",\"conversationId\":\"0123\"}")))
                .message())
        .isEqualTo(new TextMessage("a", "0123"));
    for (String bad : List.of("\"12x\"", "\"\"", "12", "\"１２\"", "\"../1\"")) {
      assertThat(
              broken(
                  decode(
                      requestWith(
                          "{\"type\":\"text\",\"text\":\"a\",\"conversationId\":" + bad + "}"))))
          .containsExactly("message.conversationId");
    }
  }

  @Test
  void template_needsAName() {
    assertThat(broken(decode(requestWith("{\"type\": \"template\"}"))))
        .containsExactly("message.name");
    assertThat(broken(decode(requestWith("{\"type\": \"template\", \"name\": \" \"}"))))
        .containsExactly("message.name");
  }

  @Test
  void body_keepsItsOrderAndMayBeNameless() {
    assertThat(
            template(
                    template("\"body\": [{\"value\": \"b\"}, {\"name\": \"a\", \"value\": \"a\"}]"))
                .body())
        .containsExactly(new Parameter(null, "b"), new Parameter("a", "a"));
  }

  @Test
  void body_isAnArrayOfObjects() {
    assertThat(broken(decode(template("\"body\": {}")))).containsExactly("message.body");
    assertThat(broken(decode(template("\"body\": [\"a\", null]"))))
        .containsExactly("message.body[0]", "message.body[1]");
    assertThat(broken(decode(template("\"body\": [{}]")))).containsExactly("message.body[0].value");
    assertThat(broken(decode(template("\"body\": [{\"value\": 7}]"))))
        .containsExactly("message.body[0].value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void emptyParameter_isRejected(String value) {
    assertThat(broken(decode(bodyValue(value)))).containsExactly("message.body[0].value");
  }

  @Test
  void parameter_isSanitised() {
    assertThat(template(bodyValue(" Juan\n\tPérez      Gómez ")).body())
        .containsExactly(new Parameter(null, "Juan Pérez Gómez"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\u000bb", "a\u007f"})
  void parameter_takesNoOtherControlCharacters(String value) {
    assertThat(broken(decode(bodyValue(value)))).containsExactly("message.body[0].value");
  }

  @Test
  void bodyParameter_hasAtMost1024Characters() {
    assertThat(template(bodyValue("x".repeat(1024))).body()).hasSize(1);
    assertThat(broken(decode(bodyValue("x".repeat(1025)))))
        .containsExactly("message.body[0].value");
  }

  @Test
  void textHeader_hasVariables() {
    assertThat(
            template(
                    template(
                        "\"header\": {\"type\": \"text\", \"variables\": [{\"value\": \"x\"}]}"))
                .header())
        .isEqualTo(new Header.Text(List.of(new Parameter(null, "x"))));
  }

  @Test
  void headerVariable_has60CharactersUnlessItIsAnAddress() {
    String header = "\"header\": {\"type\": \"text\", \"variables\": [{\"value\": \"%s\"}]}";

    assertThat(broken(decode(template(header.formatted("x".repeat(61))))))
        .containsExactly("message.header.variables[0].value");
    assertThat(
            template(template(header.formatted("https://cdn.example.com/" + "x".repeat(100))))
                .header())
        .isInstanceOf(Header.Text.class);
  }

  @ParameterizedTest
  @CsvSource({"image, IMAGE", "document, DOCUMENT", "video, VIDEO"})
  void mediaHeader_hasAnAddress(String type, Header.MediaType expected) {
    assertThat(
            template(
                    template(
                        "\"header\": {\"type\": \"%s\", \"url\": \"https://example.com/f\"}"
                            .formatted(type)))
                .header())
        .isInstanceOfSatisfying(
            Header.Media.class, media -> assertThat(media.type()).isEqualTo(expected));
    assertThat(broken(decode(template("\"header\": {\"type\": \"%s\"}".formatted(type)))))
        .containsExactly("message.header.url");
  }

  @Test
  void header_hasAKnownType() {
    assertThat(broken(decode(template("\"header\": {\"type\": \"audio\"}"))))
        .containsExactly("message.header.type");
    assertThat(broken(decode(template("\"header\": {}")))).containsExactly("message.header.type");
    assertThat(broken(decode(template("\"header\": []")))).containsExactly("message.header");
  }

  @ParameterizedTest
  @CsvSource({
    "url, URL",
    "quick_reply, QUICK_REPLY",
    "otp, OTP",
    "phone_number, PHONE_NUMBER",
  })
  void button_hasAKnownType(String type, Button.Type expected) {
    assertThat(
            template(
                    template(
                        "\"buttons\": [{\"index\": 9, \"type\": \"%s\", \"value\": \"v\"}]"
                            .formatted(type)))
                .buttons())
        .containsExactly(new Button(9, expected, "v"));
    assertThat(
            broken(
                decode(
                    template(
                        "\"buttons\": [{\"index\": 0, \"type\": \"URL\", \"value\": \"v\"}]"))))
        .containsExactly("message.buttons[0].type");
  }

  @Test
  void buttonType_mayBeLeftToInference() {
    assertThat(template(template("\"buttons\": [{\"index\": 0, \"value\": \"v\"}]")).buttons())
        .containsExactly(new Button(0, null, "v"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "10", "1.5", "\"0\"", "1e99", "99999999999999999999"})
  void buttonIndex_isAWholeNumberFrom0To9(String index) {
    assertThat(
            broken(decode(template("\"buttons\": [{\"index\": " + index + ", \"value\": \"v\"}]"))))
        .containsExactly("message.buttons[0].index");
  }

  @Test
  void button_needsIndexAndValue() {
    assertThat(broken(decode(template("\"buttons\": [{}]"))))
        .containsExactly("message.buttons[0].index", "message.buttons[0].value");
  }

  @Test
  void buttonIndex_isUnique() {
    assertThat(
            broken(
                decode(
                    template(
                        "\"buttons\": [{\"index\": 1, \"value\": \"a\"},"
                            + " {\"index\": 1, \"value\": \"b\"}]"))))
        .containsExactly("message.buttons[1].index");
  }

  @Test
  void buttons_areAtMostTen() {
    ObjectNode request = Given.request();
    var buttons = ((ObjectNode) request.get("message")).putArray("buttons");
    for (int i = 0; i < 10; i++) {
      buttons.add(object("{\"index\": " + i + ", \"value\": \"v\"}"));
    }
    assertThat(template(request).buttons()).hasSize(10);

    buttons.add(object("{\"index\": 10, \"value\": \"v\"}"));
    assertThat(broken(decode(request)))
        .containsExactly("message.buttons", "message.buttons[10].index");
  }
}
