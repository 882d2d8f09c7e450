package io.campaigndispatch.sandbox.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks a snapshot of the ledger with one inflated block in memory. */
final class LineIterator implements Iterator<byte[]> {
  private final Iterator<Block> blocks;
  private final long openSeq;
  private final CallFilter filter;
  private final byte @Nullable [] workspace;
  private byte @Nullable [] open;
  private ByteBuffer rows = ByteBuffer.allocate(0);
  private long seq;
  private byte @Nullable [] next;

  LineIterator(Iterator<Block> blocks, long openSeq, byte[] open, CallFilter filter) {
    this.blocks = blocks;
    this.openSeq = openSeq;
    this.open = open;
    this.filter = filter;
    String name = filter.workspace();
    this.workspace = name == null ? null : name.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      if (!rows.hasRemaining()) {
        if (!load()) {
          return false;
        }
        continue;
      }
      boolean wanted = seq > filter.since() && RowFrame.matches(rows, filter.vendor(), workspace);
      int line = RowFrame.lineLength(rows);
      rows.position(rows.position() + RowFrame.frameLength(rows));
      if (wanted) {
        byte[] bytes = new byte[line];
        rows.get(bytes);
        next = bytes;
      } else {
        rows.position(rows.position() + line);
      }
      seq++;
    }
    return true;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    byte[] line = next;
    next = null;
    if (line == null) {
      throw new NoSuchElementException();
    }
    return line;
  }

  private boolean load() {
    while (blocks.hasNext()) {
      Block block = blocks.next();
      if (block.lastSeq() > filter.since()) {
        seq = block.firstSeq();
        rows = block.inflated();
        return true;
      }
    }
    byte[] last = open;
    if (last == null) {
      return false;
    }
    open = null;
    seq = openSeq;
    rows = ByteBuffer.wrap(last);
    return true;
  }
}
