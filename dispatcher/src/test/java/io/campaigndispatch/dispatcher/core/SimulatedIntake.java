package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.RawRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One process's membership and readers, as {@code intake} has them: which partitions it believes to
 * be its own, how far it read them, what it is to commit.
 */
final class SimulatedIntake {

  /** For the last transaction of a partition that is given up. */
  private static final int HANDOVER_MILLIS = 2_000;

  /** Bytes of a fetch. */
  private static final long LARGEST_FETCH = 1 << 20;

  private final World world;
  private final SimulatedWorker worker;
  private final Map<Integer, Long> epochs = new HashMap<>();
  private final Map<Long, Integer> generations = new HashMap<>();
  private final Map<Integer, Long> wanted = new HashMap<>();
  private final Map<Integer, Long> opened = new HashMap<>();
  private final Map<Integer, Long> positions = new HashMap<>();
  private boolean reads = true;
  private final Map<Integer, OpenOffsets.Resume> toCommit = new HashMap<>();
  private final Map<Integer, Draining> draining = new HashMap<>();
  private final String id;
  private int generation;
  private int heard;
  private long asked;

  /** An assignment that ends, and what to do when it has. */
  private record Draining(long epoch, Runnable done) {}

  private long lastEpoch;

  /**
   * @param id its process's transactional id
   */
  SimulatedIntake(World world, SimulatedWorker worker, String id) {
    this.world = world;
    this.worker = worker;
    this.id = id;
  }

  @Override
  public String toString() {
    return id;
  }

  /** Others may not know yet that its process is gone. */
  private void inItsProcess(int millis, Runnable task) {
    if (worker.intake() == this) {
      worker.soon(millis, task);
    }
  }

  // Membership

  /** Its core asks whether what was given to it is still its own. */
  void confirm(long question) {
    world.faults.count(Fault.MEMBERSHIP_ASKED);
    asked = question;
    worker.soon(world.calm ? 0 : world.chance.below(300), () -> ask(question));
  }

  private void ask(long question) {
    if (question != asked) {
      return;
    }
    boolean known = epochs.isEmpty() || world.group.takes(this, generation);
    if ((draining.isEmpty() && known) || !world.tampering.asksGroup()) {
      worker.post(new CoreEvent.MembershipConfirmed(question));
    } else {
      worker.soon(100, () -> ask(question));
    }
  }

  /** Its group has moved on; it hears of that while its process runs. */
  void knows(int newGeneration) {
    inItsProcess(
        world.calm ? 0 : world.chance.below(300),
        () -> {
          if (world.group.isMember(this)) {
            heard = Math.max(heard, newGeneration);
            catchUp();
          }
        });
  }

  /** While it gives a partition up, its membership's thread hears of nothing else. */
  private void catchUp() {
    if (draining.isEmpty()) {
      generation = heard;
    }
  }

  /**
   * In which generation an assignment of a partition is its own, for all this process knows; null
   * when the assignment is over.
   */
  @Nullable Integer generation(int partition, long epoch) {
    return believesIn(partition, epoch) || isDraining(partition, epoch) ? generation : null;
  }

  /** The group gives it a partition. */
  void assigned(int partition, int generation) {
    assigned(partition, generation, 0);
  }

  private void assigned(int partition, int generation, int millis) {
    inItsProcess(
        millis,
        () -> {
          if (draining.containsKey(partition)) {
            // Its membership's thread still waits for the end of what was before.
            assigned(partition, generation, 100);
          } else if (world.group.holds(this, partition, generation)) {
            epochs.put(partition, ++lastEpoch);
            generations.put(lastEpoch, generation);
            wanted.put(partition, lastEpoch);
            begin(partition);
          }
        });
  }

  /**
   * The group takes a partition away.
   *
   * @param done when it may have it
   */
  void revoke(int partition, Runnable done) {
    inItsProcess(
        0,
        () -> {
          if (!world.group.holds(this, partition) || !epochs.containsKey(partition)) {
            done.run();
            return;
          }
          long epoch = stop(partition);
          draining.put(partition, new Draining(epoch, done));
          worker.post(new CoreEvent.PartitionRevoked(partition, epoch));
          int patience = world.calm ? 30_000 : world.chance.below(15_000);
          worker.soon(patience, () -> abandon(partition, epoch));
        });
  }

