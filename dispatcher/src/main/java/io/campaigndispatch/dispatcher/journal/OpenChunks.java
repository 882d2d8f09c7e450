package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.core.PartitionSnapshot.Flow;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.model.send.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Spreads a partition's open requests over chunks of some 128 KiB: a workspace's flows by its id,
 * and the flow of a huge backlog by ranges of offsets too, of which most stay as they are for a
 * long while. What does not change then leaves its chunk unchanged, and that is not written again.
 */
final class OpenChunks {

  static final int MOST = 256;

  /** No workspace has an empty id. */
  static final String NO_WORKSPACE = "";

  private static final long AVERAGE_BYTES = 128 << 10;
  private static final int LARGEST_FLOW = 64 << 10;

  /** Offsets that a slice of a large flow spans: at most 128 KiB or so. */
  private static final int SLICE_BITS = 16;

  /** Neighbouring offsets share a chunk. */
  private static final int NEIGHBOURS_BITS = 10;

  private static final int FLOW_BYTES = 24;
  private static final int POSITION_BYTES = 12;

  private OpenChunks() {}

  /** A power of two of chunks, at least one. */
  static List<OpenChunk> spread(PartitionSnapshot snapshot) {
    int count = count(snapshot);
    List<OpenChunk> chunks = Stream.generate(OpenChunk::new).limit(count).toList();
    for (Flow flow : flows(snapshot)) {
      int workspace = flow.workspaceId().hashCode();
      if (count == 1 || flow.offsets().encodedSize() <= LARGEST_FLOW) {
        pick(chunks, workspace).flows.add(flow);
      } else {
        for (Flow slice : slices(flow)) {
          long range = slice.offsets().first() >> SLICE_BITS;
          pick(chunks, 31L * range + workspace).flows.add(slice);
        }
      }
    }
    snapshot
        .attempted()
        .forEach(
            (position, attempted) ->
                pick(chunks, position.offset() >> NEIGHBOURS_BITS)
                    .attempted
                    .put(position, attempted));
    for (var position : snapshot.doneChildren()) {
      pick(chunks, position.offset() >> NEIGHBOURS_BITS).doneChildren.add(position);
    }
    return chunks;
  }

  /** What belongs to no flow is stored as that of no workspace. */
  private static List<Flow> flows(PartitionSnapshot snapshot) {
    if (snapshot.unadmitted().isEmpty()) {
      return snapshot.flows();
    }
    List<Flow> flows = new ArrayList<>(snapshot.flows());
    flows.add(new Flow(NO_WORKSPACE, Priority.BULK, 0, 0, snapshot.unadmitted()));
    return flows;
  }

  private static int count(PartitionSnapshot snapshot) {
    long bytes = size(snapshot);
    int count = 1;
    while (count < MOST && bytes > count * AVERAGE_BYTES) {
      count *= 2;
    }
    return count;
  }

  /** Bytes of all chunks together, roughly. */
  static long size(PartitionSnapshot snapshot) {
    long bytes =
        (long) POSITION_BYTES * (snapshot.attempted().size() + snapshot.doneChildren().size());
    for (Flow flow : flows(snapshot)) {
      bytes += FLOW_BYTES + flow.workspaceId().length() + flow.offsets().encodedSize();
    }
    return bytes;
  }

  private static OpenChunk pick(List<OpenChunk> chunks, long key) {
    // Stafford's mix, as in SplittableRandom: neighbouring keys go anywhere.
    long hash = (key ^ (key >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return chunks.get((int) (hash ^ (hash >>> 31)) & (chunks.size() - 1));
  }

  /** One flow per range of offsets; the number of requests goes with the first. */
  private static List<Flow> slices(Flow flow) {
    List<OffsetQueue> parts = flow.offsets().split(SLICE_BITS);
    List<Flow> slices = new ArrayList<>(parts.size());
    for (OffsetQueue part : parts) {
      slices.add(
          new Flow(
              flow.workspaceId(),
              flow.priority(),
              flow.campaigns(),
              slices.isEmpty() ? flow.requests() : 0,
              part));
    }
    return slices;
  }
}
