package io.campaigndispatch.dispatcher.core;

import java.time.Duration;

/**
 * How much of the time a backlog is read. What is read far ahead is read again later, so while many
 * calls go out and the processors are busy, reading only takes them from the calls: its share is
 * halved as long as that is so, down to a sixteenth, and grows again as soon as it is not. A worker
 * that waits for its throttles or its vendors, or has little to read, is not slowed. Owned by the
 * core thread.
 */
final class ReadingPace {

  private static final long SLICE_NANOS = Duration.ofMillis(80).toNanos();
  private static final long LEAST_NANOS = SLICE_NANOS / 16;

  /** The share grows by so much. */
  private static final long STEP_NANOS = SLICE_NANOS / 16;

  private static final double BUSY = 0.9;

  /** Between two looks at the processors: some hundred a second. */
  private static final int MANY_CALLS = 100;

  private long sliceNanos;
  private long readingNanos = SLICE_NANOS;
  private int kept;
  private int left;

  ReadingPace(long nowNanos) {
    sliceNanos = nowNanos;
  }

  /** A record was read. It stays in memory, or is left in the log and will be read again. */
  void read(boolean stays) {
    if (stays) {
      kept++;
    } else {
      left++;
    }
  }

  /**
   * Called about four times a second.
   *
   * @param load of the machine's processors, 0 to 1
   * @param calls started since it was last called
   */
  void adjust(double load, int calls) {
    boolean competes = left > kept && calls >= MANY_CALLS && load >= BUSY;
    readingNanos =
        competes
            ? Math.max(LEAST_NANOS, readingNanos / 2)
            : Math.min(SLICE_NANOS, readingNanos + STEP_NANOS);
    kept = 0;
    left = 0;
  }

  void advance(long nowNanos) {
    if (nowNanos - sliceNanos >= SLICE_NANOS) {
      sliceNanos = nowNanos;
    }
  }

  boolean isPausing(long nowNanos) {
    return nowNanos - sliceNanos >= readingNanos;
  }

  /** When that may change. */
  long nextNanos(long nowNanos) {
    if (readingNanos == SLICE_NANOS) {
      return Long.MAX_VALUE;
    }
    return sliceNanos + (isPausing(nowNanos) ? SLICE_NANOS : readingNanos);
  }
}
