package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.journal.JournalCodec;
import io.campaigndispatch.dispatcher.journal.JournalEntry;
import io.campaigndispatch.dispatcher.journal.JournalReplay;
import io.campaigndispatch.dispatcher.journal.SnapshotChunks;
import io.campaigndispatch.dispatcher.journal.StoredSnapshot;
import io.campaigndispatch.model.wire.DispatchHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a Kafka cluster holds and refuses: logs with gaps, journals, progress, committed offsets,
 * fenced writers; and the invariants that can be seen in what is written.
 */
final class SimulatedKafka {

  /** A chunk of a snapshot. */
  record Chunk(int partition, byte[] key, byte @Nullable [] value) {}

  /**
   * A transaction that waits to be committed.
   *
   * @param writer its transactional id
   * @param generation that it shows to the group before it is committed; null when it takes nothing
   * @param millis when its records were made, by the writer's clock
   */
  record Transaction(
      String writer,
      SimulatedIntake member,
      @Nullable Integer generation,
      List<Write> writes,
      List<Chunk> chunks,
      long millis) {}

  private record JournalRecord(long millis, List<JournalEntry> entries) {}

  /** What is known of one partition. */
  private static final class State {
    final SimulatedLog log;
    final SimulatedDelayLog delay;
    final SnapshotChunks progress;
    final NavigableMap<Long, JournalRecord> journal = new TreeMap<>();
    OpenOffsets.@Nullable Resume committed;
    @Nullable String owner;
    long journalEnd;

    State(World world, int partition) {
      log = new SimulatedLog(world, partition);
      delay = new SimulatedDelayLog(world, partition);
      progress = new SnapshotChunks(partition);
    }
  }

  private final World world;
  private final List<State> partitions = new ArrayList<>();
  private final Set<String> fenced = new HashSet<>();
  private final Map<String, Transaction> open = new HashMap<>();

  SimulatedKafka(World world) {
    this.world = world;
    for (int partition = 0; partition < world.partitions(); partition++) {
      partitions.add(new State(world, partition));
    }
  }

  SimulatedLog log(int partition) {
    return partitions.get(partition).log;
  }

  SimulatedDelayLog delay(int partition) {
    return partitions.get(partition).delay;
  }

  /** Records of all logs that are open. */
  int openRecords() {
    int open = 0;
    for (State partition : partitions) {
      open += partition.log.openRecords() + partition.delay.open();
    }
    return open;
  }

  String open() {
    StringJoiner open = new StringJoiner("; ");
    partitions.forEach(partition -> open.add(partition.log + ", " + partition.delay));
    return open.toString();
  }

  // Transactions

  /** From now on whoever takes one of its partitions over can see that it is open. */
  void begin(Transaction transaction) {
    open.put(transaction.writer(), transaction);
  }

  /** Nothing of it happens. */
  void abort(Transaction transaction) {
    open.remove(transaction.writer());
  }

  /**
   * Whether the group still knows its member as this transaction says; who is fenced is not asked.
   */
  boolean isProven(Transaction transaction) {
    Integer generation = transaction.generation();
    return generation == null
        || fenced.contains(transaction.writer())
        || !world.tampering.checksMembership()
        || world.group.takes(transaction.member(), generation);
  }

  /**
   * What came of a transaction.
   *
   * @param ends one past each partition's journal record
   * @param places where requests were put that were parked or have returned
   */
  record Committed(Map<Integer, Long> ends, Map<Write, Long> places) {}

  /**
   * All of it happens, or nothing.
   *
   * @return null when it is refused
   */
  @Nullable Committed commit(Transaction transaction) {
    abort(transaction);
    if (fenced.contains(transaction.writer()) && world.tampering.fences()) {
      world.faults.count(Fault.COMMIT_REFUSED);
      return null;
    }
    world.trace("%s commits %s", transaction.writer(), transaction.writes());
    Map<Write, Long> places = new IdentityHashMap<>();
    Map<Integer, List<JournalEntry>> entries = new TreeMap<>();
    for (Write write : transaction.writes()) {
      check(transaction, write);
      if (write instanceof Write.OfRequest request && request.closes()) {
        SimulatedLog.Logged logged = close(request);
        if (request instanceof Write.Parked parked) {
          places.put(
              parked,
              delay(write.partition()).park(parked, logged.decoded(), transaction.millis()));
        }
      }
      if (write instanceof Write.Returned returned) {
        places.put(returned, log(write.partition()).end());
        delay(write.partition()).returns(returned, transaction.millis());
      }
      List<JournalEntry> left = JournalReplay.entriesOf(write, transaction.writer());
      if (!left.isEmpty()) {
        entries.computeIfAbsent(write.partition(), _ -> new ArrayList<>()).addAll(left);
      }
    }
    transaction
        .chunks()
        .forEach(c -> partitions.get(c.partition()).progress.put(c.key(), c.value()));
    Map<Integer, Long> ends = new HashMap<>();
    entries.forEach(
        (partition, done) -> {
          State state = partitions.get(partition);
          state.journal.put(state.journalEnd, new JournalRecord(transaction.millis(), done));
          ends.put(partition, state.journalEnd + 1);
          // Behind a transaction stands its marker.
          state.journalEnd += 2;
        });
    return new Committed(ends, places);
  }

