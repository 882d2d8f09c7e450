package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * When one partition's next snapshot is due: so much was read, or so long ago, that a next owner
 * had better not do it again. Owned by the core thread.
 */
final class SnapshotPace {

  private static final long EVERY_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long EVERY_RECORDS = 1_000_000;

  /** After so many records it need not be half a minute. */
  private static final long SOON_RECORDS = 10_000;

  private static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();

  /** A megabyte a second at most. */
  private static final long NANOS_PER_BYTE = 1_000;

  private final BooleanSupplier caughtUp;
  private final OpenOffsets offsets;

  /** One that is enough until its time has come. */
  private boolean hasSnapshot;

  private long takenNanos;
  private long bytes;
  private long frontier;
  private long journalEnd;

  /**
   * @param caughtUp whether a snapshot would say everything
   */
  SnapshotPace(Restored restored, BooleanSupplier caughtUp, long nowNanos) {
    this.caughtUp = caughtUp;
    this.offsets = restored.offsets();
    this.hasSnapshot = restored.takeover().snapshot() != null;
    this.takenNanos = nowNanos;
    this.frontier = restored.frontier();
    this.journalEnd = offsets.journalEnd();
  }

  /** The next one must not wait: what the last one says, if it is there at all, is not enough. */
  void hasten() {
    hasSnapshot = false;
  }

  /** The larger the last snapshot was, the longer this one waits. */
  boolean isDue(long nowNanos) {
    if (!isWorthIt()) {
      return false;
    }
    long passed = nowNanos - takenNanos;
    boolean soon = recordsRead() >= SOON_RECORDS && passed >= SOON_NANOS + bytes * NANOS_PER_BYTE;
    return !hasSnapshot || soon || recordsRead() >= EVERY_RECORDS || passed >= EVERY_NANOS;
  }

  /** Whether a snapshot would say everything, and something new. */
  private boolean isWorthIt() {
    return caughtUp.getAsBoolean()
        && (!hasSnapshot || recordsRead() > 0 || offsets.journalEnd() != journalEnd);
  }

  /** Since the last snapshot. */
  private long recordsRead() {
    return offsets.frontier() - frontier;
  }

  /**
   * One was taken just now.
   *
   * @param size bytes it takes, about
   */
  void taken(long size, long nowNanos) {
    hasSnapshot = true;
    takenNanos = nowNanos;
    bytes = size;
    frontier = offsets.frontier();
    journalEnd = offsets.journalEnd();
  }
}
