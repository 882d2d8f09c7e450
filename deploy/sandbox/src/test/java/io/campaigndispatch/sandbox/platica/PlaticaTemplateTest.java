package io.campaigndispatch.sandbox.platica;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox;
import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import io.campaigndispatch.sandbox.catalogue.TemplatePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaticaTemplateTest {
  private static final String IMAGE = "\"type\":\"image\",\"file\":\"https://a.b/c.png\"";

  @RegisterExtension
  final RunningSandbox sandbox =
      RunningSandbox.configured(
          TemplatePolicy.OPEN,
          """
          workspaces:
            - { vendor: platica, id: wb-1, token: key-1, custom-fields: [placas] }
            - { vendor: platica, id: wb-2, token: key-2, rate: { limit: 1, per: 1m } }
          templates:
            - name: full
              vendor: platica
              header: image
              body-params: [a, b]
              buttons: [ { type: url }, { type: quick-reply }, { type: otp } ]
            - { name: plain, vendor: platica }
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full | \"params\":[\"1\"], IMAGE | template.params",
        "full | \"params\":[\"1\",\"2\",\"3\"], IMAGE | template.params",
        "full | \"params\":[\"1\",2], IMAGE | template.params[1]",
        "full | \"params\":\"1\", IMAGE | template.params",
        "full | \"params\":[\"1\",\"2\"] | template.type",
        "full | \"params\":[\"1\",\"2\"], \"type\":\"video\",\"file\":\"https://a.b/c\" | template.type",
        "full | \"params\":[\"1\",\"2\"], \"type\":\"audio\",\"file\":\"https://a.b/c\" | template.type",
        "full | \"params\":[\"1\",\"2\"], \"type\":\"image\" | template.file",
        "full | \"params\":[\"1\",\"2\"], \"type\":\"image\",\"file\":\"http://a.b/c\" | template.file",
        "plain | IMAGE | template.type",
        "plain | \"file\":\"https://a.b/c\" | template.type",
        "as_given | \"file\":\"https://a.b/c\" | template.type",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[B0,B0] | template.buttons[1].index",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[B9] | template.buttons[0].index",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[{\"index\":\"0\",PARAMS}] | template.buttons[0].index",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[{\"index\":-1,PARAMS}] | template.buttons[0].index",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[{\"index\":1,PARAMS}] | template.buttons[0].sub_type",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[{\"index\":0,\"sub_type\":\"otp\",PARAMS}] | template.buttons[0].sub_type",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[{\"index\":0,\"sub_type\":\"link\",PARAMS}] | template.buttons[0].sub_type",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[{\"index\":0,\"parameters\":[]}] | template.buttons[0].parameters",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[{\"index\":0,\"parameters\":[P,P]}] | template.buttons[0].parameters",
        "full | \"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[{\"index\":0,\"parameters\":[{\"type\":\"text\",\"text\":\"https://x.y/z\"}]}] | template.buttons[0].parameters[0].text",
        "as_given | \"buttons\":[B0,B1,B2,B9] | template.buttons"
      })
  void mistake_isNamedByItsField(String template, String payload, String field) {
    Reply reply = send("wb-1", "key-1", template, payload, "");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/template")).isEqualTo(template);
    assertThat(reply.json().path("errors")).hasSize(1);
    assertThat(reply.at("/errors/0/field")).isEqualTo(field);
    assertThat(reply.json().at("/errors/0").propertyNames())
        .contains("message", "expected", "received");
  }

  @Test
  void everyMistake_isReportedInOneReply() {
    Reply reply =
        send(
            "wb-1",
            "key-1",
            "full",
            "\"params\":[\"1\"],\"type\":\"video\",\"buttons\":[B9,B9]",
            "");

    assertThat(reply.json().path("errors"))
        .extracting(error -> error.path("field").stringValue())
        .containsExactly(
            "template.params",
            "template.type",
            "template.file",
            "template.buttons[0].index",
            "template.buttons[1].index");
  }

  @Test
  void subType_isInferredFromTheTemplateExceptForQuickReplies() {
    String quick = "{\"index\":1,\"sub_type\":\"quick_reply\",PARAMS}";

    assertThat(
            send(
                    "wb-1",
                    "key-1",
                    "full",
                    "\"params\":[\"1\",\"2\"], IMAGE, \"buttons\":[B0," + quick + ",B2]",
                    "")
                .status())
        .isEqualTo(200);
  }

  @Test
  void unknownKey_is401() {
    assertThat(send("wb-1", "key-3", "plain", "\"x\":1", "").status()).isEqualTo(401);
  }

  @Test
  void unknownChannel_is404AndAnotherKeysChannel_is403() {
    assertThat(send("wb-3", "key-1", "plain", "\"x\":1", "").status()).isEqualTo(404);
    assertThat(send("wb-2", "key-1", "plain", "\"x\":1", "").status()).isEqualTo(403);
  }

  @Test
  void undefinedCustomField_is400() {
    String known = ",\"client\":{\"customFields\":{\"placas\":\"A\"}}";

    assertThat(send("wb-1", "key-1", "plain", "\"x\":1", known).status()).isEqualTo(200);
    assertThat(send("wb-1", "key-1", "plain", "\"x\":1", known.replace("placas", "other")).status())
        .isEqualTo(400);
  }

  @Test
  void declaredRate_replacesTheVendorsOwn() {
    Reply first = send("wb-2", "key-2", "plain", "\"x\":1", "");
    Reply second = send("wb-2", "key-2", "plain", "\"x\":1", "");

    assertThat(first.header("X-RateLimit-Limit")).isEqualTo("1");
    assertThat(second.status()).isEqualTo(429);
  }

  private Reply send(String channel, String key, String template, String payload, String more) {
    String body =
        "{\"channelId\":\""
            + channel
            + "\",\"conversationId\":\"521234567890\",\"template\":{\"name\":\""
            + template
            + "\","
            + expand(payload)
            + "}"
            + more
            + "}";
    return sandbox.post("/platica/v1/messages/template", body, "Authorization", "Bearer " + key);
  }

  private static String expand(String payload) {
    String expanded = payload.replace("IMAGE", IMAGE);
    for (int i : new int[] {0, 1, 2, 9}) {
      expanded = expanded.replace("B" + i, "{\"index\":" + i + ",PARAMS}");
    }
    return expanded
        .replace("PARAMS", "\"parameters\":[P]")
        .replace("[P", "[{\"type\":\"text\",\"text\":\"promo\"}")
        .replace(",P]", ",{\"type\":\"text\",\"text\":\"promo\"}]");
  }
}
