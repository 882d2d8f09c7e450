package io.campaigndispatch.sandbox.plazbot;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox;
import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import io.campaigndispatch.sandbox.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendConversationTest {
  private static final String CURRENT = "/api/conversation";
  private static final String LEGACY = "/api/message/conversation";

  /** Page "Send Conversation", example of the body. */
  private static final String PAGE_EXAMPLE =
      """
      {
        "workspaceId": "your_workspace_id",
        "template": "order_shipped",
        "destination": "51987654321",
        "variablesBody": [
          { "variable": "customerName", "value": "Juan" },
          { "variable": "orderId", "value": "12345" }
        ],
        "variablesHeader": [
          { "variable": "headerImage", "value": "https://storage.example.com/header.png" }
        ],
        "file": {
          "fileUrl": "https://storage.example.com/invoice_12345.pdf",
          "fileName": "Invoice_12345.pdf"
        },
        "sendType": "3",
        "campaignName": "Promocion_Abril"
      }
      """;

  /** The same page, cURL example. */
  private static final String CURL_EXAMPLE =
      """
      {
          "workspaceId": "your_workspace_id",
          "template": "order_shipped",
          "destination": "51987654321",
          "variablesBody": [{ "variable": "customerName", "value": "Juan" }],
          "file": { "fileUrl": "https://storage.example.com/invoice_12345.pdf", "fileName": "Invoice_12345.pdf" },
          "sendType": "3",
          "campaignName": "Promocion_Abril"
      }
      """;

  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  @Test
  void pageExample_isAnsweredInItsDocumentedShape() {
    Reply reply = sandbox.plazbot(CURRENT, PAGE_EXAMPLE);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().propertyNames()).containsExactly("success", "message", "code", "data");
    assertThat(reply.json().path("success").booleanValue()).isTrue();
    assertThat(reply.at("/message")).isEqualTo("Conversation sent successfully.");
    assertThat(reply.json().path("code").intValue()).isEqualTo(200);
    assertThat(reply.at("/data/contactId")).isNotEmpty();
    assertThat(reply.at("/data/conversationId")).isNotEmpty();
    assertThat(reply.json().at("/data/details"))
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"template": "order_shipped", "destination": "51987654321",
                     "sendType": "3", "campaignName": "Promocion_Abril"}"""));
  }

  @Test
  void curlExample_isAccepted() {
    assertThat(sandbox.plazbot(CURRENT, CURL_EXAMPLE).status()).isEqualTo(200);
  }

  @Test
  void legacyPath_answersWithContactIdOnly() {
    Reply reply = sandbox.plazbot(LEGACY, PAGE_EXAMPLE);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("data").propertyNames()).containsExactly("contactId");
  }

  @ParameterizedTest
  @CsvSource({
    CURRENT + ", sendType, 2, 2",
    CURRENT + ", type, 2, 3",
    LEGACY + ", type, 2, 2",
    LEGACY + ", sendType, 2, 1"
  })
  void sendType_isReadFromTheDialectsOwnField(
      String path, String field, String given, String recorded) {
    assertThat(sandbox.plazbot(path, body("\"" + field + "\":\"" + given + "\"")).status())
        .isEqualTo(200);

    assertThat(sandbox.calls().getFirst().recorded().path("sendType").stringValue())
        .isEqualTo(recorded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"sendType\":\"4\"",
        "\"sendType\":3",
        "\"campaignName\":7",
        "\"variablesBody\":{}",
        "\"variablesBody\":[{\"variable\":\"a\"}]",
        "\"variablesBody\":[{\"value\":\"a\"}]",
        "\"variablesBody\":[{\"variable\":\"a\",\"value\":\"1\"},{\"variable\":\"a\",\"value\":\"2\"}]",
        "\"file\":\"https://a.b/c\"",
        "\"file\":{\"fileName\":\"a\"}",
        "\"file\":{\"fileUrl\":\"ftp://a/b\"}",
        "\"file\":{\"fileUrl\":\"https://a/b\",\"fileName\":1}"
      })
  void malformedField_is400(String field) {
    Reply reply = sandbox.plazbot(CURRENT, body(field));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("success").booleanValue()).isFalse();
    assertThat(reply.json().path("code").intValue()).isEqualTo(400);
    assertThat(reply.at("/errorCode")).isEqualTo("VALIDATION_ERROR");
    assertThat(reply.at("/message")).contains(field.substring(1, field.indexOf('"', 1)));
    assertThat(reply.json().path("data").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+51987654321", "5198765", "5198765432109876", "51 987654321", "0198765432"})
  void destination_mustBe8To15Digits(String destination) {
    String body = body("\"campaignName\":null").replace("51987654321", destination);

    assertThat(sandbox.plazbot(CURRENT, body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"workspaceId", "template", "destination"})
  void missingRequiredField_is400(String field) {
    String body = body("\"campaignName\":null").replace("\"" + field + "\"", "\"other\"");

    Reply reply = sandbox.post("/plazbot" + CURRENT, body, "x-workspace-id", "acme");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/message")).contains(field);
  }

  @Test
  void file_mayBeAnArray() {
    String body = body("\"file\":[{\"fileUrl\":\"https://a.b/c\"}]");

    assertThat(sandbox.plazbot(CURRENT, body).status()).isEqualTo(200);
  }

  @Test
  void file_isIgnoredOnTheLegacyPath() {
    assertThat(sandbox.plazbot(LEGACY, body("\"file\":7")).status()).isEqualTo(200);
  }

  @Test
  void missingWorkspaceHeader_is401() {
    assertThat(sandbox.post("/plazbot" + CURRENT, body("\"x\":1")).status()).isEqualTo(401);
    assertThat(sandbox.post("/plazbot" + CURRENT, body("\"x\":1"), "x-workspace-id", " ").status())
        .isEqualTo(401);
  }

  @Test
  void workspaceOfHeaderAndBody_mustBeEqual() {
    Reply reply = sandbox.post("/plazbot" + CURRENT, body("\"x\":1"), "x-workspace-id", "other");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/message")).contains("workspaceId");
  }

  @ParameterizedTest
  @CsvSource({
    "missing_promo, 404, TEMPLATE_NOT_FOUND",
    "unknown_promo, 404, TEMPLATE_NOT_FOUND",
    "no_such_promo, 404, TEMPLATE_NOT_FOUND",
    "does_not_exist, 404, TEMPLATE_NOT_FOUND",
    "nonexistent, 404, TEMPLATE_NOT_FOUND",
    "rejected_promo, 400, TEMPLATE_VARIABLES_MISMATCH",
    "paused_promo, 400, TEMPLATE_NOT_ACTIVE"
  })
  void magicTemplateName_isRefused(String template, int status, String code) {
    Reply reply = sandbox.plazbot(CURRENT, body("\"x\":1").replace("spring_promo", template));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.at("/errorCode")).isEqualTo(code);
    assertThat(sandbox.calls().getFirst().accepted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"variable\":\"customerName\",\"value\":\"J\"},{\"variable\":\"surprise\",\"value\":\"J\"}]"
      })
  void variables_mustMatchTheTemplatesPlaceholders(String variables) {
    Reply reply =
        sandbox.plazbot(
            CURRENT,
            body("\"file\":{\"fileUrl\":\"https://a.b/c\"},\"variablesBody\":" + variables)
                .replace("spring_promo", "order_shipped"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/errorCode")).isEqualTo("TEMPLATE_VARIABLES_MISMATCH");
  }

  @Test
  void variables_mayBeNamedByTheirPlace() {
    String body =
        body(
            "\"file\":{\"fileUrl\":\"https://a.b/c\"},"
                + "\"variablesBody\":[{\"variable\":\"1\",\"value\":\"J\"},{\"variable\":\"2\",\"value\":\"K\"}]");

    assertThat(sandbox.plazbot(CURRENT, body.replace("spring_promo", "order_shipped")).status())
        .isEqualTo(200);
  }

  @Test
  void mediaHeaderWithoutAddress_is400() {
    String body = body("\"variablesBody\":[{\"variable\":\"customerName\",\"value\":\"J\"}]");

    assertThat(sandbox.plazbot(CURRENT, body.replace("spring_promo", "order_shipped")).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[]", "{\"a\":1} {}", "{\"a\":1,\"a\":2}", ""})
  void bodyThatIsNoJsonObject_is400(String body) {
    Reply reply = sandbox.post("/plazbot" + CURRENT, body, "x-workspace-id", "acme");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/errorCode")).isEqualTo("BAD_REQUEST");
  }

  @Test
  void getInsteadOfPost_is405AndUnknownPath_is404() {
    assertThat(sandbox.get("/plazbot" + CURRENT).status()).isEqualTo(405);
    assertThat(sandbox.get("/plazbot/api/other").status()).isEqualTo(404);
  }

  private static String body(String more) {
    return "{\"workspaceId\":\"acme\",\"template\":\"spring_promo\",\"destination\":\"51987654321\","
        + more
        + "}";
  }
}
