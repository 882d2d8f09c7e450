package io.campaigndispatch.sandbox.platica;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox;
import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import io.campaigndispatch.sandbox.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaticaExamplesTest {
  /** Page "Send template message", request body. */
  private static final String PAGE_EXAMPLE =
      """
      {
      "channelId": "521234567890",
      "conversationId": "521234567890",
      "campaignId": "pV6PvG2lc8ChQb2VmETr",
      "template": {
      "name": "bienvenida_cliente",
      "params": ["Juan", "Premium"],
      "type": "image",
      "file": "https://cdn.assets.com/welcome_image.jpg",
      "buttons": [
      {
      "index": 0,
      "parameters": [{ "type": "text", "text": "promo/enero" }]
      }
      ]
      },
      "client": {
      "name": "José",
      "customFields": {
      "placas": "ABC123",
      "id_recepcion": "REC001"
      }
      }
      }
      """;

  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  @Test
  void pageExample_isSent() {
    Reply reply = sandbox.platica(PAGE_EXAMPLE);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().propertyNames()).containsExactly("messageId", "status", "timestamp");
    assertThat(reply.at("/messageId")).startsWith("msg_");
    assertThat(reply.at("/status")).isEqualTo("sent");
    assertThat(reply.at("/timestamp")).isEqualTo("2026-11-20T12:00:00Z");
  }

  @Test
  void pagesTwoButtons_areAccepted() {
    String buttons =
        """
        "buttons": [
        {
        "index": 0,
        "parameters": [{ "type": "text", "text": "promo/enero" }]
        },
        {
        "index": 1,
        "sub_type": "otp",
        "parameters": [{ "type": "text", "text": "482910" }]
        }
        ]
        """;
    int from = PAGE_EXAMPLE.indexOf("\"buttons\"");
    int to = PAGE_EXAMPLE.indexOf("},\n\"client\"");
    String body = PAGE_EXAMPLE.substring(0, from) + buttons + PAGE_EXAMPLE.substring(to);

    assertThat(sandbox.platica(body).status()).isEqualTo(200);
  }

  @Test
  void pagesMismatch_isAnsweredExactlyAsThePageShows() {
    Reply reply =
        sandbox.platica(
            """
            {"channelId": "521234567890", "conversationId": "521234567890",
             "template": {"name": "bienvenida_cliente", "params": ["Juan"]}}""");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json())
        .isEqualTo(
            Json.mapper()
                .readTree(
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
                    }"""));
  }

  @Test
  void delay_isAnsweredWithItsOwnFields() {
    Reply reply = sandbox.platica(PAGE_EXAMPLE.replaceFirst("\\{", "{\"delay\": 5000,"));

    assertThat(reply.json().propertyNames())
        .containsExactly("messageId", "status", "timestamp", "executeAt", "delayMs");
    assertThat(reply.at("/status")).isEqualTo("delayed");
    assertThat(reply.at("/executeAt")).isEqualTo("2026-11-20T12:00:05.250Z");
    assertThat(reply.json().path("delayMs").intValue()).isEqualTo(5000);
  }

  /**
   * The page's own sample of executeAt is a day off: 18:40 in Mexico is 00:40 UTC of the next day.
   */
  @ParameterizedTest
  @CsvSource({
    "2027-07-01T18:40:00, 2027-07-02T00:40:00.000Z",
    "2027-07-01T18:40:00Z, 2027-07-01T18:40:00.000Z",
    "2027-07-01T18:40:00-06:00, 2027-07-02T00:40:00.000Z",
    "2027-07-01T18:40, 2027-07-02T00:40:00.000Z"
  })
  void scheduleTime_isAnsweredInUtcWithTheInputEchoed(String given, String executeAt) {
    Reply reply =
        sandbox.platica(PAGE_EXAMPLE.replaceFirst("\\{", "{\"scheduleTime\": \"" + given + "\","));

    assertThat(reply.json().propertyNames())
        .containsExactly("messageId", "status", "timestamp", "executeAt", "scheduledTime");
    assertThat(reply.at("/status")).isEqualTo("scheduled");
    assertThat(reply.at("/executeAt")).isEqualTo(executeAt);
    assertThat(reply.at("/scheduledTime")).isEqualTo(given);
  }

  @Test
  void campaignId_isRecordedAsApiWhenAbsent() {
    sandbox.platica(PAGE_EXAMPLE);
    sandbox.platica(PAGE_EXAMPLE.replace("\"campaignId\"", "\"other\""));

    assertThat(sandbox.calls())
        .extracting(call -> call.recorded().path("campaignId").stringValue())
        .containsExactly("pV6PvG2lc8ChQb2VmETr", "api");
  }
}
