package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.Recovered;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What earlier owners left of a partition.
 *
 * @param recovered what the journal says beyond the snapshot, or beyond the committed offset when
 *     there is none
 * @param snapshot null when there is none that counts
 * @param clean whether the last owner handed over: nothing was called that the journal does not
 *     show
 * @param calledSince messages that were called for since the snapshot, by workspace
 * @param lastJournalMillis when the journal was last written, epoch milliseconds; 0 for never
 */
public record Takeover(
    Recovered recovered,
    @Nullable PartitionSnapshot snapshot,
    boolean clean,
    Map<String, Integer> calledSince,
    long lastJournalMillis) {

  public Takeover {
    calledSince = Map.copyOf(calledSince);
  }

  /** Nobody had it before, or nobody that kept books. */
  public static Takeover of(Recovered recovered) {
    return new Takeover(recovered, null, true, Map.of(), 0);
  }
}
