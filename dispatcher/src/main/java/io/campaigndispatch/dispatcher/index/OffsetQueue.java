package io.campaigndispatch.dispatcher.index;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Ascending offsets, taken from the front: runs of neighbours, each a gap and a length in a few
 * bytes. A contiguous campaign of any size costs nothing; ten million requests spread over ten
 * thousand flows cost about three bytes each, where a bitmap per flow costs ten and more (ADR
 * 0012).
 */
public final class OffsetQueue {

  private static final byte[] NOTHING = new byte[0];
  private static final int LONGEST_RUN = 20;

  private long size;

  // The first run; the last one, still growing, and empty while the first is the last.
  private long first;
  private long firstEnd;
  private long last;
  private long lastEnd;

  // The runs between them, each relative to the end of the one before.
  private byte[] between = NOTHING;
  private int from;
  private int to;
  private long betweenEnd;

  public boolean isEmpty() {
    return size == 0;
  }

  public long size() {
    return size;
  }

  /** The lowest offset of a queue that is not empty. */
  public long first() {
    if (size == 0) {
      throw new IllegalStateException("an empty queue has no first offset");
    }
    return first;
  }

  /** One past the highest offset; {@link Long#MIN_VALUE} when empty. */
  public long end() {
    if (size == 0) {
      return Long.MIN_VALUE;
    }
    return hasLast() ? lastEnd : firstEnd;
  }

  /** Adds an offset above all others. */
  public void add(long offset) {
    addRun(offset, offset + 1);
  }

  /** Takes the lowest offset. */
  public long poll() {
    long offset = first();
    dropFirst(1);
    return offset;
  }

  /** Takes everything below a limit; returns how many offsets that were. */
  public long dropBelow(long limit) {
    long before = size;
    while (size > 0 && first < limit) {
      dropFirst(Math.min(firstEnd, limit) - first);
    }
    return before - size;
  }

  /** Puts ascending offsets, all below the first, before it. */
  public void addFirst(long[] offsets) {
    OffsetQueue all = new OffsetQueue();
    for (long offset : offsets) {
      all.add(offset);
    }
    all.addAll(this);
    become(all);
  }

  /**
   * The offsets of both, in order; this one stays as it is.
   *
   * @param ascending each once
   */
  public OffsetQueue mergedWith(long[] ascending) {
    OffsetQueue other = new OffsetQueue();
    for (long offset : ascending) {
      other.add(offset);
    }
    return mergedWith(other);
  }

  /** The offsets of both, in order; both stay as they are. */
  public OffsetQueue mergedWith(OffsetQueue other) {
    OffsetQueue merged = new OffsetQueue();
    OffsetQueue left = copy();
    OffsetQueue right = other.copy();
    while (left.size > 0 && right.size > 0) {
      OffsetQueue lower = left.first <= right.first ? left : right;
      OffsetQueue higher = lower == left ? right : left;
      if (lower.first == higher.first) {
        higher.dropFirst(1);
        merged.add(lower.poll());
      } else {
        long end = Math.min(lower.firstEnd, higher.first);
        merged.addRun(lower.first, end);
        lower.dropFirst(end - lower.first);
      }
    }
    merged.addAll(left);
    merged.addAll(right);
    return merged;
  }

  /** Appends a queue whose offsets are all above this one's; that one stays as it is. */
  public void addAll(OffsetQueue other) {
    if (other.size == 0) {
      return;
    }
    addRun(other.first, other.firstEnd);
    if (other.from < other.to) {
      storeLast();
      reserve(other.to - other.from);
      System.arraycopy(other.between, other.from, between, to, other.to - other.from);
      to += other.to - other.from;
      betweenEnd = other.betweenEnd;
      size += other.size - (other.firstEnd - other.first) - (other.lastEnd - other.last);
      last = other.last;
      lastEnd = other.lastEnd;
      size += lastEnd - last;
    } else if (other.hasLast()) {
      addRun(other.last, other.lastEnd);
    }
  }

  /** The offsets that a predicate does not name. */
  public OffsetQueue without(LongPredicate unwanted) {
    OffsetQueue rest = new OffsetQueue();
    forEach(
        offset -> {
          if (!unwanted.test(offset)) {
            rest.add(offset);
          }
        });
    return rest;
  }

  /** The offsets that are in a set too; this one stays as it is. */
  public OffsetQueue within(OffsetSet set) {
    OffsetQueue both = new OffsetQueue();
    OffsetQueue left = copy();
    while (left.size > 0) {
      long start = set.next(left.first);
      if (start >= left.firstEnd) {
        left.dropFirst(left.firstEnd - left.first);
      } else {
        long end = Math.min(left.firstEnd, set.nextAbsent(start));
        both.addRun(start, end);
        left.dropFirst(end - left.first);
      }
    }
    return both;
  }

  /**
   * The offsets that are not among these; this one stays as it is. Costs as much as lies before the
   * last of them.
   *
   * @param removed told of those that were there
   */
  public OffsetQueue without(long[] ascending, LongConsumer removed) {
    OffsetQueue rest = new OffsetQueue();
    OffsetQueue left = copy();
    for (long offset : ascending) {
      while (left.size > 0 && left.firstEnd <= offset) {
        rest.addRun(left.first, left.firstEnd);
        left.dropFirst(left.firstEnd - left.first);
      }
      if (left.size > 0 && left.first <= offset) {
        if (left.first < offset) {
          rest.addRun(left.first, offset);
        }
        left.dropFirst(offset + 1 - left.first);
        removed.accept(offset);
      }
    }
    rest.addAll(left);
    return rest;
  }

