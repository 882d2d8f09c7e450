package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.throttle.BucketLevel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What earlier owners left of a partition.
 *
 * @param recovered what the journal says beyond the snapshot, or beyond the committed offset when
 *     there is none
 * @param snapshot null when there is none that counts
 * @param levels what the throttles held then; null when that is not known. A snapshot that counts
 *     for nothing else still tells it: throttles do not care about offsets
 * @param clean whether the last owner handed over: nothing was called that the journal does not
 *     show
 * @param calledSince messages that were called for since the levels, by workspace
 * @param lastJournalMillis when the journal was last written, epoch milliseconds; 0 for never
 */
public record Takeover(
    Recovered recovered,
    @Nullable PartitionSnapshot snapshot,
    @Nullable StoredLevels levels,
    boolean clean,
    Map<String, Integer> calledSince,
    long lastJournalMillis) {

  /**
   * What the throttles of the partition's workspaces held.
   *
   * @param takenMillis when, epoch milliseconds
   */
  public record StoredLevels(List<BucketLevel> levels, long takenMillis) {
    public StoredLevels {
      levels = List.copyOf(levels);
    }

    public static StoredLevels of(PartitionSnapshot snapshot) {
      return new StoredLevels(snapshot.levels(), snapshot.takenMillis());
    }
  }

  public Takeover {
    calledSince = Map.copyOf(calledSince);
  }

  /** With the levels of the snapshot that counts. */
  public Takeover(
      Recovered recovered,
      @Nullable PartitionSnapshot snapshot,
      boolean clean,
      Map<String, Integer> calledSince,
      long lastJournalMillis) {
    this(
        recovered,
        snapshot,
        snapshot == null ? null : StoredLevels.of(snapshot),
        clean,
        calledSince,
        lastJournalMillis);
  }

  /**
   * Snapshots that contain less of the journal are void: all that were stored before, when none
   * counted.
   */
  public long snapshotsFrom() {
    return snapshot == null ? recovered.journalEnd() : 0;
  }

  /** Nobody had it before, or nobody that kept books. */
  public static Takeover of(Recovered recovered) {
    return new Takeover(recovered, null, true, Map.of(), 0);
  }
}
