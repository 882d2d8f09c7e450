package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.TIMESTAMP;
import static io.campaigndispatch.model.wire.Given.decode;
import static io.campaigndispatch.model.wire.Given.failure;
import static io.campaigndispatch.model.wire.Given.invalid;
import static io.campaigndispatch.model.wire.Given.valid;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.FailureCode;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Values that are no JSON object, or too much of one. */
class DamagedValueTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\n", "hello", "{", "{\"a\":1,}", "{}{}", "{'a':1}", "{\"a\":NaN}"})
  void whatIsNoJson_isNotJson(String value) {
    assertThat(failure(decode(value)).code()).isEqualTo(FailureCode.NOT_JSON);
  }

  @Test
  void nullValue_isNotJson() {
    assertThat(failure(decode((byte[]) null)).code()).isEqualTo(FailureCode.NOT_JSON);
    assertThat(failure(decode((byte[]) null)).message()).isEqualTo("the value is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"text\"", "null", "true"})
  void jsonThatIsNoObject_isInvalid(String value) {
    assertThat(failure(decode(value)).code()).isEqualTo(FailureCode.INVALID);
  }

  @Test
  void invalidUtf8_isNotJson() {
    byte[] value = Given.request().put("campaignId", "#").toString().getBytes(UTF_8);
    for (int i = 0; i < value.length; i++) {
      if (value[i] == '#') {
        value[i] = (byte) 0xC0;
      }
    }

    assertThat(failure(decode(value)).code()).isEqualTo(FailureCode.NOT_JSON);
    assertThat(failure(decode(value)).message()).isEqualTo("the value is not UTF-8");
  }

  @Test
  void replacementCharacterItself_isValidUtf8() {
    assertThat(valid(decode(Given.request().put("campaignId", "\uFFFD"))).campaignId())
        .isEqualTo("\uFFFD");
  }

  @Test
  void utf16_isNotJson() {
    assertThat(failure(decode(Given.request().toString().getBytes(UTF_16BE))).message())
        .isEqualTo("the value is not UTF-8");
  }

  @Test
  void nesting_isRead32Deep() {
    String inner = "[".repeat(31) + "]".repeat(31);
    String deepest = Given.request().toString().replaceFirst("\\{", "{\"x\":" + inner + ",");
    String tooDeep = deepest.replace("[[", "[[[").replace("]]", "]]]");

    assertThat(decode(deepest)).isInstanceOf(Decoded.Valid.class);
    assertThat(failure(decode(tooDeep)).code()).isEqualTo(FailureCode.NOT_JSON);
    assertThat(failure(decode(tooDeep)).message()).contains("nested deeper than 32");
  }

  @Test
  void nestingOfAHundredThousand_isAnsweredToo() {
    assertThat(failure(decode("{\"a\":".repeat(100_000))).code()).isEqualTo(FailureCode.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 999, 5_000, 500_000})
  void hugeNumber_isAnswered(int digits) {
    ObjectNode request = Given.request();
    request.putObject("schedule").put("delayMs", 7);
    String json = request.toString().replace(":7", ":" + "9".repeat(digits));

    assertThat(failure(decode(json)).errors()).isNotEmpty();
  }

  @Test
  void valueOf1MiB_isReadAndOneByteMoreIsTooLarge() {
    String json = Given.request().toString();
    String largest = json + " ".repeat(1024 * 1024 - json.length());

    assertThat(decode(largest)).isInstanceOf(Decoded.Valid.class);
    assertThat(failure(decode(largest + " ")).code()).isEqualTo(FailureCode.TOO_LARGE);
  }

  @Test
  void tooLargeValue_stillNamesItsRequest() {
    ObjectNode request = Given.request().put("campaignId", "spring");
    request.put("padding", "x".repeat(1024 * 1024));

    assertThat(invalid(decode(request)))
        .returns("r-1", Decoded.Invalid::requestId)
        .returns("acme", Decoded.Invalid::workspaceId)
        .returns("spring", Decoded.Invalid::campaignId);
  }

  @Test
  void cutOffValue_stillNamesItsRequest() {
    assertThat(invalid(decode("{\"requestId\": \"r-9\", \"message\": {\"type\": \"te")))
        .returns("r-9", Decoded.Invalid::requestId)
        .returns("acme", Decoded.Invalid::workspaceId);
  }

  @Test
  void unreadableValue_isNamedByHeaderAndKey() {
    Decoded decoded =
        Given.DECODER.decode(
            "acme".getBytes(UTF_8),
            "not json".getBytes(UTF_8),
            new RecordHeaders().add(DispatchHeaders.REQUEST_ID, "h-1".getBytes(UTF_8)),
            TIMESTAMP);

    assertThat(invalid(decoded))
        .returns("h-1", Decoded.Invalid::requestId)
        .returns("acme", Decoded.Invalid::workspaceId);
  }
}