  /**
   * The same offsets in several queues, in order.
   *
   * @param bits each queue's offsets differ in so many of the lowest bits only
   */
  public List<OffsetQueue> split(int bits) {
    List<OffsetQueue> parts = new ArrayList<>();
    OffsetQueue left = copy();
    long limit = Long.MIN_VALUE;
    while (left.size > 0) {
      if (left.first >= limit) {
        limit = ((left.first >> bits) + 1) << bits;
        parts.add(new OffsetQueue());
      }
      long end = Math.min(left.firstEnd, limit);
      parts.getLast().addRun(left.first, end);
      left.dropFirst(end - left.first);
    }
    return parts;
  }

  public void forEach(LongConsumer consumer) {
    OffsetQueue left = copy();
    while (left.size > 0) {
      consumer.accept(left.poll());
    }
  }

  public OffsetQueue copy() {
    OffsetQueue copy = new OffsetQueue();
    copy.become(this);
    copy.between = from == to ? NOTHING : Arrays.copyOfRange(between, from, to);
    copy.to = to - from;
    copy.from = 0;
    return copy;
  }

  /** Bytes that {@link #write} needs at most. */
  public int encodedSize() {
    return 10 + 2 * LONGEST_RUN + to - from;
  }

  /** Writes it in the form that {@link #read} takes. */
  public void write(ByteBuffer buffer) {
    Varint.write(size, buffer);
    if (size == 0) {
      return;
    }
    writeRun(buffer, first, firstEnd);
    buffer.put(between, from, to - from);
    if (hasLast()) {
      writeRun(buffer, last - middleEnd(), lastEnd - middleEnd());
    }
  }

  /**
   * @throws IllegalArgumentException when the bytes are not such a queue
   * @throws BufferUnderflowException when they end early
   */
  public static OffsetQueue read(ByteBuffer buffer) {
    OffsetQueue queue = new OffsetQueue();
    long size = Varint.read(buffer);
    long end = 0;
    while (queue.size < size) {
      long header = Varint.read(buffer);
      long start = Math.addExact(end, header >>> 1);
      end = Math.addExact(start, lengthOf(header, buffer));
      queue.addRun(start, end);
    }
    if (queue.size != size) {
      throw new IllegalArgumentException("expected " + size + " offsets, received " + queue.size);
    }
    return queue;
  }

  private void addRun(long start, long end) {
    if (size == 0) {
      first = start;
      firstEnd = end;
    } else if (start < end()) {
      throw new IllegalArgumentException(
          "expected an offset of at least " + end() + ", received " + start);
    } else if (hasLast()) {
      if (start != lastEnd) {
        storeLast();
        last = start;
      }
      lastEnd = end;
    } else if (start == firstEnd) {
      firstEnd = end;
    } else {
      last = start;
      lastEnd = end;
    }
    size += end - start;
  }

  private void dropFirst(long count) {
    first += count;
    size -= count;
    if (first < firstEnd || size == 0) {
      return;
    }
    if (from < to) {
      ByteBuffer next = ByteBuffer.wrap(between, from, to - from);
      long header = Varint.read(next);
      first = firstEnd + (header >>> 1);
      firstEnd = first + lengthOf(header, next);
      from = next.position();
    } else {
      first = last;
      firstEnd = lastEnd;
      last = 0;
      lastEnd = 0;
      between = NOTHING;
      from = 0;
      to = 0;
    }
  }

  private boolean hasLast() {
    return lastEnd > last;
  }

  private long middleEnd() {
    return from < to ? betweenEnd : firstEnd;
  }

  private void storeLast() {
    if (!hasLast()) {
      return;
    }
    reserve(LONGEST_RUN);
    ByteBuffer buffer = ByteBuffer.wrap(between, to, between.length - to);
    writeRun(buffer, last - middleEnd(), lastEnd - middleEnd());
    to = buffer.position();
    betweenEnd = lastEnd;
    last = 0;
    lastEnd = 0;
  }

  private static void writeRun(ByteBuffer buffer, long gap, long end) {
    long length = end - gap;
    Varint.write(gap << 1 | (length > 1 ? 1 : 0), buffer);
    if (length > 1) {
      Varint.write(length, buffer);
    }
  }

  private static long lengthOf(long header, ByteBuffer buffer) {
    return (header & 1) == 0 ? 1 : Varint.read(buffer);
  }

  private void reserve(int bytes) {
    if (to + bytes <= between.length) {
      return;
    }
    int used = to - from;
    int needed = used + bytes;
    byte[] room = needed <= between.length / 2 ? between : new byte[Math.max(32, needed * 3 / 2)];
    System.arraycopy(between, from, room, 0, used);
    between = room;
    from = 0;
    to = used;
  }

  private void become(OffsetQueue other) {
    size = other.size;
    first = other.first;
    firstEnd = other.firstEnd;
    last = other.last;
    lastEnd = other.lastEnd;
    between = other.between;
    from = other.from;
    to = other.to;
    betweenEnd = other.betweenEnd;
  }
}
