package io.campaigndispatch.dispatcher.index;

import org.roaringbitmap.RoaringBitmap;

/**
 * A compressed set of offsets near each other: 32-bit positions relative to a base that follows the
 * lowest one. A million contiguous offsets cost a few bytes.
 */
public final class OffsetSet {

  private static final long SPAN = 1L << 31;

  private RoaringBitmap bits = new RoaringBitmap();
  private long base;

  public void add(long offset) {
    if (bits.isEmpty()) {
      base = offset;
    } else if (offset < base || offset - base >= SPAN) {
      long lowest = Math.min(offset, lowest());
      if (Math.max(offset, highest()) - lowest >= SPAN) {
        throw new IllegalArgumentException("expected offsets within " + SPAN + " of each other");
      }
      rebase(lowest);
    }
    bits.add((int) (offset - base));
  }

  public boolean contains(long offset) {
    long position = offset - base;
    return position >= 0 && position < SPAN && bits.contains((int) position);
  }

  /** Whether it was there. */
  public boolean remove(long offset) {
    long position = offset - base;
    return position >= 0 && position < SPAN && bits.checkedRemove((int) position);
  }

  public boolean isEmpty() {
    return bits.isEmpty();
  }

  public long size() {
    return bits.getLongCardinality();
  }

  /** The lowest offset of a set that is not empty. */
  public long lowest() {
    return base + Integer.toUnsignedLong(bits.first());
  }

  private long highest() {
    return base + Integer.toUnsignedLong(bits.last());
  }

  private void rebase(long newBase) {
    bits = RoaringBitmap.addOffset(bits, base - newBase);
    base = newBase;
  }
}
