package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.broken;
import static io.campaigndispatch.model.wire.Given.decode;
import static io.campaigndispatch.model.wire.Given.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.PhoneNumber;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientsTest {

  private static @Nullable String canonical(String text, @Nullable String country) {
    PhoneNumber number = Recipients.canonical(text, country);
    return number == null ? null : number.e164();
  }

  @ParameterizedTest
  @CsvSource({
    "+5215512345678, +5215512345678",
    "5215512345678, +5215512345678",
    "005215512345678, +5215512345678",
    "+52 (55) 1234-56.78, +525512345678",
    "(+52) 55 1234 5678, +525512345678",
    "0 0 52 55 1234 5678, +525512345678",
    "' +52 5512345678 ', +525512345678",
  })
  void internationalNumber_isMadeCanonical(String text, String expected) {
    assertThat(canonical(text, null)).isEqualTo(expected);
    assertThat(canonical(text, "MX")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+5215512345678",
        "+525512345678",
        "+5491123456789",
        "+541123456789",
        "+5511987654321",
        "+551187654321"
      })
  void mobilePrefixes_areSentAsGiven(String text) {
    assertThat(canonical(text, null)).isEqualTo(text);
    assertThat(canonical(text.substring(1), null)).isEqualTo(text);
    assertThat(canonical(text.substring(1), "MX")).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "MX, 55 1234 5678, +525512345678",
    "MX, 5512345678, +525512345678",
    "US, (212) 555-0123, +12125550123",
    "GB, 07911 123456, +447911123456",
    "BR, 55 99123-4567, +5555991234567",
    "PE, 987654321, +51987654321",
    "IT, 06 1234 5678, +390612345678",
  })
  void nationalNumber_takesTheDefaultCountry(String country, String text, String expected) {
    assertThat(canonical(text, country)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "MX, 51987654321, +51987654321",
    "MX, 15512345678, +15512345678",
    "BR, 12125550123, +12125550123",
    "AR, 5491123456789, +5491123456789",
  })
  void internationalNumberWithoutPlus_keepsItsCountry(
      String country, String text, String expected) {
    assertThat(canonical(text, country)).isEqualTo(expected);
  }

  @Test
  void trunkPrefix_isRefusedWithoutDefaultCountry() {
    assertThat(canonical("07911123456", null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "+",
        "1234567",
        "+1234567",
        "+1234567890123456",
        "+0123456789",
        "+52 55x12345678",
        "+52/5512345678",
        "52+5512345678",
        "++525512345678",
        "+５２５５１２３４５６７８",
        "tel:+525512345678",
        "+52\t5512345678",
        "000525512345678"
      })
  void anythingElse_isRefused(String text) {
    assertThat(canonical(text, null)).isNull();
  }

  @Test
  void decoder_usesTheWorkspacesCountry() {
    var request = Given.request().put("recipient", "55 1234 5678");

    assertThat(Objects.requireNonNull(valid(decode(request)).recipient()).e164())
        .isEqualTo("+525512345678");
  }

  @Test
  void unknownPrefixes_areHeldAgainstNoNumberingPlan() {
    assertThat(canonical("+99900000000", null)).isEqualTo("+99900000000");
  }

  @Test
  void decoder_refusesWhatIsNoNumber() {
    assertThat(broken(decode(Given.request().put("recipient", "call me"))))
        .containsExactly("recipient");
  }
}
