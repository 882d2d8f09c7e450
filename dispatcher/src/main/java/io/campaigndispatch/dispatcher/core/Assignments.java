package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Timers;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.throttle.Throttles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes partitions, and gives them up once nothing of them is outstanding. Owned by the core
 * thread.
 */
final class Assignments {

  private final Map<Integer, PartitionState> partitions;
  private final Map<Integer, Long> endedEpochs = new HashMap<>();
  private final Backlog backlog;
  private final Losses losses;
  private final Delays delays;
  private final Levels levels;
  private final Bookkeeping books;
  private final Results results;
  private final Memory memory;
  private final Throttles throttles;
  private final VerdictHolds holds;
  private final Timers timers;
  private final List<Effect> effects;
  private long handedOver;
  private long takenOver;

  /**
   * @param partitions those that are ours, by number; only changed here
   * @param effects where it is put that a partition is released
   */
  Assignments(
      Map<Integer, PartitionState> partitions,
      Backlog backlog,
      Losses losses,
      Delays delays,
      Levels levels,
      Bookkeeping books,
      Results results,
      Memory memory,
      Throttles throttles,
      VerdictHolds holds,
      Timers timers,
      List<Effect> effects) {
    this.partitions = partitions;
    this.backlog = backlog;
    this.losses = losses;
    this.delays = delays;
    this.levels = levels;
    this.books = books;
    this.results = results;
    this.memory = memory;
    this.throttles = throttles;
    this.holds = holds;
    this.timers = timers;
    this.effects = effects;
  }

  /** Of partitions that are no longer ours. */
  CoreSnapshot.Account account() {
    return new CoreSnapshot.Account(takenOver, handedOver);
  }

  /** The partition, while it is ours and an event belongs to this assignment of it. */
  @Nullable PartitionState current(int number, long epoch) {
    PartitionState partition = partitions.get(number);
    return partition == null || partition.epoch() != epoch || partition.isEnding()
        ? null
        : partition;
  }

  /**
   * A partition was assigned, and what earlier owners left of it is known.
   *
   * @return whether it is ours now; else its end came first
   */
  boolean open(CoreEvent.PartitionOpened opened, Now now) {
    int number = opened.partition();
    if (opened.epoch() <= endedEpochs.getOrDefault(number, 0L)) {
      // That was answered then.
      return false;
    }
    PartitionState partition =
        new PartitionState(
            number, opened.epoch(), opened.restored(), memory, results::lost, now.nanos());
    partitions.put(number, partition);
    Map<String, Integer> calledBefore = levels.restore(number, opened.restored().takeover(), now);
    holds.restore(number, opened.restored().holds(), now);
    backlog.restore(partition, opened.restored());
    delays.open(partition);
    losses.unreadDeleted(partition, opened.restored().readFrom());
    results.publish(partition, new Write.Owned(number, opened.epoch(), calledBefore));
    if (partition.snapshotPace().isDue(now.nanos())) {
      // From now on there are levels to go on from, however soon this worker ends.
      books.writeSnapshot(partition, now);
    }
    return true;
  }

  /**
   * An assignment ends. A lost partition too keeps its place until its last writes are through:
   * only then may it be opened again.
   *
   * @param how what its end means to the partition
   */
  void end(int number, long epoch, Consumer<PartitionState> how, Now now) {
    Long endedBefore = endedEpochs.get(number);
    endedEpochs.merge(number, epoch, Math::max);
    PartitionState partition = partitions.get(number);
    if (partition == null) {
      // A second answer would reach the reader within the next assignment and end that one.
      if (endedBefore == null || epoch > endedBefore) {
        effects.add(new Effect.Released(number, null));
      }
    } else if (partition.epoch() == epoch) {
      how.accept(partition);
      timers.forgetClosed();
      releaseIfAtRest(partition, now);
    }
    // Else it is of a later assignment, or of an earlier one that ends already and is answered for.
  }

  /** Goes on with giving up a partition, if nothing of it is outstanding any more. */
  void releaseIfAtRest(PartitionState partition, Now now) {
    if (!partition.isAtRest() || partitions.get(partition.partition()) != partition) {
      return;
    }
    if (partition.isLost()) {
      gone(partition, null);
    } else if (books.writeCalled(partition)) {
      // The snapshot's levels count these calls: it must not lie before they are journaled.
      return;
    } else if (partition.beginRelease()) {
      if (partition.isCaughtUp()) {
        // Also when nothing changed: it says that the partition was released.
        books.writeSnapshot(partition, now);
      }
      results.publish(partition, new Write.Released(partition.partition(), partition.epoch()));
    }
  }

  /**
   * It is ours no longer.
   *
   * @param resume from where its next owner reads; null when that is not ours to say
   */
  void gone(PartitionState partition, OpenOffsets.@Nullable Resume resume) {
    partitions.remove(partition.partition());
    handedOver += partition.open();
    takenOver += partition.takenOver();
    partition.hungry().endPass(memory);
    delays.ended(partition);
    partition.letGoOfEverything();
    throttles.forget(partition.partition());
    holds.forget(partition.partition());
    effects.add(new Effect.Released(partition.partition(), resume));
  }
}
