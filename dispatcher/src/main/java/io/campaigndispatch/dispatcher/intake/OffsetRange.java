package io.campaigndispatch.dispatcher.intake;

import java.util.AbstractList;
import java.util.RandomAccess;

/** The offsets of a range, as a list that holds none of them. */
final class OffsetRange extends AbstractList<Long> implements RandomAccess {

  private final long from;
  private final int size;

  /**
   * @param to exclusive; at most 2³¹ − 1 beyond the first
   */
  OffsetRange(long from, long to) {
    this.from = from;
    this.size = Math.toIntExact(Math.max(0, to - from));
  }

  @Override
  public Long get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return from + index;
  }

  @Override
  public int size() {
    return size;
  }
}
