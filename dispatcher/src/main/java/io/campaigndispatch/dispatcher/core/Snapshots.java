package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.throttle.BucketLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A partition's state as its journal shows it: what was decided and is not yet written counts as
 * open.
 */
final class Snapshots {

  private Snapshots() {}

  /**
   * @param levels of the partition's throttles
   */
  static PartitionSnapshot of(PartitionState partition, List<BucketLevel> levels, Now now) {
    Map<Flow, LongStream.Builder> early = new LinkedHashMap<>();
    LongStream.Builder unadmitted = LongStream.builder();
    for (OpenRecord record : partition.records().values()) {
      Flow flow = record.flow();
      (flow == null ? unadmitted : of(early, flow)).add(record.offset());
    }
    for (Retry retry : partition.known().retries().values()) {
      of(early, retry.flow()).add(retry.position().offset());
    }
    Pass pass = partition.hungry().pass();
    if (pass != null) {
      for (Pass.Wanted wanted : pass.left()) {
        if (wanted.look()) {
          continue;
        }
        Flow flow = wanted.flow();
        (flow == null ? unadmitted : of(early, flow.home())).add(wanted.offset());
      }
    }
    for (WorkspaceQueue queue : partition.queues()) {
      queue.homes().forEach(flow -> of(early, flow));
    }
    List<PartitionSnapshot.Flow> flows = new ArrayList<>();
    early.forEach(
        (flow, offsets) -> {
          OffsetQueue open =
              merged(partition, flow.allStored(partition.offsets()::openOf), offsets);
          if (!open.isEmpty()) {
            flows.add(
                new PartitionSnapshot.Flow(
                    flow.queue().workspace().id(),
                    flow.priority(),
                    flow.campaigns(),
                    flow.open(),
                    open));
          }
        });
    return new PartitionSnapshot(
        partition.partition(),
        now.millis(),
        partition.offsets().frontier(),
        partition.offsets().journalEnd(),
        flows,
        merged(partition, partition.hungry().unadmitted(), unadmitted),
        attempted(partition),
        doneChildren(partition),
        partition.recentIds().blocks(partition.offsets().frontier()),
        levels,
        true,
        partition.known().started(),
        partition.delayed().left(now),
        List.of(),
        Map.of());
  }

  private static LongStream.Builder of(Map<Flow, LongStream.Builder> early, Flow flow) {
    return early.computeIfAbsent(flow, _ -> LongStream.builder());
  }

  private static OffsetQueue merged(
      PartitionState partition, OffsetQueue later, LongStream.Builder early) {
    return later.mergedWith(
        early.build().filter(partition.offsets()::isOpen).sorted().distinct().toArray());
  }

  private static Map<Position, Recovered.Attempted> attempted(PartitionState partition) {
    Map<Position, Recovered.Attempted> attempted =
        new HashMap<>(partition.known().attemptedBefore());
    for (Retry retry : partition.known().retries().values()) {
      Recovered.Attempted journaled = retry.journaled();
      if (journaled != null) {
        attempted.put(retry.position(), journaled);
      }
    }
    return attempted;
  }

  private static Set<Position> doneChildren(PartitionState partition) {
    Set<Position> done = new HashSet<>();
    partition
        .known()
        .doneChildren()
        .forEach(
            (offset, children) ->
                children.stream()
                    .forEach(
                        child -> done.add(new Position(partition.partition(), offset, child))));
    return done;
  }
}