  private void check(Transaction transaction, Write write) {
    State state = partitions.get(write.partition());
    if (write instanceof Write.Owned(int partition, long epoch, _)) {
      if (!transaction.member().isStillGiven(partition, epoch)) {
        throw Invariant.NOTHING_AFTER_THE_END.violated(
            "%s takes partition %s, which is not its own any more",
            transaction.writer(), partition);
      }
      state.owner = transaction.writer();
    } else if (!transaction.writer().equals(state.owner)) {
      // What it decided before it owned the partition may be written with or after its ownership.
      throw Invariant.NOTHING_AFTER_THE_END.violated(
          "%s writes %s, but the journal says that %s owns partition %s",
          transaction.writer(), write, state.owner, write.partition());
    } else if (write instanceof Write.Released) {
      state.owner = null;
    }
  }

  private SimulatedLog.Logged close(Write.OfRequest write) {
    SimulatedLog.Logged logged = log(write.partition()).close(write);
    if (write instanceof Write.Moved(_, var raw, _, var workspaceId, int home, _)) {
      Headers headers = new RecordHeaders(raw.headers().toArray());
      headers.add(DispatchHeaders.MOVED_FROM, utf8(raw.toString()));
      log(home).append(utf8(workspaceId), raw.timestamp(), raw.value(), headers, logged.decoded());
    }
    return logged;
  }

  // Offsets

  /** Commits an offset. */
  void commit(int partition, OpenOffsets.Resume resume) {
    State state = partitions.get(partition);
    Long lowest = state.log.lowestOpen();
    if (lowest != null && lowest < resume.offset()) {
      throw Invariant.COMMITTED_OFFSET.violated(
          "open below the committed offset %s of partition %s: %s",
          resume.offset(), partition, lowest);
    }
    for (var entry :
        state.journal.subMap(checkedFrom(state, resume), resume.journalOffset()).entrySet()) {
      for (JournalEntry one : entry.getValue().entries()) {
        if (one instanceof JournalEntry.OfRequest request
            && request.position().offset() >= resume.offset()) {
          throw Invariant.COMMITTED_OFFSET.violated(
              "journal offset %s is past %s, offset %s of partition %s",
              resume.journalOffset(), one, resume.offset(), partition);
        }
      }
    }
    state.committed = resume;
  }

  /** Older entries were about offsets below the one committed before. */
  private static long checkedFrom(State state, OpenOffsets.Resume resume) {
    return state.committed == null || resume.offset() < state.committed.offset()
        ? 0
        : Math.min(state.committed.journalOffset(), resume.journalOffset());
  }

  // Taking over

  /** What a new owner learns: from the committed offset, the snapshot and the journal. */
  Restored takeOver(int partition, String newOwner) {
    State state = partitions.get(partition);
    endOpenTransactions(partition, newOwner);
    PartitionSnapshot snapshot = null;
    String owner = null;
    long entriesFrom = state.committed == null ? 0 : state.committed.journalOffset();
    // Who owns it, the snapshot tells, or the whole journal.
    long from = 0;
    long offset = state.committed == null ? 0 : state.committed.offset();
    switch (state.progress.snapshot()) {
      case StoredSnapshot.None _ -> offset = Math.max(state.log.begin(), offset);
      case StoredSnapshot.Unreadable unreadable ->
          throw new AssertionError("a snapshot is whole: " + unreadable);
      case StoredSnapshot.Found(var by, var found) -> {
        snapshot = found;
        owner = by.released() ? null : by.owner();
        entriesFrom = by.journalOffset();
        from = entriesFrom;
        if (state.committed == null) {
          offset = lowest(found);
        }
        world.faults.count(Fault.TAKEN_OVER_WITH_SNAPSHOT);
      }
    }
    Recovered recovered =
        new Recovered(
            new OpenOffsets.Resume(
                offset, state.committed == null ? 0 : state.committed.journalOffset()));
    JournalReplay replay =
        new JournalReplay(
            recovered, entriesFrom, entriesFrom, snapshot == null ? 0 : entriesFrom, owner);
    state
        .journal
        .tailMap(from)
        .forEach(
            (at, one) ->
                replay.apply(
                    at,
                    one.millis(),
                    JournalCodec.decode(JournalCodec.encode(partition, one.entries()))));
    if (replay.owner() != null && !replay.owner().equals(newOwner)) {
      fenced.add(replay.owner());
    }
    world.trace(
        "partition %s taken over: snapshot %s, committed %s, owner %s, %s",
        partition, snapshot, state.committed, replay.owner(), state.journal.tailMap(from));
    Takeover takeover =
        replay.takeover(
            state.journalEnd,
            snapshot,
            snapshot == null ? null : Takeover.StoredLevels.of(snapshot));
    if (!recovered.startedBelow(Long.MAX_VALUE).isEmpty()) {
      world.faults.count(Fault.MARKER_LEFT_BEHIND);
    }
    world.faults.count(takeover.clean() ? Fault.TAKEN_OVER_CLEAN : Fault.TAKEN_OVER_FENCED);
    return Restored.of(
        world.tampering.learned(takeover),
        state.log.begin(),
        state.delay.end(),
        Samples.ids(world.settings.duplicatesWindow()));
  }

  private void endOpenTransactions(int partition, String newOwner) {
    for (Transaction transaction : open.values()) {
      if (!transaction.writer().equals(newOwner)
          && transaction.writes().stream()
              .anyMatch(w -> w.partition() == partition && !(w instanceof Write.Snapshot))) {
        fenced.add(transaction.writer());
      }
    }
  }

  private static long lowest(PartitionSnapshot snapshot) {
    long lowest = snapshot.frontier();
    for (PartitionSnapshot.Flow flow : snapshot.flows()) {
      lowest = Math.min(lowest, flow.offsets().first());
    }
    return snapshot.unadmitted().isEmpty()
        ? lowest
        : Math.min(lowest, snapshot.unadmitted().first());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
