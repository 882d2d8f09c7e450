package io.campaigndispatch.dispatcher.vendor.platica;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.failure;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.reply;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.request;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.template;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.vendor;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.workspace.VendorType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies against the page platica-send-template and Platica's error page. */
class PlaticaReplyTest {

  private static final Verdict ACCEPTED =
      new Verdict.Accepted(new VendorIds("msg_123xyz", null, null, null));

  private static Verdict classify(HttpReply reply) {
    return new PlaticaAdapter()
        .classify(
            vendor(VendorType.PLATICA),
            List.of(request("+521234567890", null, template("t", null, List.of()))),
            reply)
        .getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {
        "messageId": "msg_123xyz",
        "status": "sent",
        "timestamp": "2025-02-14T12:00:00Z"
        }
        """,
        """
        {
        "messageId": "msg_123xyz",
        "status": "delayed",
        "timestamp": "2025-02-14T12:00:00Z",
        "executeAt": "2025-02-14T12:00:05.000Z",
        "delayMs": 5000
        }
        """,
        """
        {
        "messageId": "msg_123xyz",
        "status": "scheduled",
        "timestamp": "2025-02-14T12:00:00Z",
        "executeAt": "2025-07-01T00:40:00.000Z",
        "scheduledTime": "2025-07-01T18:40:00"
        }
        """
      })
  void everySuccessShape_isAcceptedWithItsMessageId(String body) {
    assertThat(classify(reply(200, body))).isEqualTo(ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 203})
  void any2xxWithAMessageId_isAccepted(int status) {
    assertThat(classify(reply(status, "{\"messageId\":\"msg_123xyz\"}"))).isEqualTo(ACCEPTED);
  }

  @Test
  void templateFaults_becomeViolations() {
    Verdict verdict =
        classify(
            reply(
                400,
                """
                {
                "message": "Template payload is incompatible with template configuration",
                "template": "bienvenida_cliente",
                "errors": [
                {
                "field": "template.params",
                "message": "The number of params does not match the template definition",
                "expected": 2,
                "received": 1
                },
                {
                "field": "template.type",
                "message": "This template requires media header type",
                "expected": "image",
                "received": null,
                "example": {
                "type": "image",
                "file": "https://example.com/your-media-file"
                }
                }
                ]
                }
                """));

    Failure failure = failure(verdict);
    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    assertThat(failure.category()).isEqualTo(FailureCategory.REQUEST);
    assertThat(failure.code()).isEqualTo("HTTP_400");
    assertThat(failure.message())
        .startsWith("Template payload is incompatible with template configuration");
    assertThat(failure.errors())
        .containsExactly(
            new Violation(
                "template.params",
                "The number of params does not match the template definition",
                "2",
                "1"),
            new Violation(
                "template.type", "This template requires media header type", "image", null));
  }

  @ParameterizedTest
  @CsvSource({
    "template.params, REQUEST",
    "template.buttons, REQUEST",
    "template.buttons[0].index, REQUEST",
    "client.birthdate, REQUEST",
    "template.type, TEMPLATE",
    "template.file, TEMPLATE",
    "template.name, TEMPLATE",
    "template, TEMPLATE",
  })
  void fieldOfATemplateFault_decidesTheCategory(String field, FailureCategory category) {
    String body = "{\"message\":\"no\",\"errors\":[{\"field\":\"" + field + "\"}]}";

    assertThat(failure(classify(reply(400, body))).category()).isEqualTo(category);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'Bad Request', 'delay out of range', REQUEST",
    "400, 'Bad Request', 'Template not found', TEMPLATE",
    "401, 'Unauthorized', 'Invalid or missing API key', WORKSPACE",
    "403, 'Forbidden', '', WORKSPACE",
    "404, 'Not Found', 'Template does not exist', TEMPLATE",
    "404, 'Not Found', 'Channel not found', WORKSPACE",
    "422, 'Unprocessable', '', REQUEST",
    "429, 'Too Many Requests', '30 requests/second', THROTTLED",
    "500, 'Internal', '', RETRY_SOON",
    "503, 'Unavailable', '', RETRY_SOON",
  })
  void theOtherErrorBody_goesByStatusAndDetails(
      int status, String error, String details, FailureCategory category) {
    String body =
        "{\"code\":%d,\"error\":\"%s\",\"details\":\"%s\"}".formatted(status, error, details);

    Failure failure = failure(classify(reply(status, body)));

    assertThat(failure.category()).isEqualTo(category);
    assertThat(failure.code()).isEqualTo(Integer.toString(status));
    assertThat(failure.message()).startsWith(error);
  }

  @Test
  void rateLimit_holdsAsLongAsTheHeaderSays() {
    Verdict verdict = classify(reply(429, Map.of("retry-after", "7"), "{\"code\":429}"));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Throttled.class,
            throttled -> assertThat(throttled.hold()).isEqualTo(Duration.ofSeconds(7)));
  }

  @Test
  void errorInsideA200_goesByItsCode() {
    assertThat(failure(classify(reply(200, "{\"code\":401,\"error\":\"no\"}"))).category())
        .isEqualTo(FailureCategory.WORKSPACE);
    assertThat(failure(classify(reply(200, "{\"code\":404,\"error\":\"no\"}"))).category())
        .isEqualTo(FailureCategory.TEMPLATE);
  }

  @Test
  void successWithoutMessageId_isUncertain() {
    assertThat(failure(classify(reply(200, "{\"status\":\"sent\"}"))).code())
        .isEqualTo("BAD_REPLY");
  }

  @Test
  void manyErrors_areCut() {
    String one = "{\"field\":\"template.params\",\"message\":\"m\"}";
    String body = "{\"errors\":[" + (one + ",").repeat(999) + one + "]}";

    assertThat(failure(classify(reply(400, body))).errors()).hasSize(50);
  }
}
