package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.ReadAhead;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is open and waits: takes what is read into memory or leaves it in the log, and reads it
 * again when its flow comes to it. So reading never stops for a throttle, and memory stays bounded.
 * Owned by the core thread.
 */
final class Backlog {

  private static final int WEIGHT_OF_A_FURTHER_RECIPIENT = 1_000;

  /** What a record and its request take, about: so many are asked for as there is room. */
  private static final long USUAL_WEIGHT = 2_500;

  private static final int FEWEST_PER_PASS = 64;
  private static final long BREATH_NANOS = Duration.ofMillis(10).toNanos();
  private static final long SHARE_EVERY_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

  private final Directory directory;
  private final Admission admission;
  private final Calls calls;
  private final Retries retries;
  private final Results results;
  private final Memory memory;
  private final List<Effect> effects;
  private final ReadAhead readAhead;
  private final ReadingPace pace;
  private long sharedNanos;
  private boolean readingPaused;
  private long lostFrom;
  private long lost;
  private long shrinkAgainNanos;

  Backlog(
      Directory directory,
      Admission admission,
      Calls calls,
      Retries retries,
      Results results,
      Memory memory,
      ReadAhead readAhead,
      List<Effect> effects,
      Now now) {
    this.directory = directory;
    this.admission = admission;
    this.calls = calls;
    this.retries = retries;
    this.results = results;
    this.memory = memory;
    this.readAhead = readAhead;
    this.sharedNanos = now.nanos();
    this.shrinkAgainNanos = now.nanos();
    this.effects = effects;
    this.pace = new ReadingPace(now.nanos());
  }

  /** Takes over what an earlier owner left open. */
  void restore(PartitionState partition, Restored restored) {
    for (PartitionSnapshot.Flow left : restored.flows()) {
      Workspace workspace = directory.workspace(left.workspaceId());
      if (workspace == null) {
        // It is configured no longer: its requests are refused when they are read again.
        partition.hungry().readmit(left.offsets());
        continue;
      }
      WorkspaceQueue queue = calls.queueOf(partition, workspace);
      Flow flow = queue.restore(left.priority(), left.campaigns(), left.offsets(), left.requests());
      partition.flowAdded();
      partition.restored(left.requests());
      queue.waits(flow, left.requests());
    }
    partition.restored(partition.hungry().unadmitted().size());
  }

  /** Records in log order, read for the first time. */
  void read(PartitionState partition, CoreEvent.RecordsRead read, Now now) {
    for (CoreEvent.ReadRecord record : read.records()) {
      if (record.raw().offset() < partition.admitFrom()) {
        admission.remember(record.raw(), record.decoded(), partition.recentIds());
      } else {
        read(partition, record, now);
      }
    }
    partition.readTo(read.nextOffset());
    pace.read(read.records().size());
  }

