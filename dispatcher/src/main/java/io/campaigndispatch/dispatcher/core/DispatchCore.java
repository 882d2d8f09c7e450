package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

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

  private static final int WEIGHT_OF_A_FURTHER_RECIPIENT = 1_000;
  private static final long COMMIT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  private final CoreSettings settings;
  private final Admission admission;
  private final CoreClock clock;
  private final Calls calls;
  private final Results results;
  private final Timers timers = new Timers();
  private final List<Effect> effects = new ArrayList<>();
  private final Map<Integer, PartitionState> partitions = new HashMap<>();
  private final Map<Integer, Long> endedEpochs = new HashMap<>();

  private long handedOver;
  private Now now;

  /**
   * @param adapters a vendor type's adapter
   * @param templates what requests are held against before a token is spent
   * @param random for jitter
   */
  public DispatchCore(
      CoreSettings settings,
      Directory directory,
      Function<VendorType, VendorAdapter> adapters,
      TemplateGate templates,
      RandomGenerator random,
      Now now) {
    this.settings = settings;
    this.now = now;
    this.clock = new CoreClock(now.nanos());
    Homes homes = new Homes(settings.homePartitions());
    this.admission = new Admission(directory, homes);
    this.results = new Results(directory, settings.maxUnwritten(), effects);
    this.calls =
        new Calls(
            directory,
            new Throttles(clock, directory, homes::of),
            new Starter(adapters, templates),
            new Settlement(random),
            timers,
            results,
            effects,
            partitions);
    timers.at(now.nanos() + COMMIT_EVERY_NANOS, this::commit);
  }

  /** Takes one event; what follows from it is decided by the next {@link #advance}. */
  public void handle(CoreEvent event, Now at) {
    moveTo(at);
    switch (event) {
      case CoreEvent.TemplatesChanged(var templates) -> calls.use(templates);
      case CoreEvent.PartitionOpened opened -> opened(opened);
      case CoreEvent.RecordsRead read -> recordsRead(read);
      case CoreEvent.PartitionRevoked(var partition, var epoch) ->
          end(partition, epoch, PartitionState::release);
      case CoreEvent.PartitionLost(var partition, var epoch) ->
          end(partition, epoch, PartitionState::lose);
      case CoreEvent.WrittenLate late -> calls.writtenLate(late);
      case CoreEvent.Replied replied -> releaseIfAtRest(calls.replied(replied, now));
      case CoreEvent.Written(var writes, var journalEnds) -> written(writes, journalEnds);
    }
  }

  /** Runs what is due and starts every call that may start. */
  public void advance(Now at) {
    moveTo(at);
    timers.run(now.nanos());
    calls.start(now);
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
    return CoreSnapshot.of(calls.lanes(), partitions.values(), results, handedOver);
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
    results.unknownFields(record.decoded());
    int weight = record.raw().weight() + (admitted.size() - 1) * WEIGHT_OF_A_FURTHER_RECIPIENT;
    partition.opened(record.raw().offset(), admitted.size(), weight);
    for (Admission.Admitted one : admitted) {
      switch (one) {
        case Admission.Admitted.Closed(var write) -> results.readAndClosed(partition, write);
        case Admission.Admitted.Queued(var pending, var workspace, var before) -> {
          results.read(workspace.id());
          calls.add(partition, pending, workspace, before, now);
        }
      }
    }
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

  // Writing

  private void written(List<Write> writes, Map<Integer, Long> journalEnds) {
    journalEnds.forEach((partition, end) -> stateOf(partition).journalWritten(end));
    for (Write write : writes) {
      if (write instanceof Write.OfRequest request) {
        results.written(stateOf(write.partition()), request);
      }
    }
    for (int partition : journalEnds.keySet()) {
      PartitionState state = stateOf(partition);
      steerReading(state);
      releaseIfAtRest(state);
    }
  }

  private PartitionState stateOf(int partition) {
    PartitionState state = partitions.get(partition);
    if (state == null) {
      throw new IllegalStateException("a partition stays until its writes are through");
    }
    return state;
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
      // Its end came first and was answered then.
      return;
    }
    partitions.put(
        partition,
        new PartitionState(
            partition, opened.epoch(), opened.recovered(), settings.duplicatesWindow()));
    partitions.values().forEach(this::steerReading);
  }

  /**
   * A lost partition too keeps its place until its last writes are through: only then may it be
   * opened again.
   */
  private void end(int partition, long epoch, Consumer<PartitionState> how) {
    Long endedBefore = endedEpochs.get(partition);
    endedEpochs.merge(partition, epoch, Math::max);
    PartitionState state = partitions.get(partition);
    if (state == null) {
      // A second answer would reach the reader within the next assignment and end that one.
      if (endedBefore == null || epoch > endedBefore) {
        effects.add(new Effect.Released(partition, null));
      }
    } else {
      how.accept(state);
      timers.forgetClosed();
      releaseIfAtRest(state);
    }
  }

  private void releaseIfAtRest(PartitionState partition) {
    if (partition.isAtRest() && partitions.remove(partition.partition(), partition)) {
      handedOver += partition.openRequests();
      OpenOffsets.Resume resume = partition.isLost() ? null : partition.resume();
      effects.add(new Effect.Released(partition.partition(), resume));
      partitions.values().forEach(this::steerReading);
    }
  }
}
