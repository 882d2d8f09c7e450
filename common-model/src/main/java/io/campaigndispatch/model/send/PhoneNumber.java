package io.campaigndispatch.model.send;

/**
 * A canonical E.164 number: {@code +}, a country code, 8 to 15 digits in all. Its {@link
 * #toString()} is masked, so that it can stand in a log line.
 *
 * @param e164 matches {@code ^\+[1-9]\d{7,14}$}
 */
public record PhoneNumber(String e164) {

  public PhoneNumber {
    if (!isCanonical(e164)) {
      throw new IllegalArgumentException("expected + and 8 to 15 digits, not starting with 0");
    }
  }

  public static boolean isCanonical(String text) {
    int length = text.length();
    if (length < 9 || length > 16 || text.charAt(0) != '+' || text.charAt(1) == '0') {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
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
