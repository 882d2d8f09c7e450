package io.campaigndispatch.dispatcher.core;

import java.time.Duration;

/**
 * How fast a backlog is read while calls go out as fast as they can: a quarter of the time, since
 * what is read far ahead then only takes the processor from the calls, and is read again later. A
 * worker that waits for its throttles, or has little to read, is not slowed. Owned by the core
 * thread.
 */
final class ReadingPace {

  private static final long SLICE_NANOS = Duration.ofMillis(80).toNanos();
  private static final long READING_NANOS = SLICE_NANOS / 4;

  /** 500 a second. */
  private static final int MANY_CALLS = 40;

  /** 20,000 a second: a backlog, not what is being published. */
  private static final int MANY_RECORDS = 1_600;

  private long sliceNanos;
  private int read;
  private int called;
  private boolean paced;

  ReadingPace(long nowNanos) {
    sliceNanos = nowNanos;
  }

  void read(int records) {
    read += records;
  }

  /**
   * @param calls started since it was last asked
   * @param tight whether memory is short
   */
  void advance(int calls, boolean tight, long nowNanos) {
    called += calls;
    if (nowNanos - sliceNanos >= SLICE_NANOS) {
      paced = tight && called >= MANY_CALLS && read >= MANY_RECORDS;
      sliceNanos = nowNanos;
      called = 0;
      read = 0;
    }
  }

  boolean isPausing(long nowNanos) {
    return paced && nowNanos - sliceNanos >= READING_NANOS;
  }

  /** When that may change. */
  long nextNanos(long nowNanos) {
    if (!paced) {
      return Long.MAX_VALUE;
    }
    return sliceNanos + (nowNanos - sliceNanos < READING_NANOS ? READING_NANOS : SLICE_NANOS);
  }
}
