package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** The group gives it a partition. */
  void assigned(int partition, int generation) {
    inItsProcess(
        0,
        () -> {
          if (world.group.holds(this, partition, generation)) {
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
