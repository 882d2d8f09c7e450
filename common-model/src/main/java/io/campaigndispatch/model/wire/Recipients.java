package io.campaigndispatch.model.wire;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import io.campaigndispatch.model.send.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * Recipients as people write them, made canonical. Spaces, dots, hyphens and parentheses go, a
 * leading {@code 00} becomes {@code +}. An international number is then sent as given: it is held
 * against no numbering plan, and Mexico's 521, Argentina's 549 and Brazil's ninth digit are neither
 * added nor removed.
 *
 * <p>Without {@code +} or {@code 00}, and only in a workspace with a default country, the digits
 * are the first of these that holds: a valid number of that country exactly as dialled inside it; a
 * valid international number; a national number of possible length. A leading zero is never
 * international.
 */
final class Recipients {
  static final String EXPECTED = "E.164 such as +5215512345678";

  private Recipients() {}

  static @Nullable PhoneNumber international(String text) {
    return canonical(text, null);
  }

  /**
   * @param country ISO 3166-1 alpha-2 of the workspace; null: national numbers are refused
   */
  static @Nullable PhoneNumber canonical(String text, @Nullable String country) {
    String plain = stripped(text);
    if (plain == null) {
      return null;
    }
    if (plain.startsWith("+")) {
      return checked(plain);
    }
    if (plain.startsWith("00")) {
      return checked("+" + plain.substring(2));
    }
    String national = country == null ? null : national(plain, country);
    return checked(national == null ? "+" + plain : national);
  }

  /** Digits with at most a leading plus; null when anything else stands there. */
  private static @Nullable String stripped(String text) {
    if (PhoneNumber.isCanonical(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= '0' && c <= '9') || (c == '+' && out.isEmpty())) {
        out.append(c);
      } else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')') {
        return null;
      }
      if (out.length() > 24) {
        return null;
      }
    }
    return out.toString();
  }

  private static @Nullable PhoneNumber checked(String e164) {
    return PhoneNumber.isCanonical(e164) ? new PhoneNumber(e164) : null;
  }

  private static @Nullable String national(String digits, String country) {
    PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    Phonenumber.PhoneNumber home = parsed(util, digits, country);
    if (home == null || home.getCountryCodeSource() != CountryCodeSource.FROM_DEFAULT_COUNTRY) {
      return null;
    }
    boolean asDialled = util.getNationalSignificantNumber(home).equals(digits);
    if (!(asDialled && util.isValidNumber(home))) {
      Phonenumber.PhoneNumber abroad = parsed(util, "+" + digits, null);
      if (abroad != null && util.isValidNumber(abroad)) {
        return null;
      }
      if (util.isPossibleNumberWithReason(home) != ValidationResult.IS_POSSIBLE) {
        return null;
      }
    }
    return util.format(home, PhoneNumberFormat.E164);
  }

  private static Phonenumber.@Nullable PhoneNumber parsed(
      PhoneNumberUtil util, String digits, @Nullable String country) {
    try {
      return util.parseAndKeepRawInput(digits, country);
    } catch (NumberParseException e) {
      return null;
    }
  }
}
