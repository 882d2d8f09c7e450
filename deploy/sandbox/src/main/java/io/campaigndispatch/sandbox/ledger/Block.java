package io.campaigndispatch.sandbox.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A run of consecutive rows, compressed: campaign traffic repeats itself, a row shrinks to about a
 * tenth.
 *
 * @param firstSeq the number of the first row
 * @param rows how many
 * @param rawLength bytes before compression
 * @param deflated the compressed bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Shared between readers and never written again.
record Block(long firstSeq, int rows, int rawLength, byte[] deflated) {

  static Block of(long firstSeq, int rows, RowWriter writer, Deflater deflater) {
    deflater.reset();
    deflater.setInput(writer.buffer(), 0, writer.length());
    deflater.finish();
    byte[] target = new byte[writer.length() + 1024];
    int size = deflater.deflate(target);
    if (!deflater.finished()) {
      throw new AssertionError("deflate never adds more than a few bytes per block");
    }
    return new Block(firstSeq, rows, writer.length(), Arrays.copyOf(target, size));
  }

  long lastSeq() {
    return firstSeq + rows - 1;
  }

  ByteBuffer inflated() {
    byte[] raw = new byte[rawLength];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(deflated);
      if (inflater.inflate(raw) != rawLength) {
        throw new AssertionError("a block inflates to what it was made from");
      }
      return ByteBuffer.wrap(raw);
    } catch (DataFormatException e) {
      throw new AssertionError("a block inflates to what it was made from", e);
    }
  }

  @Override
  public String toString() {
    return "Block[" + firstSeq + ".." + lastSeq() + "]";
  }
}
