package io.campaigndispatch.model.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

  @ParameterizedTest
  @ValueSource(strings = {"+12345678", "+123456789012345", "+5215512345678"})
  void plusAnd8To15Digits_isCanonical(String text) {
    assertThat(new PhoneNumber(text).e164()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "+1234567",
        "+1234567890123456",
        "+02345678",
        "12345678",
        "+1234567x",
        "+1234 5678",
        "+１２３４５６７８"
      })
  void anythingElse_isRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> new PhoneNumber(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected + and 8 to 15 digits, not starting with 0");
  }

  @Test
  void toString_isMasked() {
    assertThat(new PhoneNumber("+525512347890")).hasToString("+52******7890");
  }

  @Test
  void shortestNumber_keepsTwoDigitsHidden() {
    assertThat(new PhoneNumber("+12345678").masked()).isEqualTo("+12**5678");
  }
}
