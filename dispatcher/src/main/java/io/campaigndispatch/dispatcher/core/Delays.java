package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.RawRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Brings requests back from the delay topic when they are due: reads them again and writes them
 * among the others, a few at a time, so that a million which are due at once hold nobody up. Owned
 * by the core thread.
 */
final class Delays {

  private static final int MOST_PER_PASS = 1_000;

  /** Records on their way back, over all partitions. */
  private static final int MOST_RETURNING = 2_000;

  private static final long MOST_RETURNING_BYTES = 16 << 20;
  private static final int USUAL_BYTES = 2_500;
  private static final long BREATH_NANOS = Duration.ofMillis(10).toNanos();

  /** A record that has been in the log for longer, and is not due soon, is parked anew. */
  private static final long KEPT_MILLIS = Duration.ofDays(7).toMillis();

  private static final long SOON_MILLIS = Duration.ofHours(1).toMillis();
  private static final long LONGEST_SLEEP_MILLIS = Duration.ofMinutes(1).toMillis();

  private final Results results;
  private final Holds holds;
  private final List<Effect> effects;
  private int returning;
  private long returningBytes;

  /**
   * @param effects where it is put what is to be read
   */
  Delays(Results results, Holds holds, List<Effect> effects) {
    this.results = results;
    this.holds = holds;
    this.effects = effects;
  }

  /** A partition is ours: what earlier owners parked and did not tell is read first. */
  void open(PartitionState partition) {
    DelayedLog delayed = partition.delayed();
    if (delayed.workspaces().stream().anyMatch(holds::hasCancelled)) {
      delayed.lookAtAll();
    }
    if (!delayed.isScanned()) {
      effects.add(
          new Effect.ScanDelayed(
              partition.partition(), partition.epoch(), delayed.scanned(), delayed.scanTo()));
    }
  }

  /**
   * Begins what is due.
   *
   * @return when it has something to do even if nothing happens; monotonic nanoseconds
   */
  long advance(Collection<PartitionState> partitions, Now now) {
    long next = Long.MAX_VALUE;
    for (PartitionState partition : partitions) {
      if (partition.isOwned() && partition.delayedPass() == null) {
        next = Math.min(next, advance(partition, now));
      }
    }
    return next;
  }

  private long advance(PartitionState partition, Now now) {
    DelayedLog delayed = partition.delayed();
    delayed.lookAtOldest(now.nanos());
    long wait = delayed.nextMillis() - now.millis();
    if (wait > 0) {
      return now.nanos() + Duration.ofMillis(Math.min(wait, LONGEST_SLEEP_MILLIS)).toNanos();
    }
    int room = room();
    if (room == 0) {
      return now.nanos() + BREATH_NANOS;
    }
    List<Long> offsets = delayed.take(Math.min(MOST_PER_PASS, room), now);
    if (!offsets.isEmpty()) {
      returning += offsets.size();
      reread(partition, offsets, false);
    } else if (delayed.isScanned()) {
      List<Long> looks = delayed.takeLooks(Math.min(MOST_PER_PASS, room));
      if (!looks.isEmpty()) {
        reread(partition, looks, true);
      }
    }
    return Long.MAX_VALUE;
  }

  private void reread(PartitionState partition, List<Long> offsets, boolean look) {
    Pass pass = partition.beginDelayedPass(offsets, look);
    effects.add(
        new Effect.RereadDelayed(partition.partition(), partition.epoch(), pass.number(), offsets));
  }

  /** A workspace has cancelled a campaign: what waits for it need not wait until it is due. */
  void cancelled(PartitionState partition, String workspaceId) {
    if (partition.delayed().workspaces().contains(workspaceId)) {
      partition.delayed().lookAtAll();
    }
  }

  private int room() {
    if (results.isFull() || returningBytes >= MOST_RETURNING_BYTES) {
      return 0;
    }
    long bySize = (MOST_RETURNING_BYTES - returningBytes) / USUAL_BYTES;
    return (int) Math.clamp(bySize, 0, MOST_RETURNING - Math.min(MOST_RETURNING, returning));
  }

  /** Records were read of what earlier owners left. */
  void scanned(PartitionState partition, CoreEvent.DelayedScanned scanned, Now now) {
    DelayedLog delayed = partition.delayed();
    for (RawRecord record : scanned.records()) {
      ParkedRecord parked = ParkedRecord.of(record);
      delayed.found(
          record.offset(), parked.workspaceId(), parked.priority(), parked.dueMillis(), now);
      if (holds.isCancelled(parked.workspaceId(), parked.campaignId())) {
        delayed.lookAt(record.offset(), record.offset() + 1);
      }
    }
    delayed.scannedTo(scanned.readTo());
  }

