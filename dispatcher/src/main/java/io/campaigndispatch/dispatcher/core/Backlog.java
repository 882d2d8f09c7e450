package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Calls calls;
  private final Retries retries;
  private final Results results;
  private final Memory memory;
  private final Windows windows;
  private final Sweeper sweeper;
  private final List<Effect> effects;
  private long lostFrom;
  private long lost;

  Backlog(
      Directory directory,
      Admission admission,
      Calls calls,
      Retries retries,
      Results results,
      Memory memory,
      Windows windows,
      Sweeper sweeper,
      List<Effect> effects) {
    this.directory = directory;
    this.admission = admission;
    this.calls = calls;
    this.retries = retries;
    this.results = results;
    this.memory = memory;
    this.windows = windows;
    this.sweeper = sweeper;
    this.effects = effects;
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
      WorkspaceQueue queue = calls.queueOf(partition, workspace);
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

  /** Records that a pass asked for. */
  void reread(PartitionState partition, CoreEvent.RecordsReread reread, Now now) {
    Pass pass = partition.hungry().pass();
    if (pass == null || pass.number() != reread.pass()) {
      return;
    }
    for (CoreEvent.ReadRecord record : reread.records()) {
      if (memory.isExhausted() && pass.isBegun()) {
        // They are larger than was reckoned with: what is left is asked for again later.
        giveUp(partition, pass);
        break;
      }
      Pass.Wanted wanted = pass.answer(record.raw().offset(), one -> gone(partition, one));
      if (wanted != null && wanted.look()) {
        look(partition, record, now);
      } else if (wanted != null && wanted.flow() != null) {
        again(partition, record, wanted.flow(), now);
      } else if (wanted != null) {
        readmit(partition, record, now);
      }
    }
    if (!pass.isDone()) {
      pass.answerBelow(reread.readTo(), one -> gone(partition, one));
    }
    sweeper.end(partition);
    results.reread(reread.records().size());
    tellLost(partition);
    if (pass.isDone()) {
      ended(partition);
    }
  }

  /** Nothing more of a partition's pass will come. */
  void ended(PartitionState partition) {
    Pass pass = partition.hungry().pass();
    if (pass != null) {
      pass.arrived(memory);
      partition.hungry().passEnded();
    }
  }

  /** What a pass has not brought yet waits in the log again. */
  private static void giveUp(PartitionState partition, Pass pass) {
    OffsetQueue unadmitted = new OffsetQueue();
    List<Long> looks = new ArrayList<>();
    Map<Flow, List<Long>> left = new LinkedHashMap<>();
    for (Pass.Wanted one : pass.left()) {
      if (one.look()) {
        looks.add(one.offset());
      } else if (one.flow() == null) {
        unadmitted.add(one.offset());
      } else {
        left.computeIfAbsent(one.flow(), _ -> new ArrayList<>()).add(one.offset());
      }
    }
    pass.giveUp();
    partition.hungry().sweep().putBack(looks);
    partition.hungry().readmit(unadmitted);
    left.forEach(
        (flow, offsets) -> {
          flow.putBack(offsets);
          flow.queue().lookAhead(flow);
        });
  }

  private void look(PartitionState partition, CoreEvent.ReadRecord record, Now now) {
    long offset = record.raw().offset();
    if (partition.offsets().isOpen(offset) && partition.record(offset) == null) {
      sweeper.look(
          partition,
          record,
          admission.admitAgain(
              record.raw(), record.decoded(), partition.known(), partition.recentIds(), now));
    }
  }

  private void again(PartitionState partition, CoreEvent.ReadRecord record, Flow flow, Now now) {
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

  private void readmit(PartitionState partition, CoreEvent.ReadRecord record, Now now) {
    var admitted = admit(partition, record, now);
    partition.requests().readmitted(admitted.size(), RecordHistory.returnedFrom(record.raw()) < 0);
    if (admitted.isEmpty()) {
      partition.gone(record.raw().offset(), 0);
    } else {
      place(partition, record, admitted, null, now);
    }
  }

  private void gone(PartitionState partition, Pass.Wanted wanted) {
    if (wanted.look()) {
      // Its flow will find out.
      return;
    }
    Flow flow = wanted.flow();
    if (flow != null) {
      flow.answered();
    }
    lose(partition, flow, wanted.offset());
    if (flow != null) {
      partition.requests().forgetIdle(flow);
      flow.queue().lookAhead(flow);
    }
  }

  private void lose(PartitionState partition, @Nullable Flow flow, long offset) {
    if (flow != null) {
      flow.queue().waits(flow, -1);
    }
    if (!partition.offsets().isOpen(offset)) {
      // Another of its requests waited elsewhere, and was lost with it.
      return;
    }
    partition.gone(offset, 1);
    if (flow != null) {
      flow.opened(-1);
    }
    results.lost(flow == null ? null : flow.queue().workspace().id(), 1);
    lostFrom = lost == 0 ? offset : Math.min(lostFrom, offset);
    lost++;
  }

  private void tellLost(PartitionState partition) {
    if (lost > 0) {
      effects.add(new Effect.Lost(partition.partition(), lostFrom, lost));
      lost = 0;
      partition.forgetLost();
    }
  }

  /** Reading goes on at an offset; what lies between that and the frontier was deleted unread. */
  void unreadDeleted(PartitionState partition, long nextOffset) {
    long frontier = partition.offsets().frontier();
    if (nextOffset > frontier) {
      results.lostUnread(nextOffset - frontier - partition.known().closedBeforeReading(nextOffset));
      effects.add(new Effect.LostUnread(partition.partition(), frontier, nextOffset));
      partition.readTo(nextOffset);
      partition.unreadDeleted(nextOffset);
    }
  }

  /** The log no longer has what lies below an offset. */
  void logBegins(PartitionState partition, long firstOffset) {
    for (WorkspaceQueue queue : partition.queues()) {
      for (Flow flow : queue.flows().toList()) {
        flow.lose(firstOffset, offset -> lose(partition, flow, offset));
        partition.requests().forgetIdle(flow);
      }
    }
    OffsetQueue unadmitted = partition.hungry().unadmitted();
    while (!unadmitted.isEmpty() && unadmitted.first() < firstOffset) {
      lose(partition, null, unadmitted.poll());
    }
    tellLost(partition);
  }

  private List<Admission.Admitted> admit(
      PartitionState partition, CoreEvent.ReadRecord record, Now now) {
    List<Admission.Admitted> admitted =
        admission.admit(
            record.raw(), record.decoded(), partition.known(), partition.recentIds(), now);
    return calls.anyCancelled()
        ? admitted.stream().map(one -> calls.endsAtOnce(partition, one, now)).toList()
        : admitted;
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
    Write.OfRequest ending = calls.ending(flow.queue(), queued.pending(), now);
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
    WorkspaceQueue queue = calls.queueOf(partition, queued.workspace());
    int campaigns = Campaigns.groupOf(request.campaignId());
    if (RecordHistory.returnedFrom(queued.pending().raw()) >= 0) {
      campaigns = Campaigns.returned(campaigns);
    }
    if (!queue.hasFlow(request.priority(), campaigns) && !partition.requests().mayAddFlow()) {
      campaigns = 0;
    }
    if (!queue.hasFlow(request.priority(), campaigns)) {
      partition.requests().flowAdded();
    }
    return queue.flow(request.priority(), campaigns);
  }
}
