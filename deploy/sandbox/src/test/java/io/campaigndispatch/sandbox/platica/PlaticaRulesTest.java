package io.campaigndispatch.sandbox.platica;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox;
import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaticaRulesTest {
  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  @Test
  void missingKey_is401InTheSecondBody() {
    Reply reply = sandbox.post("/platica/v1/messages/template", body("\"x\":1"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text())
        .isEqualTo(
            "{\"code\":401,\"error\":\"Unauthorized\",\"details\":\"Invalid or missing API key\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"delay\":2999",
        "\"delay\":86400001",
        "\"delay\":\"5000\"",
        "\"delay\":5000.5",
        "\"scheduleTime\":\"2026-11-20T12:00:00Z\"",
        "\"scheduleTime\":\"2027-11-20T12:00:01Z\"",
        "\"scheduleTime\":\"2027-02-30T12:00:00Z\"",
        "\"scheduleTime\":\"tomorrow\"",
        "\"scheduleTime\":\"2027-07-01\"",
        "\"delay\":5000,\"scheduleTime\":\"2027-07-01T18:40:00Z\"",
        "\"campaignId\":7",
        "\"client\":[]",
        "\"client\":{\"name\":1}",
        "\"client\":{\"email\":\"nobody\"}",
        "\"client\":{\"birthdate\":\"1990-01-31\"}",
        "\"client\":{\"birthdate\":\"31/02/1990\"}",
        "\"client\":{\"gender\":\"other\"}",
        "\"client\":{\"country\":\"MEX\"}",
        "\"client\":{\"customFields\":[]}",
        "\"client\":{\"customFields\":{\"a\":{}}}",
        "\"client\":{\"owners\":\"a@b.mx\"}",
        "\"client\":{\"owners\":[\"nobody\"]}"
      })
  void malformedField_is400InTheSecondBody(String field) {
    Reply reply = sandbox.platica(body(field));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().propertyNames()).containsExactly("code", "error", "details");
    assertThat(reply.json().path("code").intValue()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"delay\":3000",
        "\"delay\":86400000",
        "\"scheduleTime\":\"2026-11-20T12:00:01Z\"",
        "\"scheduleTime\":\"2027-11-20T12:00:00Z\"",
        "\"client\":{\"birthdate\":\"31/01/1990\",\"gender\":\"female\",\"country\":\"MX\","
            + "\"email\":\"a@b.mx\",\"owners\":[\"c@d.mx\"],\"customFields\":{\"a\":1,\"b\":true}}"
      })
  void wellFormedField_isAccepted(String field) {
    assertThat(sandbox.platica(body(field)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "channelId, +521234567890",
    "channelId, ''",
    "conversationId, +521234567890",
    "conversationId, 5212345",
    "conversationId, wb-12345"
  })
  void numbers_haveNoPlusSign(String field, String value) {
    String body =
        body("\"x\":1")
            .replaceFirst("\"" + field + "\":\"\\d+\"", "\"" + field + "\":\"" + value + "\"");

    Reply reply = sandbox.platica(body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/details")).contains(field);
  }

  @Test
  void allFieldMistakes_comeInOneReply() {
    Reply reply = sandbox.platica("{\"delay\":1,\"template\":{}}");

    assertThat(reply.at("/details"))
        .contains("channelId", "conversationId", "template.name", "delay");
  }

  @ParameterizedTest
  @CsvSource({"missing_x, 404", "no_such_x, 404", "paused_x, 422"})
  void magicTemplateName_isRefusedInTheSecondBody(String name, int status) {
    Reply reply = sandbox.platica(body("\"x\":1").replace("spring_promo", name));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("code").intValue()).isEqualTo(status);
  }

  @Test
  void rejectedTemplateName_isAMismatch() {
    Reply reply = sandbox.platica(body("\"x\":1").replace("spring_promo", "rejected_x"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/errors/0/field")).isEqualTo("template.params");
    assertThat(reply.json().at("/errors/0/expected").intValue())
        .isEqualTo(reply.json().at("/errors/0/received").intValue() + 1);
  }

  @Test
  void thirtyCallsInASecondPass_theNextIs429UntilOneLeavesTheWindow() {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      statuses.add(sandbox.platica(body("\"x\":1")).status());
      sandbox.advance(Duration.ofMillis(10));
    }
    Reply refused = sandbox.platica(body("\"x\":1"));
    Reply otherKey =
        sandbox.post(
            "/platica/v1/messages/template", body("\"x\":1"), "Authorization", "Bearer pl_key_2");
    sandbox.advance(Duration.ofMillis(700));
    Reply later = sandbox.platica(body("\"x\":1"));
    Reply tooSoon = sandbox.platica(body("\"x\":1"));

    assertThat(statuses).hasSize(30).containsOnly(200);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("code").intValue()).isEqualTo(429);
    assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("30");
    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(refused.header("X-RateLimit-Reset"))
        .isEqualTo(Long.toString(RunningSandbox.START.getEpochSecond() + 2));
    assertThat(refused.header("Retry-After")).isNull();
    assertThat(otherKey.status()).isEqualTo(200);
    assertThat(otherKey.header("X-RateLimit-Remaining")).isEqualTo("29");
    assertThat(later.status()).isEqualTo(200);
    assertThat(tooSoon.status()).isEqualTo(429);
  }

  private static String body(String more) {
    return "{\"channelId\":\"521234567890\",\"conversationId\":\"521234567890\","
        + "\"template\":{\"name\":\"spring_promo\",\"params\":[\"Juan\"]},"
        + more
        + "}";
  }
}
