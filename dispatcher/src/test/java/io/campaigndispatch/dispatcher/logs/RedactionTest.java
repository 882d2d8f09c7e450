package io.campaigndispatch.dispatcher.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "to +5215512345678 now | to *** now",
        "to +52 1 55 1234-5678 now | to *** now",
        "to +52 (55) 1234.5678 now | to *** now",
        "5215512345678 | ***",
        "id order-5215512345678-1 | id order-***-1",
        "\"wa_id\":\"5512345678\" | \"wa_id\":\"***\"",
        "wamid.HBgNNTIxNTUxMjM0NTY3OBUCABEYEjA= and more | *** and more",
        "Authorization: Bearer a.b-c/d | Authorization: Bearer ***",
        "pl_key_live_12 | ***",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl | ***",
      })
  void numbersAndSecrets_becomeStars(String text, String masked) {
    assertThat(Redaction.mask(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dispatch.requests-3@123456789",
        "2026-11-20T19:53:41.123Z",
        "127.0.0.1:9092,10.120.130.140:9092",
        "campaign-dispatch-6f1c7f0e-3c0b-4a2f-9d52-1f4be1a2c3d4",
        "expected a whole number from 1 to 1000000000000",
        "TimeoutException: Timeout of 60000ms expired",
      })
  void whatOperatorsNeed_stays(String text) {
    assertThat(Redaction.mask(text)).isEqualTo(text);
  }

  @Test
  void value_isOneLineOfBoundedLength() {
    assertThat(Redaction.maskValue("one\r\n\ttwo\u2028three")).isEqualTo("one two three");
    assertThat(Redaction.maskValue("a".repeat(10_000))).hasSize(4_001);
  }
}
