package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.broken;
import static io.campaigndispatch.model.wire.Given.decodeVendor;
import static io.campaigndispatch.model.wire.Given.object;
import static io.campaigndispatch.model.wire.Given.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.SendType;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PlazbotBodiesTest {

  /** The example of the vendor's page, with the workspace that is configured here. */
  private static ObjectNode example() {
    return object(
        """
        {"workspaceId": "vendor-acme", "template": "order_shipped", "destination": "51987654321",
         "variablesBody": [{"variable": "customerName", "value": "Juan"},
                           {"variable": "orderId", "value": "12345"}],
         "variablesHeader": [{"variable": "headerImage",
                              "value": "https://storage.example.com/header.png"}],
         "file": {"fileUrl": "https://storage.example.com/invoice_12345.pdf",
                  "fileName": "Invoice_12345.pdf"},
         "sendType": "3", "campaignName": "Promocion_Abril"}""");
  }

  private static Decoded current(ObjectNode body) {
    return decodeVendor(RequestFormat.PLAZBOT_CONVERSATION, body);
  }

  private static Decoded legacy(ObjectNode body) {
    return decodeVendor(RequestFormat.PLAZBOT_CONVERSATION_LEGACY, body);
  }

  private static @Nullable Header header(ObjectNode body) {
    return ((TemplateMessage) valid(current(body)).message()).header();
  }

  @Test
  void exampleOfThePage_isRead() {
    SendRequest request = valid(current(example()));

    assertThat(request.requestId()).isEqualTo("v-1");
    assertThat(request.workspaceId()).isEqualTo("acme");
    assertThat(request.campaignId()).isEqualTo("Promocion_Abril");
    assertThat(request.sendType()).isEqualTo(SendType.API);
    assertThat(request.priority()).isEqualTo(Priority.BULK);
    assertThat(request.recipient()).isEqualTo(new PhoneNumber("+51987654321"));
    assertThat(request.message())
        .isEqualTo(
            new TemplateMessage(
                "order_shipped",
                null,
                new Header.Media(
                    Header.MediaType.DOCUMENT,
                    URI.create("https://storage.example.com/invoice_12345.pdf"),
                    "Invoice_12345.pdf"),
                List.of(new Parameter("customerName", "Juan"), new Parameter("orderId", "12345")),
                List.of()));
  }

  @Test
  void fileBesideHeaderVariables_wins() {
    assertThat(current(example()))
        .isInstanceOfSatisfying(
            Decoded.Valid.class, read -> assertThat(read.unknownFields()).isEqualTo(1));
  }

  @Test
  void headerVariablesAlone_areATextHeader() {
    assertThat(header(example().without("file")))
        .isEqualTo(
            new Header.Text(
                List.of(new Parameter("headerImage", "https://storage.example.com/header.png"))));
  }

  @Test
  void file_mayBeAnArrayOfOne() {
    ObjectNode body = example();
    ObjectNode file = (ObjectNode) body.get("file");
    body.putArray("file").add(file);
    assertThat(header(body)).isInstanceOf(Header.Media.class);

    body.putArray("file").add(file).add(file);
    assertThat(broken(current(body))).containsExactly("file");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/a.PNG, , IMAGE",
    "https://example.com/a.jpeg?x=.mp4, , IMAGE",
    "https://example.com/a.mp4, , VIDEO",
    "https://example.com/a.pdf, b.png, DOCUMENT",
    "https://example.com/download, b.png, IMAGE",
    "https://example.com/download, , DOCUMENT",
    "https://example.com, , DOCUMENT",
  })
  void fileEnding_tellsTheMediaType(String url, @Nullable String name, Header.MediaType type) {
    ObjectNode body = example();
    body.putObject("file").put("fileUrl", url).put("fileName", name);

    assertThat(header(body))
        .isInstanceOfSatisfying(
            Header.Media.class, media -> assertThat(media.type()).isEqualTo(type));
  }

  @Test
  void fileNameWithControlCharacters_isMalformed() {
    ObjectNode body = example();
    body.putObject("file").put("fileUrl", "https://example.com/a.pdf").put("fileName", "a\tb\nc");

    assertThat(broken(current(body))).containsExactly("file.fileName");
  }

  @Test
  void file_needsAnHttpsAddress() {
    ObjectNode body = example();
    body.putObject("file").put("fileUrl", "http://example.com/a.pdf");
    assertThat(broken(current(body))).containsExactly("file.fileUrl");

    body.putObject("file");
    assertThat(broken(current(body))).containsExactly("file.fileUrl");
  }

  @Test
  void absentSendType_isApiInTheCurrentDialectAndCampaignInTheLegacyOne() {
    ObjectNode body = example().without(List.of("sendType", "campaignName"));

    assertThat(valid(current(body)).sendType()).isEqualTo(SendType.API);
    assertThat(valid(current(body.putNull("sendType"))).sendType()).isEqualTo(SendType.API);
    assertThat(valid(legacy(body)).sendType()).isEqualTo(SendType.CAMPAIGN);
    assertThat(valid(legacy(body)).priority()).isEqualTo(Priority.BULK);
  }

  @Test
  void dialect_ignoresTheOtherDialectsField() {
    ObjectNode body = example().put("sendType", "2").put("type", "1");

    assertThat(valid(current(body)).sendType()).isEqualTo(SendType.INDIVIDUAL);
    assertThat(valid(legacy(body)).sendType()).isEqualTo(SendType.CAMPAIGN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4", "API", "33"})
  void sendType_isADigitFrom1To3(String type) {
    assertThat(broken(current(example().put("sendType", type)))).containsExactly("sendType");
    assertThat(broken(legacy(example().put("type", type)))).containsExactly("type");
  }

  @Test
  void emptyOptionalField_countsAsAbsent() {
    SendRequest request = valid(current(example().put("campaignName", "").put("sendType", " ")));

    assertThat(request.campaignId()).isNull();
    assertThat(request.sendType()).isEqualTo(SendType.API);
  }

  @Test
  void campaignName_followsTheRulesOfCampaignId() {
    assertThat(broken(current(example().put("campaignName", "x".repeat(129)))))
        .containsExactly("campaignName");
  }

  @Test
  void otherWorkspaceInTheBody_isRejected() {
    assertThat(broken(current(example().put("workspaceId", "acme"))))
        .containsExactly("workspaceId");
    assertThat(broken(current(example().without("workspaceId")))).containsExactly("workspaceId");
  }

  @Test
  void requiredFields_mustBeThere() {
    assertThat(broken(current(object("{}"))))
        .containsExactly("workspaceId", "template", "destination");
    assertThat(broken(decodeVendor(RequestFormat.PLAZBOT_MESSAGE, object("{}"))))
        .containsExactly("workspaceId", "recipientPhone", "content");
  }

  @Test
  void variables_followTheRulesOfParameters() {
    ObjectNode body = example();
    body.putArray("variablesBody").addObject().put("variable", "a").put("value", " ");

    assertThat(broken(current(body))).containsExactly("variablesBody[0].value");
  }

  @ParameterizedTest
  @EnumSource(
      value = RequestFormat.class,
      names = {"PLAZBOT_CONVERSATION", "PLAZBOT_CONVERSATION_LEGACY"})
  void destination_isInternational(RequestFormat format) {
    assertThat(broken(decodeVendor(format, example().put("destination", "contact-17"))))
        .containsExactly("destination");
  }

  @Test
  void messageExampleOfThePage_isRead() {
    SendRequest request =
        valid(
            decodeVendor(
                RequestFormat.PLAZBOT_MESSAGE,
                object(
                    """
                    {"content": "Hola, tu pedido ha sido enviado. Gracias por tu compra.",
                     "recipientPhone": "51987654321", "workspaceId": "vendor-acme"}""")));

    assertThat(request.message())
        .isEqualTo(
            new TextMessage("Hola, tu pedido ha sido enviado. Gracias por tu compra.", null));
    assertThat(request.recipient()).isEqualTo(new PhoneNumber("+51987654321"));
    assertThat(request.sendType()).isEqualTo(SendType.API);
    assertThat(request.priority()).isEqualTo(Priority.NORMAL);
  }
}
