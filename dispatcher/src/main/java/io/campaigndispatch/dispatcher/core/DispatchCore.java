package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Lane;
import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides everything, does nothing: takes events and the time, returns effects. Owned by one
 * thread; no I/O, no locks, no clock.
 *
 * <pre>
 * records ─► admission ─► queue per workspace ─► lane per vendor ─► checks ─► token ─► call
 *                │                                                                      │
 *                └──────────► closed at once ──► write ◄── settlement of its verdict ◄──┘
 *                                                  │
 *                                     written ─► offset closed ─► lowest open offset committed
 * </pre>
 */
public final class DispatchCore {

  private static final long COMMIT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private final CoreSettings settings;
  private final Directory directory;
  private final Admission admission;
  private final Throttles throttles;
  private final CoreClock clock;
  private final Settlement settlement;
  private final Starter starter;
  private final Timers timers = new Timers();
  private final List<Effect> effects = new ArrayList<>();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<Integer, PartitionState> partitions = new HashMap<>();
  private final Map<Long, Attempt> inFlight = new HashMap<>();
  private final Map<String, Tally.Counter> tallies = new HashMap<>();
  private final Map<Integer, Long> endedEpochs = new HashMap<>();

  private int unwritten;
  private long handedOver;
  private Now now;

  /**
   * @param adapters a vendor type's adapter
   * @param check holds requests against templates
   * @param random for jitter
   */
  public DispatchCore(
      CoreSettings settings,
      Directory directory,
      Function<VendorType, VendorAdapter> adapters,
      ContentCheck check,
      RandomGenerator random,
      Now now) {
    this.settings = settings;
    this.directory = directory;
    this.now = now;
    this.clock = new CoreClock(now.nanos());
    Homes homes = new Homes(settings.homePartitions());
    this.admission = new Admission(directory, homes);
    this.throttles = new Throttles(clock, directory, homes::of);
    this.settlement = new Settlement(random);
    this.starter = new Starter(adapters, check);
    directory.vendors().values().forEach(vendor -> lanes.put(vendor.id(), new Lane(vendor)));
    directory.workspaces().keySet().forEach(id -> tallies.put(id, new Tally.Counter()));
    timers.at(now.nanos() + COMMIT_EVERY_NANOS, this::commit);
  }

  /** Takes one event; what follows from it is decided by the next {@link #advance}. */
  public void handle(CoreEvent event, Now at) {
    moveTo(at);
    switch (event) {
      case CoreEvent.TemplatesChanged(var check) -> starter.use(check);
      case CoreEvent.PartitionOpened opened -> opened(opened);
      case CoreEvent.RecordsRead read -> recordsRead(read);
      case CoreEvent.PartitionRevoked(var partition, var epoch) ->
          end(partition, epoch, PartitionState::release);
      case CoreEvent.PartitionLost(var partition, var epoch) ->
          end(partition, epoch, PartitionState::lose);
      case CoreEvent.Replied replied -> replied(replied);
      case CoreEvent.Written(var writes, var journalEnds) -> written(writes, journalEnds);
    }
  }

  /** Runs what is due and starts every call that may start. */
  public void advance(Now at) {
    moveTo(at);
    timers.run(now.nanos());
    for (Lane lane : lanes.values()) {
      while (unwritten < settings.maxUnwritten() && lane.hasPermit()) {
        WorkspaceQueue queue = lane.next();
        if (queue == null) {
          break;
        }
        serve(lane, queue);
      }
    }
  }

  /** What was decided since the last call, in order. */
  public List<Effect> drain() {
    List<Effect> drained = List.copyOf(effects);
    effects.clear();
    return drained;
  }

  /** When {@link #advance} has something to do even if nothing happens; monotonic nanoseconds. */
  public long nextWakeNanos() {
    return timers.nextNanos();
  }

  /** What can be seen of it now. */
  public CoreSnapshot snapshot() {
    return CoreSnapshot.of(directory, lanes, partitions.values(), tallies, unwritten, handedOver);
  }

  private void moveTo(Now at) {
    now = at;
    clock.advanceTo(at.nanos());
  }

  // Reading

  private void recordsRead(CoreEvent.RecordsRead read) {
    PartitionState partition = partitions.get(read.partition());
    if (partition == null || partition.epoch() != read.epoch() || partition.isEnding()) {
      return;
    }
    long resume = partition.recovered().resume().offset();
    for (CoreEvent.ReadRecord record : read.records()) {
      if (record.raw().offset() < resume) {
        admission.remember(record.raw(), record.decoded(), partition.recentIds());
      } else {
        recordRead(partition, record);
      }
    }
    if (read.nextOffset() > resume) {
      partition.readTo(read.nextOffset());
    }
    steerReading(partition);
  }

