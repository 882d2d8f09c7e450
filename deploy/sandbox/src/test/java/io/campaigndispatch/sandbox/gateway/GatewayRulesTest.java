package io.campaigndispatch.sandbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox;
import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayRulesTest {
  private static final String TO = "\"recipients\":[{\"phoneNumber\":\"+50212345678\"}]";

  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  @ParameterizedTest
  @ValueSource(strings = {"/send", "/conversations/123/messages", "/send-template"})
  void missingToken_is401(String path) {
    Reply reply = sandbox.post("/gateway/api/whatsapp" + path, "{}");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text()).isEqualTo("{\"success\":false,\"error\":\"Unauthorized\"}");
  }

  @Test
  void templatesWithoutToken_are401() {
    assertThat(sandbox.get("/gateway/api/whatsapp/templates").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"a\"}",
        "{\"phoneNumber\":\"50212345678\",\"content\":\"a\"}",
        "{\"phoneNumber\":\"+5021234\",\"content\":\"a\"}",
        "{\"phoneNumber\":\"+5021234567890123\",\"content\":\"a\"}",
        "{\"phoneNumber\":\"+50212345678\"}",
        "{\"phoneNumber\":\"+50212345678\",\"content\":\"\"}",
        "{\"phoneNumber\":\"+50212345678\",\"content\":\"a\",\"requestId\":\"7\"}",
        "{\"phoneNumber\":\"+50212345678\",\"content\":\"a\",\"type\":\"image\"}"
      })
  void malformedText_is400(String body) {
    Reply reply = sandbox.gateway("/send", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("success").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"abc, 400", "404123, 404", "7, 200"})
  void conversationId_mustBeAnIntegerThatExists(String id, int status) {
    assertThat(
            sandbox.gateway("/conversations/" + id + "/messages", "{\"content\":\"a\"}").status())
        .isEqualTo(status);
  }

  @Test
  void conversation_isOpenedOncePerNumber_andTellsTheRecipient() {
    String body = "{\"phoneNumber\":\"+50212345678\",\"content\":\"a\"}";
    Reply first = sandbox.gateway("/send", body);
    Reply second = sandbox.gateway("/send", body);
    long id = first.json().at("/data/conversation/conversation_id").longValue();
    sandbox.gateway("/conversations/" + id + "/messages", "{\"content\":\"b\"}");

    assertThat(second.json().at("/data/conversation/conversation_id").longValue()).isEqualTo(id);
    assertThat(second.json().at("/data/conversation/request_id").isNull()).isTrue();
    assertThat(sandbox.calls().getLast().recipient()).isEqualTo("50212345678");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"languageCode\":\"es\"," + TO + "}",
        "{\"templateName\":\"promo\"," + TO + "}",
        "{\"templateName\":\"promo\",\"languageCode\":\"Spanish\"," + TO + "}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\"}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"recipients\":[]}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"recipients\":[{\"phoneNumber\":\"50212345678\"}]}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"components\":{}," + TO + "}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"components\":[{\"type\":\"FOOTER\"}],"
            + TO
            + "}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"components\":[{\"type\":\"body\"},{\"type\":\"body\"}],"
            + TO
            + "}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"components\":[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\"}]}],"
            + TO
            + "}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"components\":[{\"type\":\"button\",\"sub_type\":\"url\",\"index\":0,\"parameters\":[{\"type\":\"text\",\"text\":\"a\"}]}],"
            + TO
            + "}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"components\":[{\"type\":\"button\",\"index\":\"0\",\"parameters\":[{\"type\":\"text\",\"text\":\"a\"}]}],"
            + TO
            + "}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"components\":[{\"type\":\"button\",\"sub_type\":\"url\",\"index\":\"0\",\"parameters\":[]}],"
            + TO
            + "}",
        "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"components\":[{\"type\":\"header\",\"parameters\":[{\"type\":\"image\",\"image\":{\"link\":\"http://a\"}}]}],"
            + TO
            + "}"
      })
  void malformedTemplateCall_is400AsAWhole(String body) {
    Reply reply = sandbox.gateway("/send-template", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/error")).isNotEmpty();
  }

  @Test
  void recipients_areAtMost1000AndRefusedAsOneCall() {
    Reply reply =
        sandbox.gateway(
            "/send-template",
            "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"recipients\":["
                + "{},".repeat(1000)
                + "{}]}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(sandbox.calls()).hasSize(1);
  }

  @Test
  void manyMistakes_areCountedInsteadOfListed() {
    Reply reply =
        sandbox.gateway(
            "/send-template",
            "{\"templateName\":\"promo\",\"languageCode\":\"es\",\"recipients\":["
                + "{},".repeat(99)
                + "{}]}");

    assertThat(reply.at("/error")).endsWith("; and 80 more");
    assertThat(sandbox.calls()).hasSize(100);
  }

  @Test
  void mediaHeaderInMetasForm_isAccepted() {
    Reply reply =
        sandbox.gateway(
            "/send-template",
            "{\"templateName\":\"promo\",\"languageCode\":\"es_MX\",\"components\":[{\"type\":\"header\",\"parameters\":[{\"type\":\"image\",\"image\":{\"link\":\"https://a.b/c\"}}]}],"
                + TO
                + "}");

    assertThat(reply.json().at("/summary/sent").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "missing_promo, es, 2, 132001",
    "nonexistent, es, 2, 132001",
    "paused_promo, es, 2, 132015",
    "winter_offer, es, 1, 132015",
    "summer_offer, es, 1, 132001",
    "appointment_reminder, en, 2, 132001",
    "appointment_reminder, es, 1, 132000",
    "appointment_reminder, es, 3, 132000",
    "service_confirmation, es, 3, 132000"
  })
  void templateThatCannotBeSent_failsEachRecipientWithMetasCode(
      String template, String language, int params, int code) {
    Reply reply = sendTemplate(template, language, params, "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("success").booleanValue()).isTrue();
    assertThat(reply.json().path("summary").toString())
        .isEqualTo("{\"total\":1,\"sent\":0,\"failed\":1}");
    assertThat(reply.json().at("/results/0/success").booleanValue()).isFalse();
    assertThat(reply.json().at("/results/0/error/code").intValue()).isEqualTo(code);
    assertThat(reply.json().at("/results/0").has("data")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HEADER | 131008",
        "HEADER,{\"type\":\"button\",\"sub_type\":\"url\",\"index\":\"1\",\"parameters\":[{\"type\":\"text\",\"text\":\"a\"}]} | 131009",
        "{\"type\":\"header\",\"parameters\":[{\"type\":\"image\",\"image\":{\"link\":\"https://a.b/c\"}}]} | 132012"
      })
  void componentsThatDoNotFit_failWithMetasCode(String components, int code) {
    String header = "{\"type\":\"header\",\"parameters\":[{\"type\":\"text\",\"text\":\"a\"}]}";

    Reply reply =
        sendTemplate("service_confirmation", "es", 3, "," + components.replace("HEADER", header));

    assertThat(reply.json().at("/results/0/error/code").intValue()).isEqualTo(code);
  }

  @Test
  void rejectedTemplateName_is400AsAWhole() {
    assertThat(sendTemplate("rejected_promo", "es", 1, "").status()).isEqualTo(400);
  }

  private Reply sendTemplate(String template, String language, int params, String components) {
    String texts = "{\"type\":\"text\",\"text\":\"a\"},".repeat(params);
    return sandbox.gateway(
        "/send-template",
        "{\"templateName\":\"%s\",\"languageCode\":\"%s\",\"components\":[{\"type\":\"body\",\"parameters\":[%s]}%s],%s}"
            .formatted(template, language, texts.substring(0, texts.length() - 1), components, TO));
  }
}
