package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot.Flow;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.model.send.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flows put together again from their slices. */
final class JoinedFlows {

  private record Key(String workspaceId, Priority priority, int campaigns) {}

  private final Map<Key, List<Flow>> slices = new LinkedHashMap<>();
  private final List<Flow> ofNone = new ArrayList<>();

  void add(Flow slice) {
    if (slice.workspaceId().equals(OpenChunks.NO_WORKSPACE)) {
      ofNone.add(slice);
      return;
    }
    slices
        .computeIfAbsent(
            new Key(slice.workspaceId(), slice.priority(), slice.campaigns()),
            _ -> new ArrayList<>(1))
        .add(slice);
  }

  List<Flow> flows() {
    List<Flow> flows = new ArrayList<>(slices.size());
    slices.forEach((key, of) -> flows.add(of.size() == 1 ? of.getFirst() : joined(key, of)));
    return flows;
  }

  /** What belongs to no flow. */
  OffsetQueue unadmitted() {
    return joined(ofNone);
  }

  private static Flow joined(Key key, List<Flow> slices) {
    long requests = slices.stream().mapToLong(Flow::requests).sum();
    return new Flow(key.workspaceId(), key.priority(), key.campaigns(), requests, joined(slices));
  }

  private static OffsetQueue joined(List<Flow> slices) {
    slices.sort(Comparator.comparingLong(slice -> slice.offsets().end()));
    OffsetQueue offsets = new OffsetQueue();
    slices.forEach(slice -> offsets.addAll(slice.offsets()));
    return offsets;
  }
}
