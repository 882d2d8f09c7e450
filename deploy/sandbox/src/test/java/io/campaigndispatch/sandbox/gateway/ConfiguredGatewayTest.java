package io.campaigndispatch.sandbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox;
import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import io.campaigndispatch.sandbox.catalogue.TemplatePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConfiguredGatewayTest {
  @RegisterExtension
  final RunningSandbox sandbox =
      RunningSandbox.configured(
          TemplatePolicy.STRICT,
          """
          workspaces:
            - { vendor: gateway, id: clinic, token: YOUR_TOKEN, rate: { limit: 2, per: 1s } }
          gateway: { unknown-template: not-found }
          """);

  @Test
  void unknownTemplate_canBe404AsAWhole() {
    Reply reply = send("other");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("success").booleanValue()).isFalse();
  }

  @Test
  void recipientsPastTheRate_failWithMetasThroughputCode() {
    Reply reply = send("appointment_reminder");

    assertThat(reply.json().path("summary").toString())
        .isEqualTo("{\"total\":3,\"sent\":2,\"failed\":1}");
    assertThat(reply.json().at("/results/2/error/code").intValue()).isEqualTo(130429);
  }

  @Test
  void ledger_namesTheDeclaredWorkspaceInsteadOfTheToken() {
    send("appointment_reminder");

    assertThat(sandbox.calls()).allMatch(call -> "clinic".equals(call.workspace()));
    assertThat(sandbox.get("/sandbox/calls").text()).doesNotContain("YOUR_TOKEN");
  }

  @Test
  void conversationThatNobodyOpened_is404() {
    assertThat(sandbox.gateway("/conversations/123/messages", "{\"content\":\"a\"}").status())
        .isEqualTo(404);
  }

  @Test
  void unknownToken_is401() {
    assertThat(
            sandbox
                .post("/gateway/api/whatsapp/send", "{}", "Authorization", "Bearer other")
                .status())
        .isEqualTo(401);
  }

  private Reply send(String template) {
    return sandbox.gateway(
        "/send-template",
        """
        {"templateName": "%s", "languageCode": "es",
         "components": [{"type": "body", "parameters": [
           {"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}],
         "recipients": [{"phoneNumber": "+50212345671"}, {"phoneNumber": "+50212345672"},
           {"phoneNumber": "+50212345673"}]}"""
            .formatted(template));
  }
}