  private boolean isDraining(int partition, long epoch) {
    Draining ending = draining.get(partition);
    return ending != null && ending.epoch() == epoch;
  }

  private void abandon(int partition, long epoch) {
    if (isDraining(partition, epoch)) {
      world.faults.count(Fault.CALLS_ABANDONED);
      worker.endsUnclean(partition);
      worker.post(new CoreEvent.PartitionAbandoned(partition, epoch));
      worker.soon(
          HANDOVER_MILLIS,
          () -> {
            if (isDraining(partition, epoch)) {
              world.faults.count(Fault.HANDED_OVER_UNRELEASED);
              worker.post(new CoreEvent.PartitionLost(partition, epoch));
              handOver(partition);
            }
          });
    }
  }

  /** The group took everything away, a while ago. */
  void lostAll() {
    for (int partition : List.copyOf(epochs.keySet())) {
      long epoch = stop(partition);
      toCommit.remove(partition);
      worker.post(new CoreEvent.PartitionLost(partition, epoch));
    }
  }

  /** The coordinator has given it up; it does not know yet. */
  void isNoMemberAnyMore() {
    worker.endsUnclean(this);
  }

  private long stop(int partition) {
    wanted.remove(partition);
    positions.remove(partition);
    Long epoch = epochs.remove(partition);
    return epoch == null ? lastEpoch : epoch;
  }

  /** The core has let go of a partition. */
  void released(Effect.Released released) {
    int partition = released.partition();
    if (released.resume() != null) {
      toCommit.put(partition, released.resume());
    }
    opened.remove(partition);
    if (draining.containsKey(partition)) {
      handOver(partition);
    }
    begin(partition);
  }

  private void handOver(int partition) {
    commit(partition);
    Draining ended = draining.remove(partition);
    if (ended != null) {
      catchUp();
      ended.done().run();
    }
  }

  void commit(Effect.Commit commit) {
    toCommit.put(commit.partition(), commit.resume());
    if (world.chance.percent(50)) {
      commitAll();
    } else {
      worker.soon(world.chance.below(150), this::commitAll);
    }
  }

  private void commitAll() {
    for (int partition : List.copyOf(toCommit.keySet())) {
      if (epochs.containsKey(partition)) {
        commit(partition);
      }
    }
  }

  private void commit(int partition) {
    OpenOffsets.Resume resume = toCommit.remove(partition);
    if (resume != null && world.group.holds(this, partition)) {
      world.kafka.commit(partition, resume);
    }
  }

  // Opening

  private void begin(int partition) {
    Long epoch = wanted.get(partition);
    if (epoch != null && !opened.containsKey(partition)) {
      wanted.remove(partition);
      opened.put(partition, epoch);
      worker.soon(world.chance.below(200), () -> open(partition, epoch));
    }
  }

  private void open(int partition, long epoch) {
    boolean stillWanted = epoch == epochs.getOrDefault(partition, 0L);
    if (!stillWanted) {
      // The reader may not know yet that it is no longer wanted.
      if (world.chance.percent(50)) {
        return;
      }
      world.faults.count(Fault.OPENED_AFTER_ITS_END);
    }
    Restored restored = world.kafka.takeOver(partition, id);
    if (stillWanted) {
      positions.put(partition, restored.readFrom());
    }
    worker.post(new CoreEvent.PartitionOpened(partition, epoch, restored));
  }

  /** Whether a partition is, for all this process knows, its own in this very assignment. */
  boolean believesIn(int partition, long epoch) {
    return epoch == epochs.getOrDefault(partition, 0L);
  }

  /** Whether the group has not taken it away since it was given in this assignment. */
  boolean isStillGiven(int partition, long epoch) {
    Integer generation = generations.get(epoch);
    return generation != null && world.group.holds(this, partition, generation);
  }

  // Reading

  void setReading(Effect.Reading reading) {
    reads = reading.on();
    if (!reads) {
      world.faults.count(Fault.READING_PAUSED);
    }
  }

