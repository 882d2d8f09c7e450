package io.campaigndispatch.dispatcher.vendor.plazbot;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.failure;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.reply;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.request;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.template;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.vendor;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.VendorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies against the pages plazbot-send-conversation, -legacy and -send-message. */
class PlazbotReplyTest {

  private static final Message TEMPLATE = template("order_shipped", null, List.of());
  private static final Message TEXT = new TextMessage("hola", null);

  private static Verdict classify(Message message, HttpReply reply) {
    return new PlazbotAdapter()
        .classify(
            vendor(VendorType.PLAZBOT), List.of(request("+51987654321", null, message)), reply)
        .getFirst();
  }

  @Test
  void currentConversation_givesContactAndConversation() {
    Verdict verdict =
        classify(
            TEMPLATE,
            reply(
                200,
                """
                {
                  "success": true,
                  "message": "Conversation sent successfully.",
                  "code": 200,
                  "data": {
                    "contactId": "string",
                    "conversationId": "string",
                    "details": {
                      "template": "order_shipped",
                      "destination": "51987654321",
                      "sendType": "3",
                      "campaignName": "Promocion_Abril"
                    }
                  }
                }
                """));

    assertThat(verdict)
        .isEqualTo(new Verdict.Accepted(new VendorIds(null, "string", "string", null)));
  }

  @Test
  void legacyConversation_givesTheContact() {
    Verdict verdict =
        classify(
            TEMPLATE,
            reply(
                200,
                """
                {
                  "success": true,
                  "message": "Conversation sent successfully.",
                  "code": 200,
                  "data": {
                    "contactId": "string"
                  }
                }
                """));

    assertThat(verdict).isEqualTo(new Verdict.Accepted(new VendorIds(null, "string", null, null)));
  }

  @Test
  void message_givesMessageContactAndWhatsappId() {
    Verdict verdict =
        classify(
            TEXT,
            reply(
                200,
                """
                {
                  "success": true,
                  "message": "Message sent successfully.",
                  "code": 200,
                  "data": {
                    "contactId": "c",
                    "message": {
                      "id": "m",
                      "messageWhatsappId": "w",
                      "contactId": "c",
                      "content": "Hola, tu pedido ha sido enviado. Gracias por tu compra.",
                      "workspaceId": "your_workspace_id",
                      "recipientPhone": "51987654321",
                      "externalReferenceId": "string",
                      "platformId": "string",
                      "answerAgentId": "string",
                      "answerType": "string"
                    }
                  }
                }
                """));

    assertThat(verdict).isEqualTo(new Verdict.Accepted(new VendorIds("m", "c", null, "w")));
  }

  @ParameterizedTest
  @CsvSource({
    "400, REQUEST",
    "401, WORKSPACE",
    "404, TEMPLATE",
    "429, THROTTLED",
    "500, RETRY_SOON",
  })
  void status_ofAConversation_hasItsCategory(int status, FailureCategory category) {
    String body =
        "{\"success\":false,\"code\":%d,\"errorCode\":null,\"message\":\"no\",\"data\":null}"
            .formatted(status);

    Verdict verdict = classify(TEMPLATE, reply(status, body));

    assertThat(failure(verdict).category()).isEqualTo(category);
    assertThat(failure(verdict).code()).isEqualTo(Integer.toString(status));
    assertThat(failure(verdict).httpStatus()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"400, REQUEST", "401, WORKSPACE", "404, TEMPLATE", "429, THROTTLED", "204, REQUEST"})
  void successFalseInsideA200_isJudgedByTheBodysCode(int code, FailureCategory category) {
    String body =
        "{\"success\":false,\"code\":%d,\"errorCode\":\"WORD\",\"message\":\"no\"}".formatted(code);

    Verdict verdict = classify(TEMPLATE, reply(200, body));

    assertThat(failure(verdict).category()).isEqualTo(category);
    assertThat(failure(verdict).code()).isEqualTo("WORD");
    assertThat(failure(verdict).httpStatus()).isEqualTo(200);
  }

  @Test
  void successFalseWithoutCode_isTheRequestsFault() {
    Verdict verdict = classify(TEMPLATE, reply(200, "{\"success\":false}"));

    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    assertThat(failure(verdict).category()).isEqualTo(FailureCategory.REQUEST);
  }

  @Test
  void successWithAnErrorCode_isUncertain() {
    assertThat(classify(TEMPLATE, reply(200, "{\"success\":true,\"code\":400}")))
        .isInstanceOf(Verdict.Uncertain.class);
  }

  @Test
  void missingSuccess_isUncertain() {
    assertThat(failure(classify(TEMPLATE, reply(200, "{\"ok\":1}"))).code()).isEqualTo("BAD_REPLY");
  }

  @ParameterizedTest
  @CsvSource({"Workspace not found, WORKSPACE", "Contact not found, REQUEST", "'', REQUEST"})
  void notFound_ofAMessage_goesByWhatItNames(String text, FailureCategory category) {
    Verdict verdict =
        classify(TEXT, reply(404, "{\"success\":false,\"message\":\"" + text + "\"}"));

    assertThat(failure(verdict).category()).isEqualTo(category);
  }

  @Test
  void emptyErrorBody_goesByStatus() {
    assertThat(failure(classify(TEMPLATE, reply(401, ""))).code()).isEqualTo("HTTP_401");
    assertThat(classify(TEMPLATE, reply(500, ""))).isInstanceOf(Verdict.Uncertain.class);
  }
}
