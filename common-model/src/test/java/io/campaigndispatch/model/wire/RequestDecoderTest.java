package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.TIMESTAMP;
import static io.campaigndispatch.model.wire.Given.broken;
import static io.campaigndispatch.model.wire.Given.decode;
import static io.campaigndispatch.model.wire.Given.failure;
import static io.campaigndispatch.model.wire.Given.invalid;
import static io.campaigndispatch.model.wire.Given.onlyViolation;
import static io.campaigndispatch.model.wire.Given.valid;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.Button;
import io.campaigndispatch.model.send.Header;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Parameter;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.SendType;
import io.campaigndispatch.model.send.TemplateMessage;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class RequestDecoderTest {

  @Test
  void everyField_isRead() {
    SendRequest request = valid(decode(Given.fullRequest()));

    assertThat(request.requestId()).isEqualTo("01JD3Z8Q6V5T8W0K3N2M1A9B7C");
    assertThat(request.workspaceId()).isEqualTo("acme");
    assertThat(request.campaignId()).isEqualTo("spring-sale");
    assertThat(request.sendType()).isEqualTo(SendType.CAMPAIGN);
    assertThat(request.priority()).isEqualTo(Priority.BULK);
    assertThat(request.recipient()).isEqualTo(new PhoneNumber("+5215512345678"));
    assertThat(request.message())
        .isEqualTo(
            new TemplateMessage(
                "order_shipped",
                "es",
                new Header.Media(
                    Header.MediaType.IMAGE, URI.create("https://cdn.example.com/a.png"), "a.png"),
                List.of(new Parameter("customerName", "Juan"), new Parameter("orderId", "12345")),
                List.of(new Button(0, Button.Type.URL, "promo/enero"))));
    assertThat(request.contact()).isNotNull();
    assertThat(request.contact().customFields()).isEqualTo(Map.of("placas", "ABC123"));
    assertThat(request.schedule())
        .isEqualTo(new Schedule.At(Instant.parse("2027-07-02T00:40:00Z")));
    assertThat(request.expiresAt()).isEqualTo("2027-07-02T00:00:00Z");
    assertThat(request.onUncertain()).isEqualTo(OnUncertain.HOLD);
    assertThat(request.metadata()).isEqualTo(Map.of("orderId", "12345"));
    assertThat(request.vendorRequestId()).isNull();
  }

  @Test
  void absentFields_takeTheirDefaults() {
    SendRequest request = valid(decode(Given.request()));

    assertThat(request.sendType()).isEqualTo(SendType.API);
    assertThat(request.priority()).isEqualTo(Priority.NORMAL);
    assertThat(request.campaignId()).isNull();
    assertThat(request.contact()).isNull();
    assertThat(request.schedule()).isNull();
    assertThat(request.expiresAt()).isNull();
    assertThat(request.onUncertain()).isNull();
    assertThat(request.metadata()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CAMPAIGN, , CAMPAIGN, BULK",
    "INDIVIDUAL, , INDIVIDUAL, URGENT",
    "API, , API, NORMAL",
    "API, spring, API, BULK",
    "1, , CAMPAIGN, BULK",
    "2, spring, INDIVIDUAL, URGENT",
    "3, , API, NORMAL",
  })
  void priority_defaultsBySendTypeAndCampaign(
      String sendType, @Nullable String campaign, SendType type, Priority priority) {
    SendRequest request =
        valid(decode(Given.request().put("sendType", sendType).put("campaignId", campaign)));

    assertThat(request.sendType()).isEqualTo(type);
    assertThat(request.priority()).isEqualTo(priority);
  }

  @Test
  void nullField_countsAsAbsent() {
    ObjectNode request = Given.request();
    for (String field :
        List.of(
            "campaignId",
            "sendType",
            "priority",
            "contact",
            "schedule",
            "expiresAt",
            "onUncertain",
            "metadata")) {
      request.putNull(field);
    }

    assertThat(decode(request)).isEqualTo(decode(Given.request()));
  }

  @Test
  void unknownFields_areIgnoredAndCounted() {
    ObjectNode request = Given.request().put("colour", "red");
    request.putObject("extra").put("nested", 1);
    ((ObjectNode) request.get("message")).put("text", "of the other type");

    assertThat(decode(request))
        .isInstanceOfSatisfying(
            Decoded.Valid.class, read -> assertThat(read.unknownFields()).isEqualTo(3));
  }

  @Test
  void everyBrokenRule_isListed() {
    ObjectNode request = Given.fullRequest();
    request.put("requestId", "no spaces").put("sendType", "4").put("recipient", "12");
    ((ObjectNode) request.at("/message/body/1")).put("value", "");
    request.putObject("schedule").put("delayMs", 1);
    request.put("onUncertain", "MAYBE");

    assertThat(broken(decode(request)))
        .containsExactly(
            "requestId",
            "sendType",
            "recipient",
            "message.body[1].value",
            "schedule.delayMs",
            "onUncertain");
    assertThat(failure(decode(request)).category()).isEqualTo(FailureCategory.REQUEST);
    assertThat(failure(decode(request)).code()).isEqualTo(FailureCode.INVALID);
    assertThat(failure(decode(request)).message()).isEqualTo("requestId is malformed (and 5 more)");
  }

  @Test
  void violation_saysWhatWasExpectedAndReceived() {
    assertThat(onlyViolation(decode(Given.request().put("priority", "SOON"))))
        .isEqualTo(
            new Violation(
                "priority", "must be one of the known values", "URGENT, NORMAL or BULK", "SOON"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"requestId", "workspaceId", "recipient", "message"})
  void requiredField_mustBeThere(String field) {
    ObjectNode missing = Given.request().without(field);
    ObjectNode isNull = Given.request().putNull(field);

    assertThat(broken(decode(missing))).containsExactly(field);
    assertThat(broken(decode(isNull))).containsExactly(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A-Z.a_z:0-9", "01JD3Z8Q6V5T8W0K3N2M1A9B7C"})
  void requestId_takesLettersDigitsAndFourMarks(String id) {
    assertThat(valid(decode(Given.request().put("requestId", id))).requestId()).isEqualTo(id);
  }

  @Test
  void requestId_has1To128Characters() {
    assertThat(valid(decode(Given.request().put("requestId", "x".repeat(128))))).isNotNull();
    assertThat(broken(decode(Given.request().put("requestId", "x".repeat(129)))))
        .containsExactly("requestId");
    assertThat(broken(decode(Given.request().put("requestId", "")))).containsExactly("requestId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "ä", "a\n", "a\u0000"})
  void requestId_takesNothingElse(String id) {
    assertThat(broken(decode(Given.request().put("requestId", id)))).containsExactly("requestId");
  }

  @Test
  void workspaceId_has1To64CharactersAndNoColon() {
    assertThat(valid(decode(Given.request().put("workspaceId", "x".repeat(64))))).isNotNull();
    for (String id : List.of("", "x".repeat(65), "a:b", "a b")) {
      assertThat(broken(decode(Given.request().put("workspaceId", id))))
          .containsExactly("workspaceId");
    }
  }

  @Test
  void campaignId_has1To128CodePoints() {
    assertThat(valid(decode(Given.request().put("campaignId", "🎉".repeat(128))))).isNotNull();
    assertThat(broken(decode(Given.request().put("campaignId", "🎉".repeat(129)))))
        .containsExactly("campaignId");
    assertThat(broken(decode(Given.request().put("campaignId", "")))).containsExactly("campaignId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000", "a\u007f", "a\u0085"})
  void campaignId_takesNoControlCharacters(String id) {
    assertThat(broken(decode(Given.request().put("campaignId", id)))).containsExactly("campaignId");
  }

  @Test
  void number_isNoString() {
    assertThat(onlyViolation(decode(Given.request().put("requestId", 42))))
        .isEqualTo(new Violation("requestId", "must be a string", "a string", "42"));
  }

  @Test
  void loneSurrogate_isRejectedWithoutBreakingTheOutcome() {
    String json =
        Given.request().toString().replace("\"r-1\"", "\"r-1\", \"campaignId\":\"\\ud800\"");

    assertThat(onlyViolation(decode(json)))
        .isEqualTo(
            new Violation("campaignId", "must be valid Unicode", "no lone surrogates", "\uFFFD"));
  }

  @Test
  void keyOfAnotherWorkspace_isNoViolation() {
    Decoded decoded =
        Given.DECODER.decode(
            "other".getBytes(UTF_8),
            Given.request().toString().getBytes(UTF_8),
            new RecordHeaders(),
            TIMESTAMP);

    assertThat(valid(decoded).workspaceId()).isEqualTo("acme");
  }

  @Test
  void missingKey_isNoViolation() {
    Decoded decoded =
        Given.DECODER.decode(
            null, Given.request().toString().getBytes(UTF_8), new RecordHeaders(), TIMESTAMP);

    assertThat(valid(decoded).workspaceId()).isEqualTo("acme");
  }

  @Test
  void invalidIds_areNotPassedOn() {
    Decoded decoded =
        Given.DECODER.decode(
            "not a workspace".getBytes(UTF_8),
            Given.request()
                .put("requestId", "a b")
                .put("campaignId", "")
                .toString()
                .getBytes(UTF_8),
            new RecordHeaders().add(DispatchHeaders.REQUEST_ID, "also bad".getBytes(UTF_8)),
            TIMESTAMP);

    assertThat(invalid(decoded))
        .returns(null, Decoded.Invalid::requestId)
        .returns("acme", Decoded.Invalid::workspaceId)
        .returns(null, Decoded.Invalid::campaignId);
  }

  @Test
  void invalidRequest_keepsWhatItsOutcomeCanShow() {
    ObjectNode request = Given.fullRequest().put("priority", "SOON");

    assertThat(invalid(decode(request)))
        .returns("spring-sale", Decoded.Invalid::campaignId)
        .returns(new PhoneNumber("+5215512345678"), Decoded.Invalid::recipient)
        .returns(Map.of("orderId", "12345"), Decoded.Invalid::metadata);
    ((ObjectNode) request.get("metadata")).put("n", 7);
    assertThat(invalid(decode(request)).metadata()).isEmpty();
  }

  @Test
  void halfAMillionBrokenRules_fitIntoAnOutcome() {
    ObjectNode request =
        Given.requestWith("{\"type\": \"template\", \"name\": \"n\", \"body\": [7]}");
    String json = request.toString().replace("[7]", "[" + "1,".repeat(400_000) + "1]");

    assertThat(failure(decode(json)).errors()).hasSize(101);
    assertThat(failure(decode(json)).errors().getLast().received()).isEqualTo("399901");
  }

  @Test
  void longReceivedValue_isCut() {
    assertThat(onlyViolation(decode(Given.request().put("priority", "x".repeat(5_000)))).received())
        .isEqualTo("x".repeat(100) + "…");
  }

  @Test
  void failureAndViolation_doNotPrintTheRecipient() {
    Decoded decoded = decode(Given.request().put("recipient", "+52155123456789012"));

    assertThat(decoded.toString()).doesNotContain("521551");
    assertThat(failure(decoded).message()).doesNotContain("521551");
    assertThat(onlyViolation(decoded).received()).isEqualTo("+52155123456789012");
  }
}
