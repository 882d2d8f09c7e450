package io.campaigndispatch.dispatcher.index;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * A compressed set of offsets, however far apart: a bitmap of 32-bit positions for each range of
 * 2³¹ offsets that holds any; mostly that is one. A million contiguous offsets cost a few bytes.
 */
public final class OffsetSet {

  private static final int BITS = 31;

  /** By number of the range; none of them is empty. */
  private final TreeMap<Long, RoaringBitmap> ranges = new TreeMap<>();

  public void add(long offset) {
    ranges.computeIfAbsent(offset >> BITS, _ -> new RoaringBitmap()).add(position(offset));
  }

  public boolean contains(long offset) {
    RoaringBitmap range = ranges.isEmpty() ? null : ranges.get(offset >> BITS);
    return range != null && range.contains(position(offset));
  }

  /** Whether it was there. */
  public boolean remove(long offset) {
    RoaringBitmap range = ranges.get(offset >> BITS);
    if (range == null || !range.checkedRemove(position(offset))) {
      return false;
    }
    if (range.isEmpty()) {
      ranges.remove(offset >> BITS);
    }
    return true;
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  public long size() {
    return ranges.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
  }

  /** The lowest offset of a set that is not empty. */
  public long lowest() {
    Map.Entry<Long, RoaringBitmap> first = ranges.firstEntry();
    return (first.getKey() << BITS) + first.getValue().first();
  }

  /** The lowest offset that is not below another; {@link Long#MAX_VALUE} when there is none. */
  public long next(long from) {
    for (var range : ranges.tailMap(from >> BITS, true).entrySet()) {
      int start = range.getKey() == from >> BITS ? position(from) : 0;
      long position = range.getValue().nextValue(start);
      if (position >= 0) {
        return (range.getKey() << BITS) + position;
      }
    }
    return Long.MAX_VALUE;
  }

  /** The lowest offset that is not below another, and not in the set. */
  public long nextAbsent(long from) {
    long next = from;
    RoaringBitmap range = ranges.get(next >> BITS);
    while (range != null) {
      long position = range.nextAbsentValue(position(next));
      long start = (next >> BITS) << BITS;
      if (position < 1L << BITS) {
        return start + position;
      }
      next = start + (1L << BITS);
      range = ranges.get(next >> BITS);
    }
    return next;
  }

  /** Each offset, ascending. */
  public void forEach(LongConsumer consumer) {
    ranges.forEach(
        (range, positions) ->
            positions.forEach((int position) -> consumer.accept((range << BITS) + position)));
  }

  private static int position(long offset) {
    return (int) (offset & ((1L << BITS) - 1));
  }
}
