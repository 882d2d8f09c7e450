package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is open and waits: takes what is read into memory or leaves it in the log, until its flow
 * comes to it and it is read again. So reading never stops for a throttle. Owned by the core
 * thread.
 */
final class Backlog {

  private static final int WEIGHT_OF_A_FURTHER_RECIPIENT = 1_000;

  private Directory directory;
  private final Admission admission;
  private final Queues queues;
  private final Starter starter;
  private final Holds holds;
  private final CampaignControl campaigns;
  private final Retries retries;
  private final Results results;
  private final Memory memory;
  private final Windows windows;

  Backlog(
      Directory directory,
      Admission admission,
      Queues queues,
      Starter starter,
      Holds holds,
      CampaignControl campaigns,
      Retries retries,
      Results results,
      Memory memory,
      Windows windows) {
    this.directory = directory;
    this.admission = admission;
    this.queues = queues;
    this.starter = starter;
    this.holds = holds;
    this.campaigns = campaigns;
    this.retries = retries;
    this.results = results;
    this.memory = memory;
    this.windows = windows;
  }

  void use(Directory changed) {
    directory = changed;
    admission.use(changed);
  }

  /** Takes over what an earlier owner left open. */
  void restore(PartitionState partition, Restored restored) {
    restoreFlows(partition, restored);
    for (WorkspaceQueue queue : partition.queues()) {
      if (queue.holds().hasCancelled()) {
        // The earlier owner may not have got through with it.
        queue.homes().forEach(partition.hungry().sweep()::add);
      }
    }
  }

  private void restoreFlows(PartitionState partition, Restored restored) {
    for (PartitionSnapshot.Flow left : restored.flows()) {
      Workspace workspace = directory.workspace(left.workspaceId());
      if (workspace == null) {
        // It is configured no longer: its requests are refused when they are read again.
        partition.hungry().readmit(left.offsets());
        continue;
      }
      WorkspaceQueue queue = queues.of(partition, workspace);
      Flow flow = queue.restore(left.priority(), left.campaigns(), left.offsets(), left.requests());
      partition.requests().flowAdded();
      partition.requests().restored(left.requests());
      queue.waits(flow, left.requests());
    }
    partition.requests().restored(partition.hungry().unadmitted().size());
  }

  /** Records in log order, read for the first time. */
  void read(PartitionState partition, CoreEvent.RecordsRead read, Now now) {
    for (CoreEvent.ReadRecord record : read.records()) {
      if (record.raw().offset() < partition.known().admitFrom()) {
        admission.remember(record.raw(), record.decoded(), partition.recentIds());
      } else {
        read(partition, record, now);
      }
    }
    partition.readTo(read.nextOffset());
  }

  private void read(PartitionState partition, CoreEvent.ReadRecord record, Now now) {
    var admitted = admit(partition, record, now);
    if (!admitted.isEmpty()) {
      partition.opened(record.raw().offset(), admitted.size());
      long returnedFrom = RecordHistory.returnedFrom(record.raw());
      if (returnedFrom >= 0 && !partition.delayed().cameBack(returnedFrom)) {
        partition.requests().cameBack();
      }
      results.unknownFields(record.decoded());
      place(partition, record, admitted, null, now);
    }
  }

  /** A record that a flow asked for. */
  void readAgain(PartitionState partition, CoreEvent.ReadRecord record, Flow flow, Now now) {
    flow.answered();
    if (partition.offsets().isOpen(record.raw().offset())) {
      var admitted =
          admission.admitAgain(
              record.raw(), record.decoded(), partition.known(), partition.recentIds(), now);
      if (admitted.isEmpty()) {
        partition.gone(record.raw().offset(), 0);
      } else {
        place(partition, record, admitted, flow, now);
      }
    }
    partition.requests().forgetIdle(flow);
    flow.queue().lookAhead(flow);
  }

  /** A record that an earlier owner read and did not get to close. */
  void readmit(PartitionState partition, CoreEvent.ReadRecord record, Now now) {
    var admitted = admit(partition, record, now);
    partition.requests().readmitted(admitted.size(), RecordHistory.returnedFrom(record.raw()) < 0);
    if (admitted.isEmpty()) {
      partition.gone(record.raw().offset(), 0);
    } else {
      place(partition, record, admitted, null, now);
    }
  }

  private List<Admission.Admitted> admit(
      PartitionState partition, CoreEvent.ReadRecord record, Now now) {
    List<Admission.Admitted> admitted =
        admission.admit(
            record.raw(), record.decoded(), partition.known(), partition.recentIds(), now);
    return campaigns.anyCancelled()
        ? admitted.stream().map(one -> endsAtOnce(partition, one, now)).toList()
        : admitted;
  }

