package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.ReadAhead;
import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.throttle.CoreClock;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import io.campaigndispatch.dispatcher.vendor.VendorAdapter;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.VendorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static final long COMMIT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long CALLED_EVERY_NANOS = Duration.ofMillis(100).toNanos();

  private final Backlog backlog;
  private final Rereading rereading;
  private final Losses losses;
  private final Windows windows;
  private final Delays delays;
  private final CoreClock clock;
  private final Markers markers;
  private final Queues queues;
  private final Calls calls;
  private final Replies replies;
  private final Homes homes;
  private final Levels levels;
  private final Holds holds;
  private final CampaignTallies tallies;
  private final CampaignControl campaigns;
  private final Sweeper sweeper;
  private final Results results;
  private final Timers timers = new Timers();
  private final Suppressions suppressions = new Suppressions();
  private final List<Effect> effects = new ArrayList<>();
  private final Standstill standstill = new Standstill(effects);
  private final Memory memory;
  private final Bookkeeping books;
  private final Assignments assignments;
  private final Acknowledgements acknowledgements;
  private final Map<Integer, PartitionState> partitions = new HashMap<>();

  private long windowsWakeNanos = Long.MAX_VALUE;
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
    this.now = now;
    this.clock = new CoreClock(now.nanos());
    this.homes = new Homes(settings.homePartitions());
    this.memory = new Memory(settings.windowBytes());
    ReadAhead readAhead = new ReadAhead();
    this.tallies = new CampaignTallies(settings.campaigns().pauseAfter());
    this.results = new Results(directory, settings.maxUnwritten(), tallies, effects);
    Retries retries = new Retries(timers, memory);
    Throttles throttles = new Throttles(clock, directory, homes::of);
    Starter starter = new Starter(adapters, templates, suppressions);
    this.markers = new Markers(starter, results, partitions);
    this.holds = new Holds(homes, markers::takeBack, partitions);
    VerdictHolds verdictHolds = new VerdictHolds(settings.holds(), homes, timers, holds);
    this.sweeper = new Sweeper(starter, results, timers, partitions.values(), now);
    this.delays = new Delays(results, holds, effects);
    this.campaigns =
        new CampaignControl(
            settings.campaigns(),
            tallies,
            holds,
            verdictHolds,
            homes,
            sweeper,
            delays,
            clock,
            timers,
            partitions);
    this.queues = new Queues(directory, clock, readAhead, throttles, holds, partitions.values());
    this.calls =
        new Calls(
            queues.lanes().values(),
            starter,
            markers,
            timers,
            results,
            verdictHolds,
            campaigns,
            memory,
            effects,
            partitions);
    this.replies =
        new Replies(
            calls,
            new Settlement(random, verdictHolds),
            markers,
            retries,
            verdictHolds,
            results,
            timers,
            effects);
    this.windows = new Windows(calls, results, memory, readAhead, effects, now);
    Admission admission = new Admission(directory, homes, holds);
    this.backlog =
        new Backlog(
            directory, admission, queues, starter, holds, campaigns, retries, results, memory,
            windows);
    this.losses = new Losses(results, effects);
    this.rereading = new Rereading(admission, backlog, sweeper, losses, results, memory);
    this.levels = new Levels(throttles, directory, settings.maxUnwritten());
    this.books = new Bookkeeping(throttles, verdictHolds, results, effects);
    this.assignments =
        new Assignments(
            partitions,
            backlog,
            losses,
            delays,
            levels,
            books,
            results,
            memory,
            throttles,
            verdictHolds,
            timers,
            effects);
    this.acknowledgements =
        new Acknowledgements(
            partitions, assignments, results, calls, markers, retries, delays, campaigns);
    timers.at(now.nanos() + COMMIT_EVERY_NANOS, this::commit);
    timers.at(now.nanos() + CALLED_EVERY_NANOS, this::writeCalled);
  }

  /** Takes one event; what follows from it is decided by the next {@link #advance}. */
  public void handle(CoreEvent event, Now at) {
    moveTo(at);
    switch (event) {
      case CoreEvent.TemplatesChanged(var templates) -> calls.use(templates);
      case CoreEvent.WorkspacePaused paused -> holds.workspacePaused(paused);
      case CoreEvent.CredentialChanged(var workspaceId) -> holds.credentialChanged(workspaceId);
      case CoreEvent.CampaignChanged changed -> campaigns.changed(changed, now);
      case CoreEvent.SnapshotsGone() ->
          partitions.values().forEach(partition -> partition.snapshotPace().hasten());
      case CoreEvent.SuppressionChanged changed -> suppressions.changed(changed);
      case CoreEvent.DirectoryChanged(var directory) -> use(directory);
      case CoreEvent.ProcessorLoad(var load) -> windows.processorLoad(load);
      case CoreEvent.PartitionOpened opened -> {
        if (assignments.open(opened, now)) {
          campaigns.opened(opened.partition());
        }
      }
      case CoreEvent.RecordsRead read -> {
        PartitionState partition = assignments.current(read.partition(), read.epoch());
        if (partition != null) {
          backlog.read(partition, read, now);
        }
      }
      case CoreEvent.RecordsReread reread -> {
        PartitionState partition = assignments.current(reread.partition(), reread.epoch());
        if (partition != null) {
          rereading.reread(partition, reread, now);
        }
      }
      case CoreEvent.DelayedScanned scanned -> {
        PartitionState partition = assignments.current(scanned.partition(), scanned.epoch());
        if (partition != null) {
          delays.scanned(partition, scanned, now);
        }
      }
      case CoreEvent.DelayedReread reread -> {
        PartitionState partition = assignments.current(reread.partition(), reread.epoch());
        if (partition != null) {
          delays.reread(partition, reread, now);
        }
      }
      case CoreEvent.UnreadDeleted(var number, var epoch, var nextOffset) -> {
        PartitionState partition = assignments.current(number, epoch);
        if (partition != null) {
          losses.unreadDeleted(partition, nextOffset);
          delays.unreadDeleted(partition, nextOffset);
        }
      }
      case CoreEvent.LogBegins(var number, var firstOffset) -> {
        PartitionState partition = partitions.get(number);
        if (partition != null && !partition.isEnding()) {
          losses.logBegins(partition, firstOffset);
        }
      }
      case CoreEvent.PartitionRevoked(var partition, var epoch) ->
          assignments.end(partition, epoch, this::release, now);
      case CoreEvent.PartitionAbandoned(var number, var epoch) -> {
        PartitionState partition = partitions.get(number);
        if (partition != null && partition.epoch() == epoch) {
          partition.abandonCalls();
          assignments.releaseIfAtRest(partition, now);
        }
      }
      case CoreEvent.PartitionLost(var partition, var epoch) ->
          assignments.end(partition, epoch, PartitionState::lose, now);
      case CoreEvent.WrittenLate late -> calls.writtenLate(late);
      case CoreEvent.Replied replied ->
          assignments.releaseIfAtRest(replies.replied(replied, now), now);
      case CoreEvent.Written written -> acknowledgements.written(written, now);
      case CoreEvent.OwnershipRefused refused -> acknowledgements.refused(refused, now);
      case CoreEvent.MembershipConfirmed(var question) -> standstill.confirmed(question);
      case CoreEvent.GroupSilent _ -> standstill.doubt();
    }
  }

  private void use(Directory directory) {
    backlog.use(directory);
    results.use(directory);
    levels.use(directory);
    for (WorkspaceQueue queue : queues.use(directory)) {
      PartitionState partition = partitions.get(homes.of(queue.workspace().id()));
      if (partition != null && !partition.isEnding()) {
        sweeper.sweep(partition, queue, null);
      }
    }
  }

  private void release(PartitionState partition) {
    markers.takeBack(partition);
    partition.release();
  }

  /** Runs what is due, starts every call that may start, and asks for what is to be read again. */
  public void advance(Now at) {
    moveTo(at);
    timers.run(now.nanos());
    if (standstill.isConfirmed()) {
      calls.start(now);
    }
    windowsWakeNanos =
        Math.min(
            windows.advance(partitions.values(), now), delays.advance(partitions.values(), now));
  }

  /** What was decided since the last call, in order. */
  public List<Effect> drain() {
    List<Effect> drained = List.copyOf(effects);
    effects.clear();
    return drained;
  }

  /** When {@link #advance} has something to do even if nothing happens; monotonic nanoseconds. */
  public long nextWakeNanos() {
    return Math.min(timers.nextNanos(), windowsWakeNanos);
  }

  /** What can be seen of it now. */
  public CoreSnapshot snapshot() {
    return CoreSnapshot.of(
        queues.lanes(),
        partitions.values(),
        results,
        results.isFull() || !standstill.isConfirmed(),
        holds,
        tallies,
        assignments.account(),
        now);
  }

  /** The same as in the snapshot, so cheaply that it can be looked at after every step. */
  long unaccounted() {
    CoreSnapshot.Account account = assignments.account();
    long unaccounted = account.takenOver() - account.handedOver();
    for (Tally.Counter counter : results.tallies().values()) {
      unaccounted += counter.readAndNotEnded();
    }
    for (PartitionState partition : partitions.values()) {
      unaccounted += partition.takenOver() - partition.open();
    }
    return unaccounted;
  }

  /** Bytes that records in memory take. */
  long heldBytes() {
    return memory.held();
  }

  /** Those that are ours; to be looked at only. */
  Collection<PartitionState> partitions() {
    return partitions.values();
  }

  private void moveTo(Now at) {
    if (!partitions.isEmpty()) {
      standstill.passed(now.nanos(), at.nanos());
    }
    now = at;
    sweeper.at(at);
    clock.advanceTo(at.nanos());
    results.at(at.nanos());
  }

  private void commit(long atNanos) {
    books.commit(partitions.values(), now);
    timers.at(Math.max(atNanos, now.nanos()) + COMMIT_EVERY_NANOS, this::commit);
  }

  private void writeCalled(long atNanos) {
    books.writeCalled(partitions.values());
    timers.at(Math.max(atNanos, now.nanos()) + CALLED_EVERY_NANOS, this::writeCalled);
  }
}
