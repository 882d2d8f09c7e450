package io.campaigndispatch.dispatcher.vendor.gateway;

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
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.VendorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies against the page whatsapp-gateway, which shows successes only. */
class GatewayReplyTest {

  private static final SendRequest ONE =
      request("+50212345678", null, template("t", null, List.of()));
  private static final SendRequest OTHER =
      request("+50298765432", null, template("t", null, List.of()));

  private final List<String> alerts = new ArrayList<>();

  private List<Verdict> classify(HttpReply reply, SendRequest... requests) {
    return new GatewayAdapter(alerts::add)
        .classify(vendor(VendorType.GATEWAY), List.of(requests), reply);
  }

  private Verdict text(@Nullable String conversationId, HttpReply reply) {
    return classify(reply, request("+50212345678", null, new TextMessage("hola", conversationId)))
        .getFirst();
  }

  /** The verdict on the only recipient, whose result has these properties besides its number. */
  private Verdict item(String properties) {
    String body =
        "{\"success\":true,\"results\":[{\"phoneNumber\":\"+50212345678\"," + properties + "}]}";
    return classify(reply(200, body), ONE).getFirst();
  }

  private static Verdict accepted(@Nullable String wamid) {
    return new Verdict.Accepted(new VendorIds(null, null, null, wamid));
  }

  @Test
  void text_givesMessageAndConversation() {
    Verdict verdict =
        text(
            null,
            reply(
                200,
                """
                {
                "success": true,
                "data": {
                "message": {
                "message_id": 456,
                "conversation_id": 123,
                "content": "Hello! Your service request has been received.",
                "message_type": "text",
                "direction": "outbound",
                "status": "sent",
                "created_at": "2026-03-03T10:30:00Z"
                },
                "conversation": {
                "conversation_id": 123,
                "phone_number": "50212345678",
                "request_id": 123
                }
                }
                }
                """));

    assertThat(verdict).isEqualTo(new Verdict.Accepted(new VendorIds("456", null, "123", null)));
  }

  @Test
  void textInsideAConversation_givesMessageAndConversation() {
    Verdict verdict =
        text(
            "123",
            reply(
                200,
                """
                {
                "success": true,
                "data": {
                "message_id": 457,
                "conversation_id": 123,
                "content": "Thank you for your patience. A technician will contact you shortly.",
                "status": "sent"
                }
                }
                """));

    assertThat(verdict).isEqualTo(new Verdict.Accepted(new VendorIds("457", null, "123", null)));
  }

