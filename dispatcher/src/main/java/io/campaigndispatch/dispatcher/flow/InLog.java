package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * What of one flow is not in memory: only where it is in the log. Owned by the core thread.
 *
 * <pre>
 * stored ──────────┐
 * returning ───────┼──requested──► being read ──answered──► in memory
 * late ──settled──► stored
 * </pre>
 */
final class InLog {

  private final ReadAhead readAhead;

  /** In order, all behind what is in memory. */
  private OffsetQueue stored;

  /** Retries whose records left memory, and what is to be read out of order. */
  private final Set<Long> returning = new LinkedHashSet<>(0);

  /** What stepped aside behind others that did so before. */
  private final List<Long> late = new ArrayList<>(0);

  private int requested;
  private long highest = Long.MIN_VALUE;
  private boolean deep;
  private boolean closed;

  InLog(ReadAhead readAhead, OffsetQueue stored) {
    this.readAhead = readAhead;
    this.stored = stored;
    tellDepth();
  }

  /** Who has more in the log than in memory, shares the memory for it. */
  private void tellDepth() {
    boolean isDeep = !closed && !stored.isEmpty();
    if (deep != isDeep) {
      deep = isDeep;
      readAhead.deep(deep);
    }
  }

  /** To be looked at only. */
  OffsetQueue stored() {
    return stored;
  }

  /** The same, with those that wait for their place in it. */
  OffsetQueue all() {
    return late.isEmpty() ? stored : stored.mergedWith(ascendingLate());
  }

  /** Records that are there, or being read. */
  long size() {
    return stored.size() + late.size() + returning.size() + requested;
  }

  /** Whether nothing is there, nor being read. */
  boolean isEmpty() {
    return hasNoneBefore() && returning.isEmpty();
  }

  /** Whether nothing is elsewhere that comes before what is read next. */
  boolean hasNoneBefore() {
    return stored.isEmpty() && late.isEmpty() && requested == 0;
  }

  /** Whether the next pass should bring something. */
  boolean hasMore() {
    return !stored.isEmpty() || !late.isEmpty();
  }

  boolean hasReturning() {
    return !returning.isEmpty();
  }

  boolean isBeingRead() {
    return requested > 0;
  }

  /** The lowest of those in order; {@link Long#MAX_VALUE} when there is none. */
  long first() {
    return stored.isEmpty() ? Long.MAX_VALUE : stored.first();
  }

  /** A record stays in the log only; one that is admitted anew may lie before others. */
  void store(long offset) {
    if (stored.isEmpty() || offset >= stored.end()) {
      stored.add(offset);
    } else {
      stored = stored.mergedWith(new long[] {offset});
    }
    tellDepth();
  }

  /** One is in memory, whose place is behind all before. */
  void reached(long offset) {
    highest = Math.max(highest, offset);
  }

  /** One that steps aside is left in the log. */
  void stepsAside(long offset) {
    if (offset > highest) {
      highest = offset;
      stored.add(offset);
      tellDepth();
    } else if (stored.isEmpty() || offset != stored.end() - 1) {
      late.add(offset);
    }
  }

  /** What stepped aside out of its order takes its place in it. */
  void settle() {
    if (!late.isEmpty() && requested == 0) {
      stored = stored.mergedWith(ascendingLate());
      late.clear();
      tellDepth();
    }
  }

  private long[] ascendingLate() {
    return late.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
  }

  /** A retry whose record is no longer in memory is due. */
  void returns(long offset) {
    returning.add(offset);
  }

  /** What memory let go of, ascending, before everything that is here. */
  void addFirst(long[] ascending) {
    stored.addFirst(ascending);
    tellDepth();
  }

  /**
   * The next offsets to read, taken out of what is here.
   *
   * @param room of those in order, beyond what returns
   */
  List<Long> request(int most, int room) {
    List<Long> wanted = new ArrayList<>();
    Iterator<Long> due = returning.iterator();
    while (due.hasNext() && wanted.size() < most) {
      wanted.add(due.next());
      due.remove();
    }
    while (!stored.isEmpty() && wanted.size() < room) {
      wanted.add(stored.poll());
    }
    requested = wanted.size();
    tellDepth();
    return wanted;
  }

  /** One of the requested offsets was read, or is gone. */
  void answered() {
    requested--;
  }

  /**
   * Requested offsets that memory has no room for after all, ascending.
   *
   * @param begin the last that is in memory in order
   */
  void putBack(List<Long> ascending, long begin) {
    requested -= ascending.size();
    long end = first();
    // What was tried before comes back from anywhere; what is stored lies behind what is here.
    stored.addFirst(
        ascending.stream().mapToLong(Long::longValue).filter(o -> o > begin && o < end).toArray());
    ascending.stream().filter(offset -> offset <= begin || offset >= end).forEach(returning::add);
    tellDepth();
  }

  /**
   * Takes offsets out.
   *
   * @param dropped told of those that were there
   */
  void drop(long[] ascending, LongConsumer dropped) {
    settle();
    stored = stored.without(ascending, dropped);
    tellDepth();
  }

  /** The log no longer has what lies below an offset. */
  void lose(long firstOffset, LongConsumer gone) {
    settle();
    while (!stored.isEmpty() && stored.first() < firstOffset) {
      gone.accept(stored.poll());
    }
    tellDepth();
  }

  void clear() {
    closed = true;
    tellDepth();
    returning.clear();
  }
}
