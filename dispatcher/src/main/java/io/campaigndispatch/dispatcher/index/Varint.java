package io.campaigndispatch.dispatcher.index;

import java.nio.ByteBuffer;

/** Numbers from 0 upwards, seven bits a byte, the lowest first. */
final class Varint {

  private static final int MOST_SHIFT = 63;

  private Varint() {}

  static void write(long value, ByteBuffer buffer) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  /**
   * @throws IllegalArgumentException when it does not end
   * @throws java.nio.BufferUnderflowException when the bytes end before it does
   */
  static long read(ByteBuffer buffer) {
    long value = 0;
    for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
      byte part = buffer.get();
      value |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("expected a number of at most ten bytes");
  }
}
