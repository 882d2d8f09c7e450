package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.ByteUtils;

/** A chunk being written: a format version byte, then numbers, texts and offsets; it grows. */
final class ChunkOutput {

  /** Of snapshots. A chunk of another one is not read. */
  static final byte FORMAT = 1;

  private static final int LONGEST_NUMBER = 10;

  private ByteBuffer buffer = ByteBuffer.allocate(1 << 10);

  ChunkOutput() {
    this(FORMAT);
  }

  /**
   * @param format of a kind of chunk that has another one
   */
  ChunkOutput(byte format) {
    buffer.put(format);
  }

  /**
   * @param value 0 upwards
   */
  void count(int value) {
    ByteUtils.writeUnsignedVarint(value, room(LONGEST_NUMBER));
  }

  void number(long value) {
    ByteUtils.writeVarlong(value, room(LONGEST_NUMBER));
  }

  void fixed(long value) {
    room(Long.BYTES).putLong(value);
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    count(utf8.length);
    room(utf8.length).put(utf8);
  }

  void hash(ChunkHash value) {
    value.write(room(ChunkHash.BYTES));
  }

  void offsets(OffsetQueue value) {
    value.write(room(value.encodedSize()));
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int used = buffer.position();
      byte[] larger = Arrays.copyOf(buffer.array(), Math.max(2 * used, used + bytes));
      buffer = ByteBuffer.wrap(larger).position(used);
    }
    return buffer;
  }
}
