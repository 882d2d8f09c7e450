package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.ReadAhead;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A lane per vendor and a queue per workspace that has requests, as the directory in force has
 * them. Owned by the core thread.
 */
final class Queues {

  private final CoreClock clock;
  private final ReadAhead readAhead;
  private final Throttles throttles;
  private final Holds holds;
  private final Collection<PartitionState> partitions;
  private final Map<String, Lane> lanes = new HashMap<>();

  /**
   * @param partitions those that are ours; only looked at
   */
  Queues(
      Directory directory,
      CoreClock clock,
      ReadAhead readAhead,
      Throttles throttles,
      Holds holds,
      Collection<PartitionState> partitions) {
    this.clock = clock;
    this.readAhead = readAhead;
    this.throttles = throttles;
    this.holds = holds;
    this.partitions = partitions;
    useVendors(directory);
  }

  private void useVendors(Directory directory) {
    for (Vendor vendor : directory.vendors().values()) {
      lanes.computeIfAbsent(vendor.id(), _ -> new Lane(vendor)).use(vendor);
    }
  }

  /**
   * Vendors, workspaces and throttles are these from now on. Returns the queues whose workspaces
   * are no more.
   */
  List<WorkspaceQueue> use(Directory directory) {
    useVendors(directory);
    throttles.use(directory);
    List<WorkspaceQueue> removed = new ArrayList<>();
    for (PartitionState partition : partitions) {
      for (WorkspaceQueue queue : partition.queues()) {
        Workspace workspace = directory.workspace(queue.workspace().id());
        if (workspace == null) {
          queue.remove();
          removed.add(queue);
        } else {
          queue.use(workspace, throttles.of(workspace), laneOf(workspace));
        }
      }
    }
    return removed;
  }

  /** By vendor. */
  Map<String, Lane> lanes() {
    return lanes;
  }

  /** A workspace's queue in its home partition. */
  WorkspaceQueue of(PartitionState partition, Workspace workspace) {
    WorkspaceQueue queue = partition.queue(workspace.id());
    if (queue == null) {
      Hungry hungry = partition.hungry();
      queue =
          new WorkspaceQueue(
              workspace,
              throttles.of(workspace),
              laneOf(workspace),
              readAhead,
              flow -> hungry.add(flow, clock.currentTimeNanos()),
              holds.of(workspace.id()));
      partition.add(queue);
      if (partition.isOwned()) {
        queue.open();
      }
    }
    return queue;
  }

  private Lane laneOf(Workspace workspace) {
    Lane lane = lanes.get(workspace.vendorId());
    if (lane == null) {
      throw new IllegalStateException("a lane per vendor of the directory");
    }
    return lane;
  }
}
