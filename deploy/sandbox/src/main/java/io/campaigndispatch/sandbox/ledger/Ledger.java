package io.campaigndispatch.sandbox.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.zip.Deflater;

/**
 * The record of every message the vendors received, kept in memory as compressed blocks of finished
 * JSON lines.
 *
 * <p>When the limit is reached the oldest block goes, and its rows are counted as dropped. The
 * event loop appends; any thread may read: a reader takes a snapshot of the blocks and then needs
 * no lock.
 */
public final class Ledger implements AutoCloseable {
  private static final int BLOCK_BYTES = 128 * 1024;

  private final long maxBytes;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final RowWriter open = new RowWriter(BLOCK_BYTES);
  private final Deque<Block> blocks = new ArrayDeque<>();
  private long nextSeq = 1;
  private int openRows;
  private long closedRows;
  private long closedBytes;
  private long dropped;

  /**
   * @param maxBytes the most memory the rows may take, at least 1 MiB
   */
  public Ledger(long maxBytes) {
    if (maxBytes < 1 << 20) {
      throw new IllegalArgumentException("ledger limit " + maxBytes + ": expected at least 1 MiB");
    }
    this.maxBytes = maxBytes;
  }

  /** Adds a row. */
  public synchronized void append(Entry entry) {
    open.append(nextSeq++, entry);
    openRows++;
    if (open.length() >= BLOCK_BYTES) {
      closeBlock();
    }
  }

  private void closeBlock() {
    Block block = Block.of(nextSeq - openRows, openRows, open, deflater);
    blocks.add(block);
    closedRows += openRows;
    closedBytes += block.deflated().length;
    open.clear(2 * BLOCK_BYTES);
    openRows = 0;
    while (closedBytes + BLOCK_BYTES > maxBytes && !blocks.isEmpty()) {
      Block oldest = blocks.remove();
      closedRows -= oldest.rows();
      closedBytes -= oldest.deflated().length;
      dropped += oldest.rows();
    }
  }

  /** Forgets all rows; numbers go on. */
  public synchronized void clear() {
    blocks.clear();
    open.clear(2 * BLOCK_BYTES);
    openRows = 0;
    closedRows = 0;
    closedBytes = 0;
    dropped = 0;
  }

  /** How full it is. */
  public synchronized LedgerSize size() {
    return new LedgerSize(closedRows + openRows, dropped, closedBytes + open.length(), maxBytes);
  }

  /**
   * The wanted rows as they are now, oldest first, each a line of JSON that ends with a line feed.
   */
  public synchronized Iterator<byte[]> lines(CallFilter filter) {
    List<Block> snapshot = new ArrayList<>(blocks);
    return new LineIterator(snapshot.iterator(), nextSeq - openRows, open.copy(), filter);
  }

  /** The wanted rows, read anew from the start by each iterator. */
  public Iterable<Call> calls(CallFilter filter) {
    return () -> new CallIterator(lines(filter));
  }

  /** Gives the compressor's native memory back. */
  @Override
  public synchronized void close() {
    deflater.end();
  }
}
