package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

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
    expires(offset, millisOf(at));
  }

  private void expires(long offset, long millis) {
    long block = offset >> BLOCK_BITS;
    // Neighbours mostly expire one after the other.
    if (millis != Long.MAX_VALUE && (block != lastBlock || millis < lastEarliest)) {
      lastBlock = block;
      lastEarliest = earliest.merge(block, millis, Math::min);
    }
  }

  /** Epoch milliseconds, never negative; {@link Long#MAX_VALUE} for never. */
  static long millisOf(Instant at) {
    return at.isBefore(Instant.EPOCH) ? 0 : at.isBefore(NEVER) ? at.toEpochMilli() : Long.MAX_VALUE;
  }

  /** What is known of a partition's blocks, those that hold nothing open left out. */
  Map<Long, Long> earliest(long lowestOpen) {
    earliest.keySet().removeIf(block -> block < lowestOpen >> BLOCK_BITS);
    lastBlock = NONE;
    return earliest;
  }

  /** Everything that a flow has in the log is to be looked at. */
  void add(Flow flow) {
    left = left.mergedWith(flow.home().allStored(UnaryOperator.identity()));
  }

  /**
   * Every block in which something has expired is to be looked at.
   *
   * @param inMemory gives an open offset's record when it is in memory: its end is seen there
   */
  void expire(
      long nowMillis,
      long lowestOpen,
      LongPredicate isOpen,
      LongFunction<@Nullable OpenRecord> inMemory) {
    List<Long> due =
        earliest(lowestOpen).entrySet().stream()
            .filter(entry -> entry.getValue() <= nowMillis)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    OffsetQueue found = new OffsetQueue();
    for (long block : due) {
      earliest.remove(block);
      lastBlock = NONE;
      LongStream.range(block << BLOCK_BITS, (block + 1) << BLOCK_BITS)
          .filter(isOpen)
          .forEach(
              offset -> {
                OpenRecord record = inMemory.apply(offset);
                if (record == null) {
                  found.add(offset);
                } else {
                  // It may leave memory again.
                  expires(offset, record.expiresMillis());
                }
              });
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
