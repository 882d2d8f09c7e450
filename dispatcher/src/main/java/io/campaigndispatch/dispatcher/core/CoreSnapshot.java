package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.model.send.Priority;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of the core at one moment; immutable.
 *
 * @param workspaces every configured one, and {@link #OTHER} for what belongs to none
 * @param inFlight calls by vendor id
 * @param openBreakers ids of vendors that are not called, or by one call at a time that tries
 * @param openRequests read and not closed
 * @param unaccounted read + taken over with a partition − closed − open − given up with their
 *     partition; anything but 0 is a defect
 * @param unwritten results that wait for Kafka
 * @param rereads records that were read again because memory had let go of them
 * @param unknownFields of requests read, which no rule knows and which were ignored
 * @param oldestOpen by partition, its lowest open offset; not those where nothing is open
 */
public record CoreSnapshot(
    Map<String, WorkspaceView> workspaces,
    Map<String, Integer> inFlight,
    Set<String> openBreakers,
    long openRequests,
    long unaccounted,
    int unwritten,
    long rereads,
    long unknownFields,
    int partitions,
    Map<Integer, Long> oldestOpen) {

  /** Stands for workspaces that are not configured and records without one. */
  public static final String OTHER = "other";

  public static final CoreSnapshot EMPTY =
      new CoreSnapshot(Map.of(), Map.of(), Set.of(), 0, 0, 0, 0, 0, 0, Map.of());

  public CoreSnapshot {
    workspaces = Map.copyOf(workspaces);
    inFlight = Map.copyOf(inFlight);
    openBreakers = Set.copyOf(openBreakers);
    oldestOpen = Map.copyOf(oldestOpen);
  }

  /** One workspace. */
  public record WorkspaceView(Tally tally, Map<Priority, Long> backlog, int inFlight) {
    public WorkspaceView {
      backlog = Map.copyOf(backlog);
    }
  }

  /** Requests that came and went with partitions that are no longer ours. */
  record Account(long takenOver, long handedOver) {}

  static CoreSnapshot of(
      Map<String, Lane> lanes,
      Collection<PartitionState> partitions,
      Results results,
      Account account) {
    Map<String, WorkspaceQueue> queues = new HashMap<>();
    Map<Integer, Long> oldestOpen = new HashMap<>();
    long open = 0;
    long takenOver = account.takenOver();
    for (PartitionState partition : partitions) {
      partition.queues().forEach(queue -> queues.put(queue.workspace().id(), queue));
      open += partition.open();
      if (partition.offsets().lowest() < partition.offsets().frontier()) {
        oldestOpen.put(partition.partition(), partition.offsets().lowest());
      }
      takenOver += partition.takenOver();
    }
    Map<String, WorkspaceView> workspaces = new HashMap<>();
    long read = 0;
    long closed = 0;
    for (var entry : results.tallies().entrySet()) {
      Tally tally = entry.getValue().tally();
      read += tally.read();
      closed += tally.allClosed();
      workspaces.put(entry.getKey(), view(tally, queues.get(entry.getKey())));
    }
    Map<String, Integer> inFlight = new HashMap<>();
    Set<String> openBreakers = new HashSet<>();
    lanes.forEach(
        (vendor, lane) -> {
          inFlight.put(vendor, lane.inFlight());
          if (!lane.breaker().isClosed()) {
            openBreakers.add(vendor);
          }
        });
    return new CoreSnapshot(
        workspaces,
        inFlight,
        openBreakers,
        open,
        read + takenOver - closed - open - account.handedOver(),
        results.unwritten(),
        results.rereads(),
        results.unknownFields(),
        partitions.size(),
        oldestOpen);
  }

  private static WorkspaceView view(Tally tally, @Nullable WorkspaceQueue queue) {
    Map<Priority, Long> backlog = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      backlog.put(priority, queue == null ? 0L : queue.waiting(priority));
    }
    return new WorkspaceView(tally, backlog, queue == null ? 0 : queue.inFlight());
  }
}
