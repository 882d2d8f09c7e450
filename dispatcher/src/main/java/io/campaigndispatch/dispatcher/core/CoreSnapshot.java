package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.model.send.Priority;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of the core at one moment; immutable.
 *
 * @param workspaces every configured one, and {@link #OTHER} for what belongs to none
 * @param inFlight calls by vendor id
 * @param openRequests read and not closed
 * @param unaccounted read − closed − open − given up with their partition; anything but 0 is a
 *     defect
 * @param unwritten results that wait for Kafka
 * @param unknownFields of requests read, which no rule knows and which were ignored
 */
public record CoreSnapshot(
    Map<String, WorkspaceView> workspaces,
    Map<String, Integer> inFlight,
    long openRequests,
    long unaccounted,
    int unwritten,
    long unknownFields,
    int partitions) {

  /** Stands for workspaces that are not configured and records without one. */
  public static final String OTHER = "other";

  public static final CoreSnapshot EMPTY = new CoreSnapshot(Map.of(), Map.of(), 0, 0, 0, 0, 0);

  public CoreSnapshot {
    workspaces = Map.copyOf(workspaces);
    inFlight = Map.copyOf(inFlight);
  }

  /** One workspace. */
  public record WorkspaceView(Tally tally, Map<Priority, Integer> backlog, int inFlight) {
    public WorkspaceView {
      backlog = Map.copyOf(backlog);
    }
  }

  static CoreSnapshot of(
      Map<String, Lane> lanes,
      Collection<PartitionState> partitions,
      Results results,
      long handedOver) {
    Map<String, WorkspaceQueue> queues = new HashMap<>();
    long open = 0;
    for (PartitionState partition : partitions) {
      partition.queues().forEach(queue -> queues.put(queue.workspace().id(), queue));
      open += partition.openRequests();
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
    lanes.forEach((vendor, lane) -> inFlight.put(vendor, lane.inFlight()));
    return new CoreSnapshot(
        workspaces,
        inFlight,
        open,
        read - closed - open - handedOver,
        results.unwritten(),
        results.unknownFields(),
        partitions.size());
  }

  private static WorkspaceView view(Tally tally, @Nullable WorkspaceQueue queue) {
    Map<Priority, Integer> backlog = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      backlog.put(priority, queue == null ? 0 : queue.waiting(priority));
    }
    return new WorkspaceView(tally, backlog, queue == null ? 0 : queue.inFlight());
  }
}