  /** Records were read that are due, or whose time was to be looked up. */
  void reread(PartitionState partition, CoreEvent.DelayedReread reread, Now now) {
    Pass pass = partition.delayedPass();
    if (pass == null || pass.number() != reread.pass()) {
      return;
    }
    for (RawRecord record : reread.records()) {
      Pass.Wanted wanted = pass.answer(record.offset(), one -> gone(partition, one));
      if (wanted != null && wanted.look()) {
        look(partition, record, now);
      } else if (wanted != null) {
        read(partition, record, now);
      }
    }
    if (!pass.isDone()) {
      pass.answerBelow(reread.readTo(), one -> gone(partition, one));
    }
    if (pass.isDone()) {
      partition.endDelayedPass();
    }
  }

  private void read(PartitionState partition, RawRecord record, Now now) {
    ParkedRecord parked = ParkedRecord.of(record);
    if (parked.dueMillis() > now.millis()) {
      returning--;
      partition.delayed().putBack(record.offset(), parked.priority(), parked.dueMillis(), now);
      return;
    }
    returns(partition, record, parked, false);
  }

  private void look(PartitionState partition, RawRecord record, Now now) {
    DelayedLog delayed = partition.delayed();
    ParkedRecord parked = ParkedRecord.of(record);
    boolean old =
        now.millis() - record.timestamp() > KEPT_MILLIS
            && parked.dueMillis() - now.millis() > SOON_MILLIS;
    if (holds.isCancelled(parked.workspaceId(), parked.campaignId())) {
      if (delayed.recall(record.offset(), parked.dueMillis())) {
        returning++;
        returns(partition, record, parked, true);
      }
    } else if (old && delayed.recall(record.offset(), parked.dueMillis())) {
      returning++;
      returningBytes += record.weight();
      results.publish(partition, new Write.Kept(partition.partition(), record));
      delayed.lookOn(record.offset() + 1, MOST_PER_PASS);
    }
  }

  /** It was parked anew, and that is written. */
  void written(PartitionState partition, Write.Kept write, long offset, Now now) {
    through(write.raw());
    ParkedRecord parked = ParkedRecord.of(write.raw());
    partition
        .delayed()
        .kept(
            write.delayOffset(),
            offset,
            parked.workspaceId(),
            parked.priority(),
            parked.dueMillis(),
            now);
    if (holds.isCancelled(parked.workspaceId(), parked.campaignId())) {
      partition.delayed().lookAt(offset, offset + 1);
    }
  }

  private void returns(
      PartitionState partition, RawRecord record, ParkedRecord parked, boolean recalled) {
    returningBytes += record.weight();
    partition.delayed().returns(record.offset(), parked.workspaceId(), parked.priority());
    results.publish(partition, new Write.Returned(partition.partition(), record, recalled));
  }

  private void gone(PartitionState partition, Pass.Wanted wanted) {
    if (wanted.look()) {
      // That is found when it is due.
      return;
    }
    returning--;
    long offset = wanted.offset();
    if (partition.delayed().isOpen(offset)) {
      partition.delayed().gone(offset);
      results.lost(null, 1);
      effects.add(new Effect.LostDelayed(partition.partition(), offset));
    }
  }

  /** A request was parked, and that is written. */
  void parked(PartitionState partition, Write.Parked write, long offset, Now now) {
    partition
        .delayed()
        .parked(
            offset,
            write.outcome().workspaceId(),
            write.parking().priority(),
            write.parking().dueMillis(),
            now);
    if (holds.isCancelled(write.outcome().workspaceId(), write.outcome().campaignId())) {
      partition.delayed().lookAt(offset, offset + 1);
    }
  }

  /** A record has returned, and that is written. */
  void written(PartitionState partition, Write.Returned write, long offset) {
    through(write.raw());
    partition.delayed().returned(write.delayOffset(), offset);
    unreadDeleted(partition, partition.deletedBelow());
  }

  /** What had returned was deleted before it was read: it is lost. */
  void unreadDeleted(PartitionState partition, long below) {
    long lost = partition.delayed().lostUnread(below);
    if (lost > 0) {
      results.lost(null, lost);
    }
  }

  /** It will never be written: its partition is somebody else's. */
  void through(RawRecord raw) {
    returning--;
    returningBytes -= raw.weight();
  }

  /** A partition is no longer ours: what is being read of it will not be answered. */
  void ended(PartitionState partition) {
    Pass pass = partition.delayedPass();
    if (pass != null) {
      returning -= (int) pass.left().stream().filter(one -> !one.look()).count();
      partition.endDelayedPass();
    }
  }
}