  @Test
  void textThatTheVendorCallsFailed_isRejected() {
    String body = "{\"success\":true,\"data\":{\"message_id\":1,\"status\":\"failed\"}}";

    assertThat(text("1", reply(200, body))).isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void templateToTwo_givesEachItsWamid() {
    List<Verdict> verdicts =
        classify(
            reply(
                200,
                """
                {
                "success": true,
                "summary": {
                "total": 2,
                "sent": 2,
                "failed": 0
                },
                "results": [
                {
                "phoneNumber": "+50212345678",
                "success": true,
                "data": {
                "messages": [
                {"id": "wamid.HBgNNTA2MTI..."}
                ]
                }
                },
                {
                "phoneNumber": "+50298765432",
                "success": true,
                "data": {
                "messages": [
                {"id": "wamid.HBgNNTA2OTg..."}
                ]
                }
                }
                ]
                }
                """),
            OTHER,
            ONE);

    assertThat(verdicts)
        .containsExactly(accepted("wamid.HBgNNTA2OTg..."), accepted("wamid.HBgNNTA2MTI..."));
    assertThat(alerts).isEmpty();
  }

  @Test
  void missingResult_isUncertainForThatRecipientOnly() {
    List<Verdict> verdicts =
        classify(
            reply(
                200,
                "{\"success\":true,\"results\":[{\"phoneNumber\":\"(502) 9876-5432\",\"success\":true}]}"),
            ONE,
            OTHER);

    assertThat(verdicts.get(0)).isInstanceOf(Verdict.Uncertain.class);
    assertThat(verdicts.get(1)).isEqualTo(accepted(null));
  }

  @Test
  void onlyResultWithoutNumber_isTheOnlyRequests() {
    String body = "{\"success\":true,\"results\":[{\"success\":true}]}";

    assertThat(classify(reply(200, body), ONE)).containsExactly(accepted(null));
  }

  @Test
  void onlyResultOfAnotherNumber_isNotTheOnlyRequests() {
    String body = "{\"results\":[{\"phoneNumber\":\"+50200000000\",\"success\":true}]}";

    assertThat(classify(reply(200, body), ONE).getFirst()).isInstanceOf(Verdict.Uncertain.class);
  }

  @Test
  void successAndFailureForOneNumber_isASuccess() {
    String sent = "{\"phoneNumber\":\"50212345678\",\"success\":true}";
    String failed = "{\"phoneNumber\":\"50212345678\",\"success\":false}";

    assertThat(classify(reply(200, "{\"results\":[" + sent + "," + failed + "]}"), ONE))
        .containsExactly(accepted(null));
    assertThat(classify(reply(200, "{\"results\":[" + failed + "," + sent + "]}"), ONE))
        .containsExactly(accepted(null));
  }

  @Test
  void summaryThatContradictsTheResults_isReported() {
    String body =
        "{\"summary\":{\"total\":1,\"sent\":1,\"failed\":0},"
            + "\"results\":[{\"phoneNumber\":\"50212345678\",\"success\":false}]}";

    assertThat(classify(reply(200, body), ONE).getFirst()).isInstanceOf(Verdict.Rejected.class);
    assertThat(alerts).containsExactly("gateway summary says 1 sent, its results 0");
  }

  @Test
  void heldForQuality_isAccepted() {
    String data =
        "\"success\":true,\"data\":{\"messages\":[{\"id\":\"wamid.X\","
            + "\"message_status\":\"held_for_quality_assessment\"}]}";

    assertThat(item(data)).isEqualTo(accepted("wamid.X"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"error\":\"Message undeliverable\"; RECIPIENT; HTTP_200",
        "\"error\":\"something else\"; REQUEST; HTTP_200",
        "\"error\":\"x\",\"code\":131026; RECIPIENT; 131026",
        "\"error\":\"x\",\"code\":\"131056\"; RETRY_LATER; 131056",
        "\"error\":{\"code\":132001,\"message\":\"x\"}; TEMPLATE; 132001",
        "\"error\":{\"error\":{\"code\":\"190\",\"message\":\"x\"}}; WORKSPACE; 190",
        "\"data\":{\"error\":{\"code\":130429}}; THROTTLED; 130429",
        "\"errors\":[{\"code\":131049,\"title\":\"x\"}]; RETRY_LATER; 131049",
        "\"error\":\"(#131047) Re-engagement message\"; REQUEST; 131047",
        "\"error\":{\"code\":987654,\"message\":\"x\"}; REQUEST; 987654",
        "\"error\":\"x\",\"code\":429; THROTTLED; 429",
        "\"error\":\"x\",\"code\":404; TEMPLATE; 404",
        "\"error\":\"Rate limit hit\"; THROTTLED; HTTP_200",
        "\"error\":null; REQUEST; HTTP_200",
      })
  void failedItem_inWhateverShape_hasItsCategory(
      String properties, FailureCategory category, String code) {
    Failure failure = failure(item("\"success\":false," + properties));

    assertThat(failure.category()).isEqualTo(category);
    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void failedItem_keepsMetasDetails_withoutTheRecipient() {
    Failure failure =
        failure(
            item(
                "\"success\":false,\"error\":{\"message\":\"(#131026) Message undeliverable\","
                    + "\"code\":131026,\"error_data\":{\"details\":\"to +502 1234-5678,"
                    + " wamid.HBgNNTA2MTI\"}}"));

    assertThat(failure.message())
        .isEqualTo("(#131026) Message undeliverable: to **************, *****************");
  }

  @Test
  void itemThatSaysNothing_isUncertain() {
    assertThat(item("\"x\":1")).isInstanceOf(Verdict.Uncertain.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "400; {\"success\":false,\"error\":\"bad\"}; REQUEST; HTTP_400",
        "400; {\"success\":false,\"error\":\"Template not approved\"}; TEMPLATE; HTTP_400",
        "400; {\"error\":{\"code\":132000,\"message\":\"x\"}}; REQUEST; 132000",
        "401; {\"success\":false,\"error\":\"x\"}; WORKSPACE; HTTP_401",
        "404; {\"success\":false,\"error\":\"x\"}; TEMPLATE; HTTP_404",
        "429; {\"success\":false,\"error\":\"x\"}; THROTTLED; HTTP_429",
        "500; {\"error\":{\"code\":3,\"message\":\"x\"}}; WORKSPACE; 3",
        "500; {\"error\":{\"code\":131000,\"message\":\"x\"}}; RETRY_SOON; 131000",
        "500; {\"error\":{\"code\":987654,\"message\":\"x\"}}; RETRY_SOON; 987654",
        "500; <html>; UNCERTAIN; HTTP_500",
        "502; {\"success\":false,\"error\":\"x\"}; UNCERTAIN; HTTP_502",
      })
  void errorStatus_isJudgedByMetasCodeFirst(
      int status, String body, FailureCategory category, String code) {
    List<Verdict> verdicts = classify(reply(status, body), ONE, OTHER);

    assertThat(verdicts).hasSize(2);
    assertThat(verdicts)
        .allSatisfy(
            verdict -> {
              assertThat(failure(verdict).category()).isEqualTo(category);
              assertThat(failure(verdict).code()).isEqualTo(code);
            });
  }

  @Test
  void codeThatMirrorsTheStatus_isNotMetas() {
    Failure failure = failure(item("\"success\":false,\"code\":200,\"error\":\"x\""));

    assertThat(failure.category()).isEqualTo(FailureCategory.REQUEST);
  }

  @Test
  void notFoundOfAText_isTheRequestsFault() {
    Verdict verdict = text("9", reply(404, "{\"success\":false,\"error\":\"no conversation\"}"));

    assertThat(failure(verdict).category()).isEqualTo(FailureCategory.REQUEST);
  }

  @Test
  void retryAfter_goesBeforeMetasOwnHold() {
    HttpReply reply =
        reply(429, Map.of("retry-after", "30"), "{\"error\":{\"code\":130429,\"message\":\"x\"}}");

    assertThat(classify(reply, ONE).getFirst())
        .isInstanceOfSatisfying(
            Verdict.Throttled.class,
            throttled -> assertThat(throttled.hold()).isEqualTo(Duration.ofSeconds(30)));
  }

  @Test
  void processedWithoutResults_isUncertain() {
    assertThat(classify(reply(200, "{\"success\":true}"), ONE).getFirst())
        .isInstanceOf(Verdict.Uncertain.class);
  }

  @Test
  void lostReply_isUncertainForAll() {
    HttpReply lost = new HttpReply.Lost(HttpReply.Lost.Cause.TIMEOUT, "");

    assertThat(classify(lost, ONE, OTHER))
        .hasSize(2)
        .hasOnlyElementsOfType(Verdict.Uncertain.class);
  }
}
