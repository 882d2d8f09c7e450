package io.campaigndispatch.dispatcher.vendor.reply;

import static io.campaigndispatch.dispatcher.vendor.Fixtures.failure;
import static io.campaigndispatch.dispatcher.vendor.Fixtures.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.Fixtures;
import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Answered;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Lost;
import io.campaigndispatch.dispatcher.vendor.HttpReply.NotSent;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.workspace.VendorType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the taxonomy's transport and HTTP table. */
class HttpErrorsTest {

  private static Verdict verdict(HttpReply reply) {
    return switch (Reading.of(reply)) {
      case Reading.Decided(Verdict verdict) -> verdict;
      case Reading.Refusal refusal -> refusal.generic(Fixtures.vendor(VendorType.PLAZBOT));
      case Reading.Success _ -> throw new AssertionError("success");
    };
  }

  @Test
  void notSent_isTriedAgainSoon() {
    Verdict verdict = verdict(new NotSent(NotSent.Cause.CONNECT, "refused"));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Retry.class,
            retry -> {
              assertThat(retry.failure().category()).isEqualTo(FailureCategory.RETRY_SOON);
              assertThat(retry.failure().code()).isEqualTo("CONNECT");
              assertThat(retry.failure().httpStatus()).isNull();
              assertThat(retry.failure().message()).isEqualTo("no connection: refused");
              assertThat(retry.vendor()).isEqualTo(VendorState.UNREACHABLE);
              assertThat(retry.backoff()).isEqualTo(Backoff.Soon.JITTERED);
              assertThat(retry.maxAttempts()).isEqualTo(5);
            });
  }

  @Test
  void tlsFault_isTriedAgainMuchLater() {
    Verdict verdict = verdict(new NotSent(NotSent.Cause.TLS, ""));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Retry.class,
            retry -> {
              assertThat(retry.failure().category()).isEqualTo(FailureCategory.RETRY_LATER);
              assertThat(retry.backoff())
                  .isEqualTo(new Backoff.Later(Duration.ofMinutes(5), Duration.ofMinutes(15)));
            });
  }

  @ParameterizedTest
  @CsvSource({"TIMEOUT, TIMEOUT", "RESET, RESET", "GARBAGE, BAD_REPLY"})
  void lost_isUncertain(Lost.Cause cause, String code) {
    Verdict verdict = verdict(new Lost(cause, "after 10 s"));

    assertThat(verdict).isInstanceOf(Verdict.Uncertain.class);
    assertThat(failure(verdict).category()).isEqualTo(FailureCategory.UNCERTAIN);
    assertThat(failure(verdict).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "100, ''",
    "101, ''",
    "204, ''",
    "200, ''",
    "202, ''",
    "200, '<html>'",
    "200, '[1]'",
    "200, '7'",
    "200, '{'",
    "200, '{} x'",
    "0, '{}'",
    "600, '{}'",
  })
  void replyThatTellsNothing_isUncertain(int status, String body) {
    Verdict verdict = verdict(reply(status, body));

    assertThat(verdict).isInstanceOf(Verdict.Uncertain.class);
    assertThat(failure(verdict).code()).isEqualTo("BAD_REPLY");
    assertThat(failure(verdict).httpStatus()).isEqualTo(status);
  }

  @Test
  void truncatedSuccess_isUncertain() {
    byte[] body = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);

    assertThat(failure(verdict(new Answered(200, Map.of(), body, true))).code())
        .isEqualTo("BAD_REPLY");
  }

  @Test
  void truncatedError_goesByStatusAlone() {
    byte[] body = "{\"code\":7}".getBytes(StandardCharsets.UTF_8);

    assertThat(failure(verdict(new Answered(400, Map.of(), body, true))).code())
        .isEqualTo("HTTP_400");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
  void redirect_isAConfigurationError(int status) {
    Verdict verdict = verdict(reply(status, ""));

    assertThat(verdict).isInstanceOf(Verdict.Hold.class);
    assertThat(failure(verdict).category()).isEqualTo(FailureCategory.WORKSPACE);
    assertThat(failure(verdict).code()).isEqualTo("HTTP_" + status);
  }

  @ParameterizedTest
  @CsvSource({
    "400, REQUEST", "401, WORKSPACE", "402, WORKSPACE", "403, WORKSPACE", "404, REQUEST",
    "405, REQUEST", "406, REQUEST", "408, RETRY_SOON", "409, REQUEST", "410, REQUEST",
    "413, REQUEST", "414, REQUEST", "415, REQUEST", "418, REQUEST", "422, REQUEST",
    "425, RETRY_SOON", "429, THROTTLED", "431, REQUEST", "500, UNCERTAIN", "501, UNCERTAIN",
    "502, UNCERTAIN", "503, RETRY_SOON", "504, UNCERTAIN", "507, UNCERTAIN", "509, UNCERTAIN",
  })
  void statusWithoutBody_hasItsCategory(int status, FailureCategory category) {
    Verdict verdict = verdict(reply(status, ""));

    assertThat(failure(verdict).category()).isEqualTo(category);
    assertThat(failure(verdict).code()).isEqualTo("HTTP_" + status);
    assertThat(failure(verdict).message()).isEqualTo("the vendor answered " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 501, 507, 509})
  void serverErrorWithTheVendorsBody_isTriedThrice(int status) {
    assertThat(verdict(reply(status, "{\"success\":false,\"message\":\"boom\"}")))
        .isInstanceOfSatisfying(
            Verdict.Retry.class,
            retry -> {
              assertThat(retry.maxAttempts()).isEqualTo(3);
              assertThat(retry.failure().message()).isEqualTo("boom (it may have been sent)");
            });
  }

  @Test
  void vendorsWords_leaveRoomForOurs() {
    Verdict verdict =
        verdict(reply(500, "{\"success\":false,\"message\":\"" + "boom ".repeat(80) + "\"}"));

    assertThat(failure(verdict).message()).hasSize(300).endsWith("… (it may have been sent)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"message\":\"Internal server error\"}", "{}", "<html>", "null"})
  void serverErrorWithAProxysBody_isUncertain(String body) {
    assertThat(verdict(reply(500, body))).isInstanceOf(Verdict.Uncertain.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504})
  void badGateway_isUncertainWhateverItsBody(int status) {
    assertThat(verdict(reply(status, "{\"code\":\"X\",\"error\":\"x\"}")))
        .isInstanceOf(Verdict.Uncertain.class);
  }

  @Test
  void conflictThatSaysDuplicate_isAccepted() {
    assertThat(verdict(reply(409, "{\"error\":\"Duplicate request\"}")))
        .isEqualTo(new Verdict.Accepted(VendorIds.NONE));
  }

  @Test
  void unavailable_waitsAtLeastAsTold() {
    assertThat(verdict(reply(503, Map.of("retry-after", "20"), "")))
        .isInstanceOfSatisfying(
            Verdict.Retry.class,
            retry ->
                assertThat(retry.backoff()).isEqualTo(new Backoff.Soon(Duration.ofSeconds(20))));
  }

  @Test
  void throttled_holdsAsTold_elseOpenly() {
    assertThat(verdict(reply(429, Map.of("retry-after", "20"), "")))
        .isInstanceOfSatisfying(
            Verdict.Throttled.class,
            throttled -> assertThat(throttled.hold()).isEqualTo(Duration.ofSeconds(20)));
    assertThat(verdict(reply(429, "")))
        .isInstanceOfSatisfying(
            Verdict.Throttled.class, throttled -> assertThat(throttled.hold()).isNull());
  }
}
