package io.campaigndispatch.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.send.PhoneNumber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeCodecTest {

  static final Outcome ACCEPTED =
      new Outcome(
          "r-1",
          "acme",
          "spring-sale",
          new PhoneNumber("+5215512345678"),
          Status.ACCEPTED,
          1,
          0,
          Instant.parse("2026-11-20T02:00:00.123Z"),
          "platica-mx",
          new VendorIds("msg_123xyz", null, null, null),
          null,
          null,
          new Timings(12, 340, 95),
          new Source("dispatch.requests", 3, 42),
          Map.of("orderId", "12345"));

  static final Outcome RETRYING =
      new Outcome(
          "r-2",
          "acme",
          null,
          null,
          Status.RETRYING,
          2,
          1,
          Instant.parse("2026-11-20T02:00:00Z"),
          "gateway",
          new VendorIds("m", "c", "v", "wamid.X"),
          new Failure(
              FailureCategory.RETRY_SOON,
              "131016",
              503,
              "service unavailable",
              List.of(
                  new Violation("template.params", "count", "2", "1"),
                  new Violation("template.type", "required", null, null))),
          Instant.parse("2026-11-20T02:00:05.5Z"),
          Timings.NONE,
          new Source("dispatch.requests", 0, 0),
          Map.of());

  @Test
  void example_isWrittenExactlyAsTheInterfaceShowsIt() {
    assertThat(new String(OutcomeCodec.encode(ACCEPTED), UTF_8))
        .isEqualTo(
            """
            {"requestId":"r-1","workspaceId":"acme","campaignId":"spring-sale",\
            "recipient":"+5215512345678","status":"ACCEPTED","final":true,"attempt":1,"replay":0,\
            "at":"2026-11-20T02:00:00.123Z","vendor":"platica-mx",\
            "vendorIds":{"messageId":"msg_123xyz","contactId":null,"conversationId":null,\
            "whatsappId":null},"failure":null,"nextAttemptAt":null,\
            "timings":{"queuedMs":12,"throttledMs":340,"vendorMs":95},\
            "source":{"topic":"dispatch.requests","partition":3,"offset":42},\
            "metadata":{"orderId":"12345"}}""");
  }

  @Test
  void failureAndInstants_areWrittenWhole() {
    assertThat(new String(OutcomeCodec.encode(RETRYING), UTF_8))
        .contains("\"final\":false", "\"campaignId\":null", "\"recipient\":null")
        .contains("\"at\":\"2026-11-20T02:00:00.000Z\"")
        .contains("\"nextAttemptAt\":\"2026-11-20T02:00:05.500Z\"")
        .contains("\"category\":\"RETRY_SOON\",\"code\":\"131016\",\"httpStatus\":503")
        .contains(
            "{\"field\":\"template.type\",\"message\":\"required\",\"expected\":null,"
                + "\"received\":null}")
        .contains("\"metadata\":{}");
  }

  @Test
  void whatIsWritten_isReadBack() {
    assertThat(OutcomeCodec.decode(OutcomeCodec.encode(ACCEPTED))).isEqualTo(ACCEPTED);
    assertThat(OutcomeCodec.decode(OutcomeCodec.encode(RETRYING))).isEqualTo(RETRYING);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void everyStatus_saysWhetherItIsFinal(Status status) {
    Outcome outcome =
        new Outcome(
            "r",
            "w",
            null,
            null,
            status,
            0,
            0,
            Instant.EPOCH,
            null,
            VendorIds.NONE,
            null,
            null,
            Timings.NONE,
            new Source("t", 0, 0),
            Map.of());

    assertThat(new String(OutcomeCodec.encode(outcome), UTF_8))
        .contains("\"final\":" + status.isFinal());
    assertThat(OutcomeCodec.decode(OutcomeCodec.encode(outcome))).isEqualTo(outcome);
  }

  @Test
  void vendorTextWithALoneSurrogate_isWrittenWithAReplacement() {
    Outcome outcome =
        new Outcome(
            "r",
            "w",
            null,
            null,
            Status.FAILED,
            1,
            0,
            Instant.EPOCH,
            "v",
            new VendorIds("\ud800", null, null, null),
            Failure.of(FailureCategory.REQUEST, "x\udc00", "🎉 \ud83c"),
            null,
            Timings.NONE,
            new Source("t", 0, 0),
            Map.of());
    Outcome read = OutcomeCodec.decode(OutcomeCodec.encode(outcome));

    assertThat(read.vendorIds().messageId()).isEqualTo("\uFFFD");
    assertThat(read.failure())
        .isEqualTo(Failure.of(FailureCategory.REQUEST, "x\uFFFD", "🎉 \uFFFD"));
  }

  @Test
  void unknownField_isIgnored() {
    String json = new String(OutcomeCodec.encode(ACCEPTED), UTF_8);

    assertThat(OutcomeCodec.decode(json.replaceFirst("\\{", "{\"new\":1,").getBytes(UTF_8)))
        .isEqualTo(ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "null", "{\"requestId\":7}", "not json"})
  void anythingElse_isRefused(String json) {
    assertThatThrownBy(() -> OutcomeCodec.decode(json.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
