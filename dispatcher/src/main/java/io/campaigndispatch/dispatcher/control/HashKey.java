package io.campaigndispatch.dispatcher.control;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A random 128-bit key for hashing request ids, so that nobody who invents ids can make them
 * collide. Its text shows nothing of it.
 */
public record HashKey(long high, long low) {

  private static final int HEX_DIGITS = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static HashKey random() {
    return new HashKey(RANDOM.nextLong(), RANDOM.nextLong());
  }

  /** Null when the text is not 32 hexadecimal digits. */
  static @Nullable HashKey ofHex(@Nullable String hex) {
    if (hex == null || !hex.matches("[0-9a-f]{" + HEX_DIGITS + "}")) {
      return null;
    }
    return new HashKey(
        HexFormat.fromHexDigitsToLong(hex, 0, HEX_DIGITS / 2),
        HexFormat.fromHexDigitsToLong(hex, HEX_DIGITS / 2, HEX_DIGITS));
  }

  String hex() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  @Override
  public String toString() {
    return "HashKey[***]";
  }
}
