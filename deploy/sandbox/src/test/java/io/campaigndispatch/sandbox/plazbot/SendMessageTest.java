package io.campaigndispatch.sandbox.plazbot;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox;
import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendMessageTest {
  /** Page "Send Message", example of the request. */
  private static final String PAGE_EXAMPLE =
      """
      {
        "content": "Hola, tu pedido ha sido enviado. Gracias por tu compra.",
        "recipientPhone": "51987654321",
        "workspaceId": "your_workspace_id"
      }
      """;

  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  @Test
  void pageExample_isAnsweredInItsDocumentedShape() {
    Reply reply = sandbox.plazbot("/api/message", PAGE_EXAMPLE);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/message")).isEqualTo("Message sent successfully.");
    assertThat(reply.json().path("data").propertyNames()).containsExactly("contactId", "message");
    assertThat(reply.json().at("/data/message").propertyNames())
        .containsExactly(
            "id",
            "messageWhatsappId",
            "contactId",
            "content",
            "workspaceId",
            "recipientPhone",
            "externalReferenceId",
            "platformId",
            "answerAgentId",
            "answerType");
    assertThat(reply.json().at("/data/message").values()).allMatch(value -> value.isString());
    assertThat(reply.at("/data/message/content"))
        .isEqualTo("Hola, tu pedido ha sido enviado. Gracias por tu compra.");
    assertThat(reply.at("/data/message/contactId")).isEqualTo(reply.at("/data/contactId"));
    assertThat(reply.at("/data/message/messageWhatsappId")).startsWith("wamid.");
  }

  @Test
  void externalReferenceId_comesBack() {
    Reply reply =
        sandbox.plazbot(
            "/api/message", PAGE_EXAMPLE.replace("{", "{\"externalReferenceId\":\"ref-7\","));

    assertThat(reply.at("/data/message/externalReferenceId")).isEqualTo("ref-7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"content", "recipientPhone", "workspaceId"})
  void missingRequiredField_is400(String field) {
    Reply reply =
        sandbox.post(
            "/plazbot/api/message",
            PAGE_EXAMPLE.replace("\"" + field + "\"", "\"other\""),
            "x-workspace-id",
            "your_workspace_id");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/message")).contains(field);
  }

  @Test
  void content_isLimitedTo4096Characters() {
    String page = "Hola, tu pedido ha sido enviado. Gracias por tu compra.";

    assertThat(send(PAGE_EXAMPLE.replace(page, "ñ".repeat(4096)))).isEqualTo(200);
    assertThat(send(PAGE_EXAMPLE.replace(page, "ñ".repeat(4097)))).isEqualTo(400);
  }

  @Test
  void unknownWorkspace_is404HereAnd401ForConversations() {
    Reply message = sandbox.post("/plazbot/api/message", "{}", "x-workspace-id", "unknown_ws");
    Reply conversation =
        sandbox.post("/plazbot/api/conversation", "{}", "x-workspace-id", "unknown_ws");

    assertThat(message.status()).isEqualTo(404);
    assertThat(message.at("/errorCode")).isEqualTo("WORKSPACE_NOT_FOUND");
    assertThat(conversation.status()).isEqualTo(401);
  }

  private int send(String body) {
    return sandbox.plazbot("/api/message", body).status();
  }
}