  private void recordRead(PartitionState partition, CoreEvent.ReadRecord record) {
    var admitted =
        admission.admit(
            record.raw(), record.decoded(), partition.recovered(), partition.recentIds(), now);
    if (admitted.isEmpty()) {
      return;
    }
    partition.opened(record.raw().offset(), admitted.size(), record.raw().weight());
    for (Admission.Admitted one : admitted) {
      switch (one) {
        case Admission.Admitted.Closed(var write) -> {
          counter(workspaceOf(write)).read();
          publish(partition, write);
        }
        case Admission.Admitted.Queued(var pending, var workspace, var before) -> {
          counter(workspace.id()).read();
          WorkspaceQueue queue = queueOf(partition, workspace);
          if (before != null && before.dueMillis() > now.millis()) {
            resumeAt(queue, pending, before.dueMillis() - now.millis());
          } else {
            queue.add(pending);
            queue.lane().ready(queue);
          }
        }
      }
    }
  }

  private WorkspaceQueue queueOf(PartitionState partition, Workspace workspace) {
    WorkspaceQueue queue = partition.queue(workspace.id());
    if (queue == null) {
      queue = new WorkspaceQueue(workspace, throttles.of(workspace), laneOf(workspace));
      partition.add(queue);
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

  /** Each partition may hold its share of the window: one that is full leaves the others alone. */
  private void steerReading(PartitionState partition) {
    long share = settings.windowBytes() / partitions.size();
    boolean full = partition.bytes() > (partition.isReadingPaused() ? share * 3 / 4 : share);
    if (full != partition.isReadingPaused()) {
      partition.setReadingPaused(full);
      effects.add(new Effect.Reading(partition.partition(), !full));
    }
  }

  // Calling

  private void serve(Lane lane, WorkspaceQueue queue) {
    while (lane.hasPermit() && lane.mayGoOn(queue) && unwritten < settings.maxUnwritten()) {
      if (queue.heldUntilNanos() > now.nanos()) {
        wake(queue, queue.heldUntilNanos());
        return;
      }
      Pending head = queue.head();
      if (head == null) {
        return;
      }
      Write refusal = starter.refusal(head, queue, now);
      if (refusal != null) {
        queue.take(head);
        queue.ended(head);
        publish(partitionOf(head), refusal);
        continue;
      }
      long wait = queue.throttle().nanosToWait();
      if (wait > 0) {
        head.throttledFrom(now.nanos());
        wake(queue, now.nanos() + wait);
        return;
      }
      start(lane, queue, head);
    }
    lane.ready(queue);
  }

  private void start(Lane lane, WorkspaceQueue queue, Pending head) {
    PartitionState partition = partitionOf(head);
    Attempt attempt = starter.start(queue, head, partition, now);
    lane.acquire();
    lane.spent(queue, attempt.requests().size());
    partition.callStarted();
    inFlight.put(attempt.call().callId(), attempt);
    effects.add(attempt.call());
  }

  private void wake(WorkspaceQueue queue, long atNanos) {
    if (queue.wakeAt(atNanos)) {
      timers.at(
          atNanos,
          at -> {
            if (queue.awake(at)) {
              queue.lane().ready(queue);
            }
          });
    }
  }

  // Settling

  private void replied(CoreEvent.Replied replied) {
    Attempt attempt = inFlight.remove(replied.callId());
    if (attempt == null) {
      throw new IllegalStateException("call " + replied.callId() + " is not in flight");
    }
    WorkspaceQueue queue = attempt.queue();
    queue.lane().release();
    attempt.partition().callEnded();
    if (attempt.partition().isLost()) {
      return;
    }
    // The last first, so that several requests that go back to the head of their flow keep their
    // order.
    for (int i = attempt.requests().size() - 1; i >= 0; i--) {
      Pending pending = attempt.requests().get(i);
      pending.answered(replied.vendorNanos());
      settle(attempt, pending, replied.verdicts().get(i));
      freeRecipient(queue, pending);
    }
    queue.lane().ready(queue);
    releaseIfAtRest(attempt.partition());
  }

  private void settle(Attempt attempt, Pending pending, Verdict verdict) {
    WorkspaceQueue queue = attempt.queue();
    counter(queue.workspace().id()).attempted(verdict);
    switch (settlement.settle(pending, queue, verdict, now)) {
      case Settlement.Settled.Close(var write) -> publish(attempt.partition(), write);
      case Settlement.Settled.Again(var write, var delay) -> {
        publish(attempt.partition(), write);
        resumeAt(queue, pending, delay.toMillis());
      }
      case Settlement.Settled.Throttled(var untilNanos) -> {
        if (!queue.isClosed()) {
          queue.addFirst(pending);
          wake(queue, untilNanos);
        }
      }
    }
  }

  private void freeRecipient(WorkspaceQueue queue, Pending finished) {
    long freeAt = queue.finished(finished);
    if (freeAt <= now.nanos()) {
      queue.freeRecipient(finished, now.nanos());
    } else {
      timers.at(
          freeAt,
          _ -> {
            queue.freeRecipient(finished, now.nanos());
            queue.lane().ready(queue);
          });
    }
  }

  private void resumeAt(WorkspaceQueue queue, Pending pending, long inMillis) {
    timers.at(
        now.nanos() + Duration.ofMillis(inMillis).toNanos(),
        _ -> {
          if (!queue.isClosed()) {
            queue.addFirst(pending);
            queue.lane().ready(queue);
          }
        });
  }

  // Writing

  private void publish(PartitionState partition, Write write) {
    partition.writing();
    unwritten++;
    effects.add(new Effect.Publish(write));
  }

  private void written(List<Write> writes, Map<Integer, Long> journalEnds) {
    unwritten -= writes.size();
    journalEnds.forEach(
        (partition, end) -> {
          PartitionState state = partitions.get(partition);
          if (state != null) {
            state.journalWritten(end);
          }
        });
    for (Write write : writes) {
      PartitionState partition = partitions.get(write.position().partition());
      if (write.closes()) {
        counter(workspaceOf(write)).closed(write);
      }
      if (partition == null) {
        throw new IllegalStateException("a partition stays until its writes are through");
      }
      partition.written();
      if (write.closes()) {
        partition.closed(write.position().offset());
      }
    }
    journalEnds.keySet().stream()
        .map(partitions::get)
        .forEach(
            state -> {
              if (state != null) {
                steerReading(state);
                releaseIfAtRest(state);
              }
            });
  }

  private void commit(long atNanos) {
    for (PartitionState partition : partitions.values()) {
      OpenOffsets.Resume resume = partition.isLost() ? null : partition.toCommit();
      if (resume != null) {
        effects.add(new Effect.Commit(partition.partition(), resume));
      }
    }
    timers.at(atNanos + COMMIT_EVERY_NANOS, this::commit);
  }

  // Taking and giving up partitions

  private void opened(CoreEvent.PartitionOpened opened) {
    int partition = opened.partition();
    if (opened.epoch() <= endedEpochs.getOrDefault(partition, 0L)) {
      effects.add(new Effect.Released(partition, null));
      return;
    }
    partitions.put(
        partition,
        new PartitionState(
            partition, opened.epoch(), opened.recovered(), settings.duplicatesWindow()));
  }

  /**
   * A lost partition too keeps its place until its last writes are through: only then may it be
   * opened again.
   */
  private void end(int partition, long epoch, Consumer<PartitionState> how) {
    endedEpochs.merge(partition, epoch, Math::max);
    PartitionState state = partitions.get(partition);
    if (state == null) {
      effects.add(new Effect.Released(partition, null));
    } else {
      how.accept(state);
      releaseIfAtRest(state);
    }
  }

  private void releaseIfAtRest(PartitionState partition) {
    if (partition.isAtRest() && partitions.remove(partition.partition(), partition)) {
      handedOver += partition.openRequests();
      OpenOffsets.Resume resume = partition.isLost() ? null : partition.resume();
      effects.add(new Effect.Released(partition.partition(), resume));
    }
  }

  private PartitionState partitionOf(Pending pending) {
    PartitionState partition = partitions.get(pending.position().partition());
    if (partition == null) {
      throw new IllegalStateException("a waiting request of a partition that is not ours");
    }
    return partition;
  }

  private Tally.Counter counter(@Nullable String workspaceId) {
    String known =
        workspaceId != null && directory.workspaces().containsKey(workspaceId)
            ? workspaceId
            : CoreSnapshot.OTHER;
    return tallies.computeIfAbsent(known, _ -> new Tally.Counter());
  }

  private static @Nullable String workspaceOf(Write write) {
    return switch (write) {
      case Write.Final(_, _, var outcome, _) -> outcome.workspaceId();
      case Write.Retrying(_, _, var outcome, _) -> outcome.workspaceId();
      case Write.Moved(_, _, _, var workspaceId, _, _) -> workspaceId;
      case Write.Unreadable _ -> null;
    };
  }
}
