package io.campaigndispatch.demo.proof;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Tells whether two values are the same bytes: length and CRC-32C in one number. */
public final class Fingerprint {

  private static final long NONE = -1;

  private Fingerprint() {}

  /** Of a value, which may be absent. */
  public static long of(byte @Nullable [] value) {
    if (value == null) {
      return NONE;
    }
    CRC32C crc = new CRC32C();
    crc.update(value);
    return (long) value.length << Integer.SIZE | crc.getValue();
  }
}