  private void read(PartitionState partition, CoreEvent.ReadRecord record, Now now) {
    var admitted = admit(partition, record, now);
    if (!admitted.isEmpty()) {
      partition.opened(record.raw().offset(), admitted.size());
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
      if (wanted != null && wanted.flow() != null) {
        again(partition, record, wanted.flow(), now);
      } else if (wanted != null) {
        readmit(partition, record, now);
      }
    }
    if (!pass.isDone()) {
      pass.answerBelow(reread.readTo(), one -> gone(partition, one));
    }
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
      memory.arrived(pass.size() * USUAL_WEIGHT);
      partition.hungry().passEnded();
    }
  }

  /** What a pass has not brought yet waits in the log again. */
  private static void giveUp(PartitionState partition, Pass pass) {
    OffsetQueue unadmitted = new OffsetQueue();
    Map<Flow, List<Long>> left = new LinkedHashMap<>();
    for (Pass.Wanted one : pass.left()) {
      if (one.flow() == null) {
        unadmitted.add(one.offset());
      } else {
        left.computeIfAbsent(one.flow(), _ -> new ArrayList<>()).add(one.offset());
      }
    }
    pass.giveUp();
    partition.hungry().readmit(unadmitted);
    left.forEach(
        (flow, offsets) -> {
          flow.putBack(offsets);
          flow.queue().lookAhead(flow);
        });
  }

  private void again(PartitionState partition, CoreEvent.ReadRecord record, Flow flow, Now now) {
    flow.answered();
    if (partition.offsets().isOpen(record.raw().offset())) {
      var admitted =
          admission.admitAgain(
              record.raw(), record.decoded(), partition, partition.recentIds(), now);
      if (admitted.isEmpty()) {
        partition.gone(record.raw().offset(), 0);
      } else {
        place(partition, record, admitted, flow, now);
      }
    }
    partition.forgetIdle(flow);
    flow.queue().lookAhead(flow);
  }

  private void readmit(PartitionState partition, CoreEvent.ReadRecord record, Now now) {
    var admitted = admit(partition, record, now);
    partition.readmitted(admitted.size());
    if (admitted.isEmpty()) {
      partition.gone(record.raw().offset(), 0);
    } else {
      place(partition, record, admitted, null, now);
    }
  }

  private void gone(PartitionState partition, Pass.Wanted wanted) {
    Flow flow = wanted.flow();
    if (flow != null) {
      flow.answered();
    }
    if (partition.offsets().isOpen(wanted.offset())) {
      lose(partition, flow, wanted.offset());
    } else if (flow != null) {
      // Another of its requests came back for its next attempt.
      flow.queue().waits(flow, -1);
    }
    if (flow != null) {
      partition.forgetIdle(flow);
      flow.queue().lookAhead(flow);
    }
  }

  private void lose(PartitionState partition, @Nullable Flow flow, long offset) {
    partition.gone(offset, 1);
    if (flow != null) {
      flow.opened(-1);
      flow.queue().waits(flow, -1);
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
      results.lostUnread(nextOffset - frontier - partition.closedBeforeReading(nextOffset));
      effects.add(new Effect.LostUnread(partition.partition(), frontier, nextOffset));
      partition.readTo(nextOffset);
    }
  }

  /** The log no longer has what lies below an offset. */
  void logBegins(PartitionState partition, long firstOffset) {
    for (WorkspaceQueue queue : partition.queues()) {
      for (Flow flow : queue.flows().toList()) {
        flow.lose(firstOffset, offset -> lose(partition, flow, offset));
        partition.forgetIdle(flow);
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
    return admission.admit(record.raw(), record.decoded(), partition, partition.recentIds(), now);
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
      joins(record, again);
    }
    boolean store = false;
    for (Admission.Admitted one : admitted) {
      switch (one) {
        case Admission.Admitted.Closed(var write) -> close(partition, record, write, again == null);
        case Admission.Admitted.Queued queued -> {
          if (record.flow() == null) {
            Flow flow = flowOf(partition, queued);
            joins(record, flow);
            flow.opened(admitted.size());
            store = !flow.mayKeep(memory.mostPerFlow());
          }
          if (again == null) {
            count(record, queued);
          }
          if (!store) {
            enter(partition, record, queued, now);
          }
        }
      }
    }
    Flow flow = record.flow();
    if (store && flow != null) {
      flow.store(raw.offset());
      flow.queue().lookAhead(flow);
    }
    partition.letGo(record);
  }

  private void close(
      PartitionState partition, OpenRecord record, Write.OfRequest write, boolean first) {
    if (!record.holds(write.position().child())) {
      record.enter(write.position().child());
      if (first) {
        results.read(write);
      }
      results.publish(partition, write);
    }
  }

  /** A request waits from now on. */
  private void count(OpenRecord record, Admission.Admitted.Queued queued) {
    Flow flow = record.flow();
    if (flow != null) {
      results.read(queued.workspace().id());
      flow.queue().waits(flow, 1);
    }
  }

  private void enter(
      PartitionState partition, OpenRecord record, Admission.Admitted.Queued queued, Now now) {
    Position position = queued.pending().position();
    Flow flow = record.flow();
    Retry retry = partition.retries().get(position);
    if (flow == null || record.holds(position.child()) || (retry != null && retry.isWaiting())) {
      return;
    }
    Recovered.Attempted before = queued.before();
    if (before != null && retries.restored(partition, position, flow, before, now)) {
      flow.queue().waits(flow, -1);
      return;
    }
    record.enter(position.child());
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
    if (!queue.hasFlow(request.priority(), campaigns) && !partition.mayAddFlow()) {
      campaigns = 0;
    }
    if (!queue.hasFlow(request.priority(), campaigns)) {
      partition.flowAdded();
    }
    return queue.flow(request.priority(), campaigns);
  }

  // Keeping memory within its bounds

  /**
   * Begins passes that are due, makes room, stops reading when there is none.
   *
   * @return when it has something to do even if nothing happens; monotonic nanoseconds
   */
  long advance(Collection<PartitionState> partitions, Now now) {
    if (memory.isFull() && now.nanos() >= shrinkAgainNanos) {
      long before = memory.held();
      shrink(partitions);
      boolean fruitless = before - memory.held() < memory.limit() / 16;
      shrinkAgainNanos = now.nanos() + (fruitless ? PAUSE_NANOS : BREATH_NANOS);
    }
    if (now.nanos() - sharedNanos >= SHARE_EVERY_NANOS) {
      sharedNanos = now.nanos();
      share(partitions);
    }
    pace.advance(calls.takeStarted(), memory.isTight(), now.nanos());
    steerReading(partitions, now);
    long next = pace.nextNanos(now.nanos());
    for (PartitionState partition : partitions) {
      long due =
          partition.isEnding() ? Long.MAX_VALUE : partition.hungry().dueNanos(memory.isTight());
      if (due > now.nanos()) {
        next = Math.min(next, due);
      } else if (memory.isExhausted() || results.isFull()) {
        next = Math.min(next, now.nanos() + BREATH_NANOS);
      } else {
        begin(partition, now);
      }
    }
    return next;
  }

  private void begin(PartitionState partition, Now now) {
    long room = memory.room() / USUAL_WEIGHT;
    int most = (int) Math.clamp(room, FEWEST_PER_PASS, Integer.MAX_VALUE);
    Pass pass = partition.hungry().begin(most, memory.isTight(), now.nanos());
    if (pass != null) {
      memory.reserve(pass.size() * USUAL_WEIGHT);
      effects.add(
          new Effect.Reread(
              partition.partition(), partition.epoch(), pass.number(), pass.offsets()));
    }
  }

  /**
   * Three quarters of the part of memory that what waits may fill, by flows that have more to read.
   */
  private void share(Collection<PartitionState> partitions) {
    long flows = 0;
    for (PartitionState partition : partitions) {
      for (WorkspaceQueue queue : partition.queues()) {
        flows += queue.flows().filter(flow -> !flow.stored().isEmpty()).count();
      }
    }
    readAhead.share(memory.limit() * 3 / 8 / USUAL_WEIGHT, flows);
  }

  /** What flows hold beyond an equal share of half the memory goes back to the log. */
  private void shrink(Collection<PartitionState> partitions) {
    long flows = 0;
    for (PartitionState partition : partitions) {
      for (WorkspaceQueue queue : partition.queues()) {
        flows += queue.flows().filter(flow -> flow.inMemory() > 0).count();
      }
    }
    long share = memory.limit() / 2 / USUAL_WEIGHT / Math.max(1, flows);
    for (PartitionState partition : partitions) {
      for (WorkspaceQueue queue : partition.queues()) {
        queue
            .flows()
            .filter(flow -> flow.inMemory() > Math.max(1, share))
            .toList()
            .forEach(
                flow ->
                    shrink(
                        partition,
                        queue,
                        flow,
                        (int) Math.max(Math.max(1, share), flow.leastAhead())));
      }
    }
  }

  private static void shrink(PartitionState partition, WorkspaceQueue queue, Flow flow, int keep) {
    long[] offsets =
        queue.shrink(
            flow,
            keep,
            (offset, requests) -> {
              OpenRecord record = partition.record(offset);
              return record != null && record.isAll(requests);
            });
    for (long offset : offsets) {
      OpenRecord record = partition.record(offset);
      if (record != null) {
        record.leave();
        partition.letGo(record);
      }
    }
  }

  private void steerReading(Collection<PartitionState> partitions, Now now) {
    boolean pause =
        (readingPaused ? memory.isFull() : memory.isExhausted())
            || results.isFull()
            || pace.isPausing(now.nanos());
    if (pause != readingPaused) {
      readingPaused = pause;
      for (PartitionState partition : partitions) {
        effects.add(new Effect.Reading(partition.partition(), !pause));
      }
    }
  }

  boolean isReadingPaused() {
    return readingPaused;
  }
}
