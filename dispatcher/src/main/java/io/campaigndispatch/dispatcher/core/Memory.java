package io.campaigndispatch.dispatcher.core;

/**
 * What records in memory may take, and take: bytes, estimated. Below half of the limit they may
 * stay freely; up to the limit each flow keeps a few; above it a flow that has none keeps one; a
 * quarter above it reading stops until some are closed. Owned by the core thread.
 */
final class Memory {

  /**
   * So much a flow keeps of what is read, while there is room: re-reading costs more than memory.
   */
  private static final int FREELY = 1_024;

  private static final int SPARINGLY = 16;

  /** What a record and its request take while too few are here to tell. */
  private static final long USUAL_WEIGHT = 2_500;

  private static final int ENOUGH_TO_TELL = 64;

  private final long limit;
  private int records;
  private long held;
  private long reserved;

  /**
   * @param limit bytes, at least 1 MiB
   */
  Memory(long limit) {
    this.limit = limit;
  }

  void take(long bytes) {
    records++;
    held += bytes;
  }

  void give(long bytes) {
    records--;
    held -= bytes;
  }

  /** Bytes are on their way into memory. */
  void reserve(long bytes) {
    reserved += bytes;
  }

  /** They have come, or will not. */
  void arrived(long bytes) {
    reserved -= bytes;
  }

  /** Records that may still be asked for, as far as their size can be told; below 0 when full. */
  long room() {
    return recordsIn(limit - held - reserved);
  }

  /** Records like those that are here, in so many bytes. */
  long recordsIn(long bytes) {
    return bytes / weightOfOne();
  }

  /** Bytes that a record takes, on average of those that are here. */
  long weightOfOne() {
    return records < ENOUGH_TO_TELL ? USUAL_WEIGHT : Math.max(1, held / records);
  }

  long limit() {
    return limit;
  }

  long held() {
    return held;
  }

  /** Requests that a flow may hold when one more is read. */
  int mostPerFlow() {
    if (held < limit / 2) {
      return FREELY;
    }
    return held < limit ? SPARINGLY : isExhausted() ? 0 : 1;
  }

  /** Whether what could be read again later had better be let go of. */
  boolean isTight() {
    return held >= limit / 2;
  }

  boolean isFull() {
    return held >= limit;
  }

  boolean isExhausted() {
    return held >= limit + limit / 4;
  }
}