  /** The same, or what closes it: a campaign that is cancelled takes no further requests. */
  private Admission.Admitted endsAtOnce(
      PartitionState partition, Admission.Admitted admitted, Now now) {
    if (admitted instanceof Admission.Admitted.Queued(var pending, var workspace, _)
        && holds.isCancelled(workspace.id(), pending.request().campaignId())) {
      Write.OfRequest write = starter.ending(pending, queues.of(partition, workspace), now);
      return write == null ? admitted : new Admission.Admitted.Closed(write);
    }
    return admitted;
  }

  /**
   * Takes a record into memory, or leaves it in the log.
   *
   * @param again the flow it was in before memory let go of it; null when it is read for the first
   *     time
   */
  private void place(
      PartitionState partition,
      CoreEvent.ReadRecord read,
      List<Admission.Admitted> admitted,
      @Nullable Flow again,
      Now now) {
    RawRecord raw = read.raw();
    int weight = raw.weight() + (admitted.size() - 1) * WEIGHT_OF_A_FURTHER_RECIPIENT;
    OpenRecord record = partition.hold(raw.offset(), weight, admitted.size());
    if (again != null) {
      joins(record, again.home());
    }
    boolean entered = again == null && RecordHistory.returnedFrom(raw) < 0;
    boolean store = false;
    for (Admission.Admitted one : admitted) {
      switch (one) {
        case Admission.Admitted.Closed(var write) -> {
          if (again != null && !record.holds(write.position().child())) {
            // Its workspace was removed since it was read, or its call cannot be made again.
            again.queue().waits(again, -1);
          }
          close(partition, record, write, entered);
        }
        case Admission.Admitted.Queued queued -> {
          if (record.flow() == null) {
            Flow flow = flowOf(partition, queued);
            joins(record, flow);
            flow.opened(admitted.size());
            store = !flow.mayKeep(memory.mostPerFlow());
          }
          record.expires(queued.pending().expiresAt());
          if (entered) {
            results.read(queued.pending().request());
          }
          if (again == null && record.flow() != null) {
            record.flow().queue().waits(record.flow(), 1);
            partition.hungry().sweep().expires(raw.offset(), queued.pending().expiresAt());
          }
          if (!store) {
            enter(partition, record, queued, again, now);
          }
        }
      }
    }
    if (again == null) {
      windows.read(!store);
    }
    Flow flow = record.flow();
    if (store && flow != null) {
      flow.store(raw.offset());
      flow.queue().lookAhead(flow);
    }
    partition.letGo(record);
  }

  private void close(
      PartitionState partition, OpenRecord record, Write.OfRequest write, boolean entered) {
    if (!record.holds(write.position().child())) {
      record.enter(write.position().child());
      if (entered) {
        results.read(write);
      }
      results.publish(partition, write);
    }
  }

  /**
   * @param again the flow or detour that asked for it
   */
  private void enter(
      PartitionState partition,
      OpenRecord record,
      Admission.Admitted.Queued queued,
      @Nullable Flow again,
      Now now) {
    Position position = queued.pending().position();
    Flow flow = again == null ? record.flow() : again;
    Retry retry = partition.known().retries().get(position);
    if (flow == null || record.holds(position.child()) || (retry != null && retry.isWaiting())) {
      return;
    }
    Recovered.Attempted before = queued.before();
    if (before != null && retries.restored(partition, position, flow.home(), before, now)) {
      flow.queue().waits(flow, -1);
      return;
    }
    record.enter(position.child());
    Write.OfRequest ending = starter.ending(queued.pending(), flow.queue(), now);
    if (ending != null) {
      flow.queue().waits(flow, -1);
      results.publish(partition, ending);
      return;
    }
    flow.queue().add(flow, queued.pending());
    flow.queue().lane().ready(flow.queue());
  }

  private static void joins(OpenRecord record, Flow flow) {
    if (record.flow() == null) {
      record.joins(flow);
      flow.refer();
    }
  }

  private Flow flowOf(PartitionState partition, Admission.Admitted.Queued queued) {
    SendRequest request = queued.pending().request();
    WorkspaceQueue queue = queues.of(partition, queued.workspace());
    int group = Campaigns.groupOf(request.campaignId());
    if (RecordHistory.returnedFrom(queued.pending().raw()) >= 0) {
      group = Campaigns.returned(group);
    }
    if (!queue.hasFlow(request.priority(), group) && !partition.requests().mayAddFlow()) {
      group = 0;
    }
    if (!queue.hasFlow(request.priority(), group)) {
      partition.requests().flowAdded();
    }
    return queue.flow(request.priority(), group);
  }
}
