package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.ByteUtils;

/** A chunk being read; what {@link ChunkOutput} wrote, in the same order. */
final class ChunkInput {

  private final ByteBuffer buffer;

  /**
   * @throws UnreadableSnapshot when it is of another format
   */
  ChunkInput(byte[] bytes) {
    this(bytes, ChunkOutput.FORMAT);
  }

  /**
   * @throws UnreadableSnapshot when it is of another format
   */
  ChunkInput(byte[] bytes, byte expected) {
    buffer = ByteBuffer.wrap(bytes);
    byte format = buffer.get();
    if (format != expected) {
      throw new UnreadableSnapshot("expected snapshot format " + expected + ", received " + format);
    }
  }

  /** How many things follow, each of them a byte or more. */
  int count() {
    int count = ByteUtils.readUnsignedVarint(buffer);
    if (count < 0 || count > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    return count;
  }

  /** A number from 0 upwards that counts nothing in this chunk. */
  int unsigned() {
    return ByteUtils.readUnsignedVarint(buffer);
  }

  long number() {
    return ByteUtils.readVarlong(buffer);
  }

  long fixed() {
    return buffer.getLong();
  }

  String text() {
    byte[] utf8 = new byte[count()];
    buffer.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  ChunkHash hash() {
    return ChunkHash.read(buffer);
  }

  OffsetQueue offsets() {
    return OffsetQueue.read(buffer);
  }
}
