package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.TIMESTAMP;
import static io.campaigndispatch.model.wire.Given.broken;
import static io.campaigndispatch.model.wire.Given.failure;
import static io.campaigndispatch.model.wire.Given.headers;
import static io.campaigndispatch.model.wire.Given.invalid;
import static io.campaigndispatch.model.wire.Given.object;
import static io.campaigndispatch.model.wire.Given.onlyViolation;
import static io.campaigndispatch.model.wire.Given.valid;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.FailureCode;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorFormatTest {

  private static final String MESSAGE =
      "{\"content\": \"a\", \"recipientPhone\": \"51987654321\", \"workspaceId\": \"vendor-acme\"}";

  private static Decoded decode(@Nullable String key, Headers headers, String value) {
    return Given.DECODER.decode(
        key == null ? null : key.getBytes(UTF_8), value.getBytes(UTF_8), headers, TIMESTAMP);
  }

  @ParameterizedTest
  @EnumSource(RequestFormat.class)
  void mark_namesItsFormat(RequestFormat format) {
    assertThat(RequestFormat.of(format.mark())).isEqualTo(format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plazbot", "PLAZBOT.MESSAGE", "", "native"})
  void unknownMark_isRejectedAndNamesItsRequest(String mark) {
    Headers headers =
        new RecordHeaders()
            .add(DispatchHeaders.FORMAT, mark.getBytes(UTF_8))
            .add(DispatchHeaders.REQUEST_ID, "v-1".getBytes(UTF_8));
    Decoded decoded = decode("acme", headers, MESSAGE);

    assertThat(onlyViolation(decoded).field()).isEqualTo("headers.dispatch-format");
    assertThat(onlyViolation(decoded).expected()).contains("gateway.send-template");
    assertThat(invalid(decoded))
        .returns("v-1", Decoded.Invalid::requestId)
        .returns("acme", Decoded.Invalid::workspaceId);
  }

  @ParameterizedTest
  @EnumSource(RequestFormat.class)
  void requestIdHeader_isRequired(RequestFormat format) {
    Headers headers = headers(format).remove(DispatchHeaders.REQUEST_ID);
    Decoded decoded = decode("acme", headers, "{\"requestId\": \"body\"}");

    assertThat(broken(decoded)).contains("headers.dispatch-request-id");
    assertThat(invalid(decoded).requestId()).isNull();
  }

  @Test
  void malformedRequestIdHeader_isRejected() {
    Headers headers =
        headers(RequestFormat.PLAZBOT_MESSAGE)
            .add(DispatchHeaders.REQUEST_ID, "a b".getBytes(UTF_8));

    assertThat(broken(decode("acme", headers, MESSAGE)))
        .containsExactly("headers.dispatch-request-id");
  }

  @Test
  void key_isTheWorkspaceAndRequired() {
    Headers headers = headers(RequestFormat.PLAZBOT_MESSAGE);

    assertThat(valid(decode("acme", headers, MESSAGE)).workspaceId()).isEqualTo("acme");
    assertThat(broken(decode(null, headers, MESSAGE))).containsExactly("key");
    assertThat(broken(decode("a b", headers, MESSAGE))).containsExactly("key");
  }

  @Test
  void unconfiguredWorkspace_isForOthersToJudge() {
    assertThat(
            valid(decode("unknown", headers(RequestFormat.PLAZBOT_MESSAGE), MESSAGE)).workspaceId())
        .isEqualTo("unknown");
  }

  @ParameterizedTest
  @EnumSource(RequestFormat.class)
  void brokenJson_isNamedByHeaderAndKeyOnly(RequestFormat format) {
    Decoded decoded = decode("acme", headers(format), "{\"requestId\": \"body\", ");

    assertThat(failure(decoded).code()).isEqualTo(FailureCode.NOT_JSON);
    assertThat(invalid(decoded))
        .returns("v-1", Decoded.Invalid::requestId)
        .returns("acme", Decoded.Invalid::workspaceId);
  }

  @Test
  void unknownFields_areCounted() {
    Decoded decoded =
        Given.decodeVendor(
            RequestFormat.PLAZBOT_MESSAGE,
            object(MESSAGE).put("externalReferenceId", "x").put("agentSendedId", "y"));

    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Valid.class, read -> assertThat(read.unknownFields()).isEqualTo(2));
  }
}
