package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.OffsetSet;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.send.Priority;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A partition as it is to be gone on with: the snapshot with the journal applied, worked out before
 * the core sees it, since that takes a second for ten million requests.
 *
 * @param readFrom where reading goes on; below the frontier only ids are of interest
 * @param frontier everything below it was read by an earlier owner
 * @param offsets what is open below the frontier
 * @param flows the same by flow
 * @param unadmitted the rest of it
 * @param attempted of what is open below the frontier
 * @param started of what is open below the frontier, those with an attempt of which nothing says
 *     what became of it
 * @param doneChildren by offset, of open records that carry several requests
 * @param delayed what waits in the delay topic, as far as it need not be read there
 * @param delayEnd up to where the delay topic has to be read for the rest
 */
public record Restored(
    long readFrom,
    long frontier,
    Takeover takeover,
    OpenOffsets offsets,
    List<PartitionSnapshot.Flow> flows,
    OffsetQueue unadmitted,
    Map<Position, Recovered.Attempted> attempted,
    Map<Position, Recovered.Started> started,
    Map<Long, BitSet> doneChildren,
    RecentIds recentIds,
    Delayed delayed,
    long delayEnd) {

  /** By block of the log, when the first of its requests expires. */
  Map<Long, Long> expiries() {
    PartitionSnapshot snapshot = takeover.snapshot();
    return snapshot == null ? Map.of() : snapshot.expiries();
  }

  /** What verdicts held. */
  List<Held> holds() {
    PartitionSnapshot snapshot = takeover.snapshot();
    return snapshot == null ? List.of() : snapshot.holds();
  }

  /**
   * @param logStart the log's first offset
   * @param delayEnd the delay topic's end
   * @param ids empty; takes those that an earlier owner had taken
   */
  public static Restored of(Takeover takeover, long logStart, long delayEnd, RecentIds ids) {
    Recovered recovered = takeover.recovered();
    PartitionSnapshot snapshot = takeover.snapshot();
    long committed = recovered.resume().offset();
    if (snapshot == null) {
      return new Restored(
          Math.max(logStart, committed - ids.window()),
          committed,
          takeover,
          new OpenOffsets(recovered),
          List.of(),
          new OffsetQueue(),
          new HashMap<>(),
          new HashMap<>(),
          new HashMap<>(),
          ids,
          new Delayed(0, Map.of(), Map.of(), recovered.returned()),
          delayEnd);
    }
    ids.restore(snapshot.recentIds());
    long frontier = Math.max(snapshot.frontier(), committed);
    List<PartitionSnapshot.Flow> flows = new ArrayList<>();
    OffsetSet open = new OffsetSet();
    for (PartitionSnapshot.Flow flow : snapshot.flows()) {
      OffsetQueue left = left(flow.offsets(), recovered);
      left.forEach(open::add);
      long requests = flow.requests() - (flow.offsets().size() - left.size());
      if (!left.isEmpty()) {
        flows.add(
            new PartitionSnapshot.Flow(
                flow.workspaceId(),
                flow.priority(),
                flow.campaigns(),
                Math.max(left.size(), requests),
                left));
      }
    }
    OffsetQueue unadmitted = left(snapshot.unadmitted(), recovered);
    unadmitted.forEach(open::add);
    Map<Position, Recovered.Attempted> attempted = new HashMap<>(snapshot.attempted());
    attempted.putAll(recovered.attemptedBelow(frontier));
    Map<Long, BitSet> doneChildren = doneChildren(snapshot, recovered, open, frontier);
    attempted
        .keySet()
        .removeIf(position -> !open.contains(position.offset()) || isDone(position, doneChildren));
    Map<Position, Recovered.Started> started = new HashMap<>(snapshot.started());
    started.keySet().removeIf(recovered::endsStarted);
    started.putAll(recovered.startedBelow(frontier));
    started
        .keySet()
        .removeIf(position -> !open.contains(position.offset()) || isDone(position, doneChildren));
    return new Restored(
        Math.max(logStart, snapshot.frontier() - (snapshot.hasIds() ? 0 : ids.window())),
        frontier,
        takeover,
        new OpenOffsets(recovered, frontier, open),
        flows,
        unadmitted,
        attempted,
        started,
        doneChildren,
        ids,
        delayed(snapshot.delayed(), recovered.returned()),
        delayEnd);
  }

  private static Delayed delayed(Delayed stored, OffsetSet returned) {
    Map<Priority, Map<Long, OffsetQueue>> hours = new EnumMap<>(Priority.class);
    stored
        .hours()
        .forEach(
            (priority, ofPriority) -> {
              Map<Long, OffsetQueue> left = new HashMap<>();
              ofPriority.forEach(
                  (hour, offsets) -> left.put(hour, offsets.without(returned::contains)));
              hours.put(priority, left);
            });
    return new Delayed(stored.frontier(), hours, stored.waiting(), returned);
  }

  private static OffsetQueue left(OffsetQueue offsets, Recovered recovered) {
    long committed = recovered.resume().offset();
    return offsets.without(
        offset -> offset < committed || recovered.isDone(Position.whole(0, offset)));
  }

  private static boolean isDone(Position position, Map<Long, BitSet> doneChildren) {
    BitSet done = doneChildren.get(position.offset());
    return done != null && position.child() != Position.WHOLE && done.get(position.child());
  }

  private static Map<Long, BitSet> doneChildren(
      PartitionSnapshot snapshot, Recovered recovered, OffsetSet open, long frontier) {
    Map<Long, BitSet> done = new HashMap<>();
    Stream.concat(snapshot.doneChildren().stream(), recovered.doneChildren().stream())
        .filter(position -> position.offset() < frontier && open.contains(position.offset()))
        .forEach(
            position ->
                done.computeIfAbsent(position.offset(), _ -> new BitSet()).set(position.child()));
    return done;
  }
}
