package io.campaigndispatch.dispatcher.vendor.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5215512345678",
        "+50212345678",
        "+52 155 1234-5678",
        "(502) 1234.5678",
        "12345678",
        "wamid.HBgNNTA2MTI=",
        "pl_key_abc",
        "EAAGm0PX4ZCpsBO1234567890abcdef",
      })
  void secret_becomesStars(String secret) {
    String masked = Masking.mask("to " + secret + " failed");

    assertThat(masked).startsWith("to ").endsWith(" failed").contains("*****");
    assertThat(masked.replaceAll("^to | failed$", "")).matches("[*()]+");
  }

  @Test
  void bearerToken_becomesStars() {
    assertThat(Masking.mask("Bearer abc refused")).isEqualTo("Bearer *** refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(#131026) Message undeliverable",
        "expected 2, received 1",
        "template appointment_reminder_for_tomorrow not found",
        "code 2494100"
      })
  void ordinaryWords_stay(String text) {
    assertThat(Masking.mask(text)).isEqualTo(text);
  }

  @Test
  void text_isOneLineOfAtMost300Characters() {
    assertThat(Masking.mask(" a\r\nb\tc ")).isEqualTo("a  b c");
    assertThat(Masking.mask("a\u0085b\u2028c\u009bd")).isEqualTo("a b c d");
    assertThat(Masking.mask("x y ".repeat(1000))).hasSize(300).endsWith("…");
  }

  @Test
  void numberAcrossTheCut_doesNotShowItsHead() {
    assertThat(Masking.mask("x ".repeat(147) + "5215512345678")).doesNotContain("52155");
  }

  @Test
  void millionDigits_areMaskedWithoutOverflow() {
    assertThat(Masking.mask("7".repeat(1_000_000))).matches("\\*+…");
  }
}
