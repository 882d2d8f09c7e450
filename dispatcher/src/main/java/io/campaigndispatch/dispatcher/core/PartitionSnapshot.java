package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.throttle.BucketLevel;
import io.campaigndispatch.model.send.Priority;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is known of a partition's requests once its journal has been applied up to some offset:
 * what a next owner loads instead of reading the log again.
 *
 * @param takenMillis epoch milliseconds
 * @param frontier everything below it was read
 * @param journalOffset every journal entry below it is contained, none at or beyond it
 * @param flows open requests that were admitted, each offset in one flow
 * @param unadmitted open offsets that were read and belong to no flow: decided at once, but not yet
 *     written
 * @param attempted of open requests, those that were tried before
 * @param doneChildren of open records that carry several requests, those that are closed
 * @param recentIds for duplicate protection
 * @param levels what the throttles of its workspaces held
 * @param hasIds whether the recent ids are all there: those of the first format are not, and are
 *     read from the log again
 * @param started of open requests, those with an attempt of which nothing says what became of it
 * @param delayed what waits in the delay topic
 * @param holds of its workspaces, by verdict
 * @param expiries by block of 16,384 offsets, when the first of its open requests expires, epoch
 *     milliseconds
 */
public record PartitionSnapshot(
    int partition,
    long takenMillis,
    long frontier,
    long journalOffset,
    List<Flow> flows,
    OffsetQueue unadmitted,
    Map<Position, Recovered.Attempted> attempted,
    Set<Position> doneChildren,
    List<RecentIds.Block> recentIds,
    List<BucketLevel> levels,
    boolean hasIds,
    Map<Position, Recovered.Started> started,
    Delayed delayed,
    List<Held> holds,
    Map<Long, Long> expiries) {

  public PartitionSnapshot {
    flows = List.copyOf(flows);
    attempted = Map.copyOf(attempted);
    doneChildren = Set.copyOf(doneChildren);
    recentIds = List.copyOf(recentIds);
    levels = List.copyOf(levels);
    holds = List.copyOf(holds);
    expiries = Map.copyOf(expiries);
    started = Map.copyOf(started);
  }

  /** One with all recent ids, of a partition of which nothing is started or was ever delayed. */
  public PartitionSnapshot(
      int partition,
      long takenMillis,
      long frontier,
      long journalOffset,
      List<Flow> flows,
      OffsetQueue unadmitted,
      Map<Position, Recovered.Attempted> attempted,
      Set<Position> doneChildren,
      List<RecentIds.Block> recentIds,
      List<BucketLevel> levels) {
    this(
        partition,
        takenMillis,
        frontier,
        journalOffset,
        flows,
        unadmitted,
        attempted,
        doneChildren,
        recentIds,
        levels,
        true,
        Map.of(),
        Delayed.none(),
        List.of(),
        Map.of());
  }

  /** The same with what verdicts held, and when what expires. */
  public PartitionSnapshot with(List<Held> newHolds, Map<Long, Long> newExpiries) {
    return new PartitionSnapshot(
        partition,
        takenMillis,
        frontier,
        journalOffset,
        flows,
        unadmitted,
        attempted,
        doneChildren,
        recentIds,
        levels,
        hasIds,
        started,
        delayed,
        newHolds,
        newExpiries);
  }

  /** What it takes to write, about. */
  public long bytes() {
    long bytes = unadmitted.encodedSize();
    for (Flow flow : flows) {
      bytes += flow.workspaceId().length() + flow.offsets().encodedSize();
    }
    for (RecentIds.Block block : recentIds) {
      bytes += block.hashes().length * 10L;
    }
    return bytes
        + delayed.bytes()
        + (attempted.size() + doneChildren.size() + started.size()) * 20L;
  }

  /**
   * One workspace's open records of one priority and one group of campaigns.
   *
   * @param campaigns which group, 0 to 63
   * @param requests open ones; more than offsets when records carry several
   */
  public record Flow(
      String workspaceId, Priority priority, int campaigns, long requests, OffsetQueue offsets) {}
}
