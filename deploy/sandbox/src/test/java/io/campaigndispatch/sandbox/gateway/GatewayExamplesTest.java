package io.campaigndispatch.sandbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.sandbox.RunningSandbox;
import io.campaigndispatch.sandbox.RunningSandbox.Reply;
import io.campaigndispatch.sandbox.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class GatewayExamplesTest {
  @RegisterExtension final RunningSandbox sandbox = RunningSandbox.open();

  @Test
  void sendTextExample_isAnsweredInItsDocumentedShape() {
    Reply reply =
        sandbox.gateway(
            "/send",
            """
            {
            "phoneNumber": "+50212345678",
            "content": "Hello! Your service request has been received.",
            "requestId": 123
            }""");

    assertThat(reply.status()).isEqualTo(200);
    JsonNode expected =
        Json.mapper()
            .readTree(
                """
                {
                "success": true,
                "data": {
                "message": {
                "message_id": 1,
                "conversation_id": 1,
                "content": "Hello! Your service request has been received.",
                "message_type": "text",
                "direction": "outbound",
                "status": "sent",
                "created_at": "2026-11-20T12:00:00Z"
                },
                "conversation": {
                "conversation_id": 1,
                "phone_number": "50212345678",
                "request_id": 123
                }
                }
                }""");
    assertThat(reply.text()).isEqualTo(expected.toString());
  }

  @Test
  void conversationExample_isAnsweredInItsDocumentedShape() {
    Reply reply =
        sandbox.gateway(
            "/conversations/123/messages",
            """
            {
            "content": "Thank you for your patience. A technician will contact you shortly."
            }""");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"success\":true,\"data\":{\"message_id\":1,\"conversation_id\":123,\"content\":"
                + "\"Thank you for your patience. A technician will contact you shortly.\","
                + "\"status\":\"sent\"}}");
  }

  @Test
  void sendTemplateExample_hasAResultForEachRecipient() {
    Reply reply =
        sandbox.gateway(
            "/send-template",
            """
            {
            "templateName": "appointment_reminder",
            "languageCode": "es",
            "components": [
            {
            "type": "body",
            "parameters": [
            {"type": "text", "text": "Juan Pérez"},
            {"type": "text", "text": "15 de marzo a las 10:00 AM"}
            ]
            }
            ],
            "recipients": [
            {"phoneNumber": "+50212345678", "requestId": 123},
            {"phoneNumber": "+50298765432", "requestId": 124}
            ]
            }""");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().propertyNames()).containsExactly("success", "summary", "results");
    assertThat(reply.json().path("summary").toString())
        .isEqualTo("{\"total\":2,\"sent\":2,\"failed\":0}");
    assertThat(reply.json().path("results"))
        .extracting(result -> result.path("phoneNumber").stringValue())
        .containsExactly("+50212345678", "+50298765432");
    assertThat(reply.json().path("results"))
        .allSatisfy(
            result -> {
              assertThat(result.path("success").booleanValue()).isTrue();
              assertThat(result.at("/data/messages/0/id").stringValue())
                  .startsWith("wamid.HBgLNTAy");
            });
  }

  @Test
  void headerBodyAndButtonExample_fitsItsTemplate() {
    Reply reply =
        sandbox.gateway(
            "/send-template",
            """
            {
            "templateName": "service_confirmation",
            "languageCode": "es",
            "components": [
            {
            "type": "header",
            "parameters": [
            {"type": "text", "text": "Confirmación de Servicio"}
            ]
            },
            {
            "type": "body",
            "parameters": [
            {"type": "text", "text": "Juan Pérez"},
            {"type": "text", "text": "SR-2024-001"},
            {"type": "text", "text": "15 de marzo, 10:00 AM"}
            ]
            },
            {
            "type": "button",
            "sub_type": "url",
            "index": "0",
            "parameters": [
            {"type": "text", "text": "tracking-code-123"}
            ]
            }
            ],
            "recipients": [{"phoneNumber": "+50212345678"}]
            }""");

    assertThat(reply.json().at("/summary/sent").intValue()).isEqualTo(1);
  }

  @Test
  void templateList_holdsThePagesTemplateAndUnapprovedOnes() {
    Reply reply = sandbox.get("/gateway/api/whatsapp/templates", "Authorization", "Bearer x");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("success").booleanValue()).isTrue();
    assertThat(reply.json().at("/data/0"))
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {
                    "name": "appointment_reminder",
                    "status": "APPROVED",
                    "category": "UTILITY",
                    "language": "es",
                    "components": [
                    {
                    "type": "BODY",
                    "text": "Hola {{1}}, te recordamos tu cita para el {{2}}."
                    },
                    {
                    "type": "FOOTER",
                    "text": "Ambiotec - Servicios Profesionales"
                    }
                    ]
                    }"""));
    assertThat(reply.json().path("data"))
        .extracting(row -> row.path("status").stringValue())
        .contains("APPROVED", "PAUSED", "PENDING");
  }
}
