package io.campaigndispatch.sandbox.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Telephone numbers reduced to their digits, as the ledger names recipients and faults compare
 * them.
 */
public final class PhoneDigits {
  private PhoneDigits() {}

  /** The digits of a JSON string, or null when it is no string or has none. */
  public static @Nullable String of(JsonNode value) {
    return value.isString() ? of(value.stringValue()) : null;
  }

  /** The digits of a text, or null when it has none. */
  public static @Nullable String of(String text) {
    StringBuilder digits = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      }
    }
    return digits.isEmpty() ? null : digits.toString();
  }
}
