package io.campaigndispatch.dispatcher.index;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is still open in one partition's log, and from where a next owner must read.
 *
 * <p>Beside the offsets it remembers, now and then, how far the journal had been written when the
 * frontier stood somewhere: every journal entry about an offset at or beyond that frontier lies at
 * or beyond that journal offset. So the pair (lowest open offset, journal offset) is all that a
 * next owner needs.
 */
public final class OpenOffsets {

  private static final int CHECKPOINT_EVERY = 1_000;

  private final OffsetSet open;
  private final TreeMap<Long, Long> journalAtFrontier = new TreeMap<>();
  private final long journaledTo;
  private long frontier;
  private long journalEnd;

  /** From where the next owner reads: the requests and the journal. */
  public record Resume(long offset, long journalOffset) {}

  /**
   * Nothing has been read yet.
   *
   * @param recovered what earlier owners did at and beyond the frontier: until the frontier has
   *     passed it all, their entries are where the next owner's begin
   */
  public OpenOffsets(Recovered recovered) {
    this(recovered, recovered.resume().offset(), new OffsetSet());
  }

  /**
   * An earlier owner has read up to the frontier.
   *
   * @param open what it left open below; this object's from now on
   */
  public OpenOffsets(Recovered recovered, long frontier, OffsetSet open) {
    this.frontier = frontier;
    this.open = open;
    this.journaledTo = recovered.journaledTo();
    this.journalEnd = recovered.journalEnd();
    journalAtFrontier.put(recovered.resume().offset(), recovered.resume().journalOffset());
  }

  public void open(long offset) {
    open.add(offset);
  }

  public void close(long offset) {
    if (!open.remove(offset)) {
      throw new IllegalStateException("offset " + offset + " was not open");
    }
  }

  /** Everything below this offset has been read; gaps included. */
  public void readTo(long nextOffset) {
    if (nextOffset < frontier) {
      throw new IllegalArgumentException(
          "the frontier never moves back: " + frontier + " to " + nextOffset);
    }
    frontier = nextOffset;
    if (frontier - journalAtFrontier.lastKey() >= CHECKPOINT_EVERY) {
      checkpoint();
    }
  }

  /** The journal has been written, committed, up to this offset (exclusive). */
  public void journalWritten(long end) {
    journalEnd = Math.max(journalEnd, end);
  }

  /** Every entry below it has been applied here. */
  public long journalEnd() {
    return journalEnd;
  }

  public boolean isOpen(long offset) {
    return open.contains(offset);
  }

  /** Those of some offsets that are open. */
  public OffsetQueue openOf(OffsetQueue offsets) {
    return offsets.within(open);
  }

  public long frontier() {
    return frontier;
  }

  public long count() {
    return open.size();
  }

  /** The lowest open offset, or the frontier when nothing is open: what may be committed. */
  public long lowest() {
    return open.isEmpty() ? frontier : open.lowest();
  }

  public Resume resume() {
    long lowest = lowest();
    if (lowest == frontier) {
      checkpoint();
    }
    Map.Entry<Long, Long> checkpoint = journalAtFrontier.floorEntry(lowest);
    journalAtFrontier.headMap(checkpoint.getKey()).clear();
    return new Resume(lowest, checkpoint.getValue());
  }

  private void checkpoint() {
    if (frontier >= journaledTo) {
      journalAtFrontier.put(frontier, journalEnd);
    }
  }
}