  /** Reads on, a few records. */
  void read(int partition, int most) {
    Long from = positions.get(partition);
    if (from == null || !reads) {
      return;
    }
    SimulatedLog log = world.kafka.log(partition);
    if (from < log.begin()) {
      from = log.begin();
      positions.put(partition, from);
      worker.post(new CoreEvent.UnreadDeleted(partition, epochs.getOrDefault(partition, 0L), from));
    }
    long end = Math.min(log.end(), from + most);
    if (end > from) {
      List<CoreEvent.ReadRecord> records = log.read(from, end);
      int fetched = fetched(records);
      long to = fetched == records.size() ? end : records.get(fetched).raw().offset();
      positions.put(partition, to);
      worker.post(
          new CoreEvent.RecordsRead(
              partition, epochs.getOrDefault(partition, 0L), records.subList(0, fetched), to));
    }
  }

  /** How many of these records one fetch brings. */
  private static int fetched(List<CoreEvent.ReadRecord> records) {
    int fetched = 0;
    for (long bytes = 0; fetched < records.size() && bytes < LARGEST_FETCH; fetched++) {
      bytes += records.get(fetched).raw().weight();
    }
    return fetched;
  }

  /** Retention deleted something of a partition. */
  void logBegins(int partition) {
    inItsProcess(
        world.chance.below(3_000),
        () -> {
          if (positions.containsKey(partition)) {
            worker.post(new CoreEvent.LogBegins(partition, world.kafka.log(partition).begin()));
          }
        });
  }

  /** What earlier owners parked, in two parts. */
  void scan(Effect.ScanDelayed asked) {
    world.faults.count(Fault.DELAYED_SCANNED);
    long middle = world.chance.between(asked.from(), asked.to());
    worker.soon(world.chance.below(100), () -> scanned(asked, asked.from(), middle));
    worker.soon(world.chance.between(100, 300), () -> scanned(asked, middle, asked.to()));
  }

  private void scanned(Effect.ScanDelayed asked, long from, long to) {
    if (believesIn(asked.partition(), asked.epoch())) {
      worker.post(
          new CoreEvent.DelayedScanned(
              asked.partition(),
              asked.epoch(),
              world.kafka.delay(asked.partition()).read(from, to),
              to));
    }
  }

  void reread(Effect.RereadDelayed asked) {
    boolean split = !world.calm && world.chance.percent(50);
    long until = split ? world.chance.one(asked.offsets()) : asked.offsets().getLast() + 1;
    worker.soon(
        world.calm ? 1 : world.chance.below(100),
        () -> {
          answer(asked, asked.offsets().getFirst(), until);
          worker.soon(1, () -> answer(asked, until, asked.offsets().getLast() + 1));
        });
  }

  private void answer(Effect.RereadDelayed asked, long from, long to) {
    if (from < to && believesIn(asked.partition(), asked.epoch())) {
      List<RawRecord> records =
          world.kafka.delay(asked.partition()).read(from, to).stream()
              .filter(record -> asked.offsets().contains(record.offset()))
              .toList();
      worker.post(
          new CoreEvent.DelayedReread(asked.partition(), asked.epoch(), asked.pass(), records, to));
    }
  }

  void reread(Effect.Reread asked) {
    boolean split = !world.calm && world.chance.percent(50);
    if (split) {
      world.faults.count(Fault.SPLIT_REREAD);
    }
    long until = split ? world.chance.one(asked.offsets()) : asked.offsets().getLast() + 1;
    worker.soon(world.calm ? 1 : world.chance.below(100), () -> answer(asked, 0, until));
  }

  /** Answers what is wanted between two offsets, as far as one fetch comes; then the rest. */
  private void answer(Effect.Reread asked, long from, long to) {
    if (!believesIn(asked.partition(), asked.epoch())) {
      return;
    }
    List<CoreEvent.ReadRecord> records = new ArrayList<>();
    for (long offset : asked.offsets()) {
      if (offset >= from && offset < to) {
        SimulatedLog.Logged logged = world.kafka.log(asked.partition()).at(offset);
        if (logged != null) {
          records.add(logged.read());
        }
      }
    }
    int fetched = fetched(records);
    long readTo = fetched == records.size() ? to : records.get(fetched).raw().offset();
    worker.post(
        new CoreEvent.RecordsReread(
            asked.partition(), asked.epoch(), asked.pass(), records.subList(0, fetched), readTo));
    long end = asked.offsets().getLast() + 1;
    if (readTo < end) {
      boolean pause = !world.calm && readTo == to;
      worker.soon(pause ? world.chance.below(500) : 2, () -> answer(asked, readTo, end));
    }
  }
}
