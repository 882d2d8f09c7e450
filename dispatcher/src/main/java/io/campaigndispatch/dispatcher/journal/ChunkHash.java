package io.campaigndispatch.dispatcher.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 128 bits that stand for a chunk's bytes: MD5, which guards against damage and chance, not against
 * an attacker; it is the fastest that every Java brings.
 */
record ChunkHash(long high, long low) {

  static final int BYTES = 2 * Long.BYTES;

  static ChunkHash of(byte[] bytes) {
    return of(bytes, bytes.length);
  }

  static ChunkHash of(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(bytes, 0, length);
      return read(ByteBuffer.wrap(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  static ChunkHash read(ByteBuffer buffer) {
    return new ChunkHash(buffer.getLong(), buffer.getLong());
  }

  void write(ByteBuffer buffer) {
    buffer.putLong(high).putLong(low);
  }
}
