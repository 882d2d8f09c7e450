package io.campaigndispatch.model.send;

import java.util.regex.Pattern;

/**
 * A canonical E.164 number: {@code +}, a country code, 8 to 15 digits in all. Its {@link
 * #toString()} is masked, so that it can stand in a log line.
 *
 * @param e164 matches {@code ^\+[1-9]\d{7,14}$}
 */
public record PhoneNumber(String e164) {

  private static final Pattern CANONICAL = Pattern.compile("\\+[1-9][0-9]{7,14}");

  public PhoneNumber {
    if (!isCanonical(e164)) {
      throw new IllegalArgumentException("expected + and 8 to 15 digits, not starting with 0");
    }
  }

  public static boolean isCanonical(String text) {
    return CANONICAL.matcher(text).matches();
  }

  /** The digits without the plus sign, as Plazbot and Platica take them. */
  public String digits() {
    return e164.substring(1);
  }

  /**
   * Country digits and the last four, as in {@code +52******7890}: enough to talk about, too little
   * to call.
   */
  public String masked() {
    return e164.substring(0, 3) + "*".repeat(e164.length() - 7) + e164.substring(e164.length() - 4);
  }

  @Override
  public String toString() {
    return masked();
  }
}
