package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * What of one partition is to be read in the background, only to see whether it must end: cancelled
 * campaigns, and blocks of the log in which something expires. Owned by the core thread.
 */
final class Sweep {

  /** Of a pass: others that starve wait for so many. */
  private static final int MOST_AT_ONCE = 2_000;

  private static final int BLOCK_BITS = 14;
  private static final long NONE = -1;
  private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final Map<Long, Long> earliest;
  private OffsetQueue left = new OffsetQueue();
  private long lastBlock = NONE;
  private long lastEarliest;

  /**
   * @param earliest by block of the log, when the first of its requests expires, epoch milliseconds
   */
  Sweep(Map<Long, Long> earliest) {
    this.earliest = new HashMap<>(earliest);
  }

  /** A request is open, and expires then. */
  void expires(long offset, Instant at) {
    if (at.isBefore(NEVER)) {
      long millis = at.isBefore(Instant.EPOCH) ? 0 : at.toEpochMilli();
      long block = offset >> BLOCK_BITS;
      // Neighbours mostly expire one after the other.
      if (block != lastBlock || millis < lastEarliest) {
        lastBlock = block;
        lastEarliest = earliest.merge(block, millis, Math::min);
      }
    }
  }

  /** What is known of a partition's blocks, those that hold nothing open left out. */
  Map<Long, Long> earliest(long lowestOpen) {
    earliest.keySet().removeIf(block -> block < lowestOpen >> BLOCK_BITS);
    lastBlock = NONE;
    return earliest;
  }

  /** Everything that a flow has in the log is to be looked at. */
  void add(Flow flow) {
    left = left.mergedWith(flow.home().allStored(_ -> true));
  }

  /**
   * Every block in which something has expired is to be looked at.
   *
   * @param isInMemory told of open offsets
   */
  void expire(long nowMillis, long lowestOpen, LongPredicate isOpen, LongPredicate isInMemory) {
    List<Long> due =
        earliest(lowestOpen).entrySet().stream()
            .filter(entry -> entry.getValue() <= nowMillis)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    OffsetQueue found = new OffsetQueue();
    for (long block : due) {
      long[] open =
          LongStream.range(block << BLOCK_BITS, (block + 1) << BLOCK_BITS).filter(isOpen).toArray();
      long[] inLog = LongStream.of(open).filter(isInMemory.negate()).toArray();
      if (inLog.length == open.length) {
        // What is in memory may leave it: then the block is looked at again.
        earliest.remove(block);
        lastBlock = NONE;
      }
      for (long offset : inLog) {
        found.add(offset);
      }
    }
    left = left.mergedWith(found);
  }

  boolean isWanted() {
    return !left.isEmpty();
  }

  /** The next offsets to look at. */
  List<Pass.Wanted> next() {
    return LongStream.range(0, Math.min(MOST_AT_ONCE, left.size()))
        .map(_ -> left.poll())
        .mapToObj(Pass.Wanted::look)
        .toList();
  }

  /** Offsets that were not looked at after all. */
  void putBack(List<Long> ascending) {
    left = left.mergedWith(ascending.stream().mapToLong(Long::longValue).toArray());
  }
}
