package io.campaigndispatch.sandbox.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The vendors' identifiers: never repeated within a run, and hardly across runs.
 *
 * <p>Owned by the server's one event loop.
 */
public final class Ids {
  private final int epoch;
  private long last;

  /**
   * @param start when the sandbox started: tells the identifiers of two runs apart
   */
  public Ids(Instant start) {
    this.epoch = (int) start.getEpochSecond();
  }

  /** The next number, from 1. */
  public long number() {
    return ++last;
  }

  /** A new identifier of 24 hexadecimal digits, the first eight being the start's second. */
  public String hex() {
    return HexFormat.of().toHexDigits(epoch) + HexFormat.of().toHexDigits(number());
  }

  /**
   * A WhatsApp message id: {@code wamid.} and Base64 of a short structure that holds the
   * recipient's digits and a random part, as Meta's own look (the documents show {@code
   * wamid.HBgNNTA2MTI...}).
   */
  public String wamid(@Nullable String digits) {
    byte[] phone = (digits == null ? "" : digits).getBytes(StandardCharsets.US_ASCII);
    byte[] unique = hex().substring(6).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(phone.length + unique.length + 10);
    bytes.put(new byte[] {0x1c, 0x18, (byte) phone.length}).put(phone);
    bytes.put(new byte[] {0x15, 0x02, 0x00, 0x11, 0x18, (byte) unique.length}).put(unique);
    bytes.put((byte) 0);
    return "wamid." + Base64.getEncoder().encodeToString(bytes.array());
  }

  /**
   * An identifier that is always the same for the same owner and value, such as a contact of a
   * workspace.
   */
  public static String stable(String kind, String owner, String value) {
    byte[] hash = sha256(kind + '\n' + owner + '\n' + value);
    return HexFormat.of().formatHex(hash, 0, 12);
  }

  /**
   * A name for a token that does not give it away: {@code token-} and 8 hexadecimal digits of
   * SHA-256.
   */
  public static String tokenName(String token) {
    return "token-" + HexFormat.of().formatHex(sha256(token), 0, 4);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
