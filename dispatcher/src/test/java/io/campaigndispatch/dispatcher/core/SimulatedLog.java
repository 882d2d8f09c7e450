package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.Decoded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One partition's requests, with gaps, cut by retention now and then; and what became of them, as
 * far as it is committed.
 */
final class SimulatedLog {

  /** A record, what it decodes to and the requests it carries. */
  record Logged(RawRecord raw, Decoded decoded, Tracked[] requests) {
    CoreEvent.ReadRecord read() {
      return new CoreEvent.ReadRecord(raw, decoded);
    }
  }

  private final World world;
  private final int partition;
  private final NavigableMap<Long, Logged> records = new TreeMap<>();
  private final NavigableMap<Long, Integer> stillOpen = new TreeMap<>();
  private final Set<Long> deletedOpen = new HashSet<>();
  private long begin;
  private long end;

  SimulatedLog(World world, int partition) {
    this.world = world;
    this.partition = partition;
  }

  long begin() {
    return begin;
  }

  long end() {
    return end;
  }

  /** Appends a record, and behind it as many offsets that hold nothing. */
  void append(
      byte @Nullable [] key,
      long timestamp,
      byte @Nullable [] value,
      Headers headers,
      Decoded decoded) {
    RawRecord raw = new RawRecord(Samples.TOPIC, partition, end, timestamp, key, value, headers);
    Tracked[] requests = world.requests.append(raw, decoded);
    records.put(end, new Logged(raw, decoded, requests));
    stillOpen.put(end, requests.length);
    end++;
    if (world.chance.percent(20)) {
      end += world.chance.below(4);
      world.faults.count(Fault.GAP_IN_THE_LOG);
    }
  }

  List<CoreEvent.ReadRecord> read(long from, long to) {
    List<CoreEvent.ReadRecord> read = new ArrayList<>();
    if (begin < to) {
      for (Logged logged : records.subMap(Math.max(from, begin), to).values()) {
        read.add(logged.read());
      }
    }
    return read;
  }

  /** Null when nothing is there, or no more. */
  @Nullable Logged at(long offset) {
    return offset < begin ? null : records.get(offset);
  }

  private Logged recordAt(long offset) {
    Logged logged = records.get(offset);
    if (logged == null) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "there never was a record at %s@%s", partition, offset);
    }
    return logged;
  }

  /** The request at a place, deleted or not. */
  Tracked tracked(Position position) {
    return recordAt(position.offset()).requests()[Math.max(0, position.child())];
  }

  /** A core is about to be handed a record. */
  void delivered(long offset) {
    for (Tracked tracked : recordAt(offset).requests()) {
      tracked.deliveredNanos = world.nanos;
    }
  }

  // What is open

  int openRecords() {
    return stillOpen.size();
  }

  /** The lowest offset that is open; null when nothing is. */
  @Nullable Long lowestOpen() {
    return stillOpen.isEmpty() ? null : stillOpen.firstKey();
  }

  /** Open requests below an offset. */
  List<Tracked> openBelow(long offset) {
    List<Tracked> open = new ArrayList<>();
    for (long one : stillOpen.headMap(offset).keySet()) {
      for (Tracked tracked : recordAt(one).requests()) {
        if (!tracked.closed && tracked.isAt(partition, one)) {
          open.add(tracked);
        }
      }
    }
    return open;
  }

  /**
   * What was written of a request closes it.
   *
   * @return the record
   */
  Logged close(Write.OfRequest write) {
    Position position = write.position();
    Logged logged = recordAt(position.offset());
    Tracked tracked = logged.requests()[Math.max(0, position.child())];
    if (tracked.closed) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "one final outcome for %s, not %s", tracked, write);
    }
    if (write instanceof Write.Final(_, _, Outcome outcome, _)) {
      check(tracked, outcome);
    }
    // A record that carries several requests may be closed as a whole too.
    List<Tracked> ending =
        position.child() == Position.WHOLE ? List.of(logged.requests()) : List.of(tracked);
    for (Tracked one : ending) {
      one.closed = true;
      if (!one.deleted) {
        world.requests.ended(one);
      }
    }
    stillOpen.computeIfPresent(
        position.offset(), (_, left) -> left == ending.size() ? null : left - ending.size());
    return logged;
  }

  private void check(Tracked tracked, Outcome outcome) {
    boolean stray = outcome.failure() != null && outcome.failure().code().equals(FailureCode.MOVES);
    boolean duplicate = outcome.status() == Status.DUPLICATE;
    // Of a first one that was deleted, a new owner without a snapshot knows nothing.
    Tracked.Repeats repeats =
        tracked.first != null && tracked.first.idOffset < begin
            ? Tracked.Repeats.MAYBE
            : tracked.repeats;
    if (!stray && (duplicate ? repeats == Tracked.Repeats.NO : repeats == Tracked.Repeats.YES)) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "among equal ids one is not a duplicate: %s ends as %s, after %s",
          tracked, outcome.status(), tracked.first);
    }
    if (outcome.status() == Status.UNCERTAIN && tracked.calledBy == null) {
      Ownership markedBy = tracked.markedBy;
      if (markedBy == null || !markedBy.unclean) {
        throw Invariant.ONE_FINAL_OUTCOME.violated(
            "%s is said to be uncertain, and nobody was about to call for it", tracked);
      }
      world.faults.count(Fault.UNCERTAIN_NEVER_CALLED);
    }
    if (outcome.status() == Status.ACCEPTED && !tracked.wasAccepted) {
      throw Invariant.ONE_FINAL_OUTCOME.violated("%s was never accepted", tracked);
    }
  }

  // Retention

  /** Retention deletes what lies below an offset. */
  void delete(long below) {
    for (long offset : stillOpen.headMap(below).keySet()) {
      deletedOpen.add(offset);
      for (Tracked tracked : recordAt(offset).requests()) {
        if (tracked.isOpen() && tracked.isAt(partition, offset)) {
          tracked.deleted = true;
          world.requests.ended(tracked);
          world.faults.count(Fault.OPEN_REQUESTS_DELETED);
        }
      }
    }
    // Of a record that carries several requests only reading it tells that all of them are closed.
    for (Logged logged : records.subMap(begin, Math.max(begin, below)).values()) {
      if (logged.decoded() instanceof Decoded.FannedOut) {
        deletedOpen.add(logged.raw().offset());
      }
    }
    stillOpen.headMap(below).clear();
    begin = Math.max(begin, below);
  }

  /** A core says that open records are no longer there. */
  void lost(Effect.Lost lost, Ownership by) {
    if (by.unclean) {
      // They may be somebody else's, who closed them before they were deleted.
      return;
    }
    by.lost += lost.records();
    if (!deletedOpen.contains(lost.offset()) || by.lost > deletedOpen.size()) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "%s and %s records in all, but deleted while they could be open were %s",
          lost, by.lost, deletedOpen);
    }
  }

  /** A core says that records were deleted before they were read. */
  void lostUnread(Effect.LostUnread unread) {
    if (unread.to() > begin) {
      throw Invariant.ONE_FINAL_OUTCOME.violated("%s, but the log begins at %s", unread, begin);
    }
    world.faults.count(Fault.DELETED_UNREAD);
  }

  @Override
  public String toString() {
    return partition + ": " + stillOpen.keySet();
  }
}
