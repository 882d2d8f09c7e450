package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.journal.JournalCodec;
import io.campaigndispatch.dispatcher.journal.JournalEntry;
import io.campaigndispatch.dispatcher.journal.JournalReplay;
import io.campaigndispatch.dispatcher.journal.SnapshotChunks;
import io.campaigndispatch.dispatcher.journal.StoredSnapshot;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.DispatchHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a Kafka cluster holds and refuses: logs with gaps, journals, progress, committed offsets,
 * fenced writers; and the invariants that can be seen in them.
 */
final class SimulatedKafka {

  /** A record of a log, what it decodes to and the requests it carries. */
  record Logged(RawRecord raw, Decoded decoded, Tracked[] requests) {
    CoreEvent.ReadRecord read() {
      return new CoreEvent.ReadRecord(raw, decoded);
    }
  }

  /** A chunk of a snapshot. */
  record Chunk(int partition, byte[] key, byte @Nullable [] value) {}

  /**
   * A transaction that waits to be committed.
   *
   * @param writer its transactional id
   * @param millis when its records were made, by the writer's clock
   */
  record Transaction(
      String writer, SimulatedIntake member, List<Write> writes, List<Chunk> chunks, long millis) {}

  private record JournalRecord(long millis, List<JournalEntry> entries) {}

  private static final class Log {
    final NavigableMap<Long, Logged> records = new TreeMap<>();
    final NavigableMap<Long, Integer> stillOpen = new TreeMap<>();
    final Set<Long> deletedOpen = new HashSet<>();
    final NavigableMap<Long, JournalRecord> journal = new TreeMap<>();
    final SnapshotChunks progress;
    OpenOffsets.@Nullable Resume committed;
    @Nullable String owner;
    long begin;
    long end;
    long journalEnd;

    Log(int partition) {
      progress = new SnapshotChunks(partition);
    }
  }

  private final World world;
  private final List<Log> logs = new ArrayList<>();
  private final Set<String> fenced = new HashSet<>();
  private final Map<String, Transaction> open = new HashMap<>();

  SimulatedKafka(World world) {
    this.world = world;
    for (int partition = 0; partition < world.partitions(); partition++) {
      logs.add(new Log(partition));
    }
  }

  long begin(int partition) {
    return logs.get(partition).begin;
  }

  long end(int partition) {
    return logs.get(partition).end;
  }

  /** Appends a record, and behind it as many offsets that hold nothing. */
  void append(
      int partition, String key, long timestamp, byte[] value, Headers headers, Decoded decoded) {
    Log log = logs.get(partition);
    RawRecord raw =
        new RawRecord(Samples.TOPIC, partition, log.end, timestamp, utf8(key), value, headers);
    Tracked[] requests = world.requests.append(raw, decoded);
    log.records.put(log.end, new Logged(raw, decoded, requests));
    log.stillOpen.put(log.end, requests.length);
    log.end++;
    if (world.chance.percent(20)) {
      log.end += world.chance.below(4);
      world.faults.count(Fault.GAP_IN_THE_LOG);
    }
  }

  List<CoreEvent.ReadRecord> read(int partition, long from, long to) {
    List<CoreEvent.ReadRecord> records = new ArrayList<>();
    Log log = logs.get(partition);
    if (log.begin < to) {
      for (Logged logged : log.records.subMap(Math.max(from, log.begin), to).values()) {
        records.add(logged.read());
      }
    }
    return records;
  }

  @Nullable Logged at(int partition, long offset) {
    Log log = logs.get(partition);
    return offset < log.begin ? null : log.records.get(offset);
  }

  /** The request at a place, deleted or not. */
  Tracked tracked(Position position) {
    return recordOf(logs.get(position.partition()), position.offset())
        .requests()[Math.max(0, position.child())];
  }

  /** A core is about to be handed a record. */
  void delivered(RawRecord raw) {
    for (Tracked tracked : recordOf(logs.get(raw.partition()), raw.offset()).requests()) {
      tracked.deliveredNanos = world.nanos;
    }
  }

  /** Open requests below an offset. */
  List<Tracked> openBelow(int partition, long offset) {
    Log log = logs.get(partition);
    List<Tracked> open = new ArrayList<>();
    for (long one : log.stillOpen.headMap(offset).keySet()) {
      for (Tracked tracked : recordOf(log, one).requests()) {
        if (!tracked.closed) {
          open.add(tracked);
        }
      }
    }
    return open;
  }

  private static Logged recordOf(Log log, long offset) {
    Logged logged = log.records.get(offset);
    if (logged == null) {
      throw Invariant.ONE_FINAL_OUTCOME.violated("there never was a record at offset %s", offset);
    }
    return logged;
  }

  // Retention

  /** Retention deletes what lies below an offset. */
  void delete(int partition, long below) {
    Log log = logs.get(partition);
    for (long offset : log.stillOpen.headMap(below).keySet()) {
      Logged logged = recordOf(log, offset);
      log.deletedOpen.add(offset);
      for (Tracked tracked : logged.requests()) {
        if (tracked.isOpen()) {
          tracked.deleted = true;
          world.requests.ended(tracked);
          world.faults.count(Fault.OPEN_REQUESTS_DELETED);
        }
      }
    }
    // Of a record that carries several requests only reading it tells that all of them are closed.
    log.records.subMap(log.begin, below).values().stream()
        .filter(logged -> logged.decoded() instanceof Decoded.FannedOut)
        .forEach(logged -> log.deletedOpen.add(logged.raw().offset()));
    log.stillOpen.headMap(below).clear();
    log.begin = Math.max(log.begin, below);
  }

  /** A core says that open records are no longer there. */
  void lost(Effect.Lost lost, Ownership by) {
    if (by.unclean) {
      // They may be somebody else's, who closed them before they were deleted.
      return;
    }
    by.lost += lost.records();
    Log log = logs.get(lost.partition());
    if (!log.deletedOpen.contains(lost.offset()) || by.lost > log.deletedOpen.size()) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "%s and %s records in all, but deleted while they could be open were %s",
          lost, by.lost, log.deletedOpen);
    }
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
   * All of it happens, or nothing.
   *
   * @return one past each partition's journal record; null when it is refused
   */
  @Nullable Map<Integer, Long> commit(Transaction transaction) {
    abort(transaction);
    if (fenced.contains(transaction.writer()) && world.tampering.fences()) {
      world.faults.count(Fault.COMMIT_REFUSED);
      return null;
    }
    if (world.tampering.checksMembership()) {
      for (Write write : transaction.writes()) {
        // As a transaction with its member's metadata is refused in another generation.
        if (write instanceof Write.Owned(int partition, long epoch, _)
            && !transaction.member().isStillGiven(partition, epoch)) {
          world.faults.count(Fault.OWNERSHIP_REFUSED);
          return null;
        }
      }
    }
    world.trace("%s commits %s", transaction.writer(), transaction.writes());
    Map<Integer, List<JournalEntry>> entries = new TreeMap<>();
    for (Write write : transaction.writes()) {
      check(transaction, write);
      if (write instanceof Write.OfRequest request && request.closes()) {
        close(request);
      }
      List<JournalEntry> left = JournalReplay.entriesOf(write, transaction.writer());
      if (!left.isEmpty()) {
        entries.computeIfAbsent(write.partition(), _ -> new ArrayList<>()).addAll(left);
      }
    }
    transaction.chunks().forEach(c -> logs.get(c.partition()).progress.put(c.key(), c.value()));
    Map<Integer, Long> ends = new HashMap<>();
    entries.forEach(
        (partition, done) -> {
          Log log = logs.get(partition);
          log.journal.put(log.journalEnd, new JournalRecord(transaction.millis(), done));
          ends.put(partition, log.journalEnd + 1);
          // Behind a transaction stands its marker.
          log.journalEnd += 2;
        });
    return ends;
  }

  private void check(Transaction transaction, Write write) {
    Log log = logs.get(write.partition());
    if (write instanceof Write.Owned(int partition, long epoch, _)) {
      if (!transaction.member().isStillGiven(partition, epoch)) {
        throw Invariant.NOTHING_AFTER_THE_END.violated(
            "%s takes partition %s, which is not its own any more",
            transaction.writer(), partition);
      }
      log.owner = transaction.writer();
    } else if (!transaction.writer().equals(log.owner)) {
      // What it decided before it owned the partition may be written with or after its ownership.
      throw Invariant.NOTHING_AFTER_THE_END.violated(
          "%s writes %s, but the journal says that %s owns partition %s",
          transaction.writer(), write, log.owner, write.partition());
    } else if (write instanceof Write.Released) {
      log.owner = null;
    }
  }

  private void close(Write.OfRequest write) {
    Position position = write.position();
    Log log = logs.get(position.partition());
    Logged logged = recordOf(log, position.offset());
    Tracked tracked = logged.requests()[Math.max(0, position.child())];
    if (tracked.closed) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "one final outcome for %s, not %s", tracked, write);
    }
    if (write instanceof Write.Final(_, _, Outcome outcome, _)) {
      check(tracked, outcome, log.begin);
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
    log.stillOpen.computeIfPresent(
        position.offset(), (_, left) -> left == ending.size() ? null : left - ending.size());
    if (write instanceof Write.Moved(_, var raw, _, var workspaceId, int home, _)) {
      Headers headers = new RecordHeaders(raw.headers().toArray());
      headers.add(DispatchHeaders.MOVED_FROM, utf8(raw.toString()));
      byte[] value = raw.value();
      append(
          home,
          workspaceId,
          raw.timestamp(),
          value == null ? new byte[0] : value,
          headers,
          logged.decoded());
    }
  }

  private static void check(Tracked tracked, Outcome outcome, long begin) {
    boolean stray = outcome.failure() != null && outcome.failure().code().equals(FailureCode.MOVES);
    boolean duplicate = outcome.status() == Status.DUPLICATE;
    // Of a first one that was deleted, a new owner without a snapshot knows nothing.
    Tracked.Repeats repeats =
        tracked.first != null && tracked.first.offset < begin
            ? Tracked.Repeats.MAYBE
            : tracked.repeats;
    if (!stray && (duplicate ? repeats == Tracked.Repeats.NO : repeats == Tracked.Repeats.YES)) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "among equal ids one is not a duplicate: %s ends as %s, after %s",
          tracked, outcome.status(), tracked.first);
    }
    if (outcome.status() == Status.ACCEPTED && !tracked.wasAccepted) {
      throw Invariant.ONE_FINAL_OUTCOME.violated("%s was never accepted", tracked);
    }
  }

  // Offsets

  /** Commits an offset. */
  void commit(int partition, OpenOffsets.Resume resume) {
    Log log = logs.get(partition);
    Long lowest = log.stillOpen.isEmpty() ? null : log.stillOpen.firstKey();
    if (lowest != null && lowest < resume.offset()) {
      throw Invariant.COMMITTED_OFFSET.violated(
          "open below the committed offset %s of partition %s: %s",
          resume.offset(), partition, lowest);
    }
    for (var entry :
        log.journal.subMap(checkedFrom(log, resume), resume.journalOffset()).entrySet()) {
      for (JournalEntry one : entry.getValue().entries()) {
        if (one instanceof JournalEntry.OfRequest request
            && request.position().offset() >= resume.offset()) {
          throw Invariant.COMMITTED_OFFSET.violated(
              "journal offset %s is past %s, offset %s of partition %s",
              resume.journalOffset(), one, resume.offset(), partition);
        }
      }
    }
    log.committed = resume;
  }

  /** Older entries were about offsets below the one committed before. */
  private static long checkedFrom(Log log, OpenOffsets.Resume resume) {
    return log.committed == null || resume.offset() < log.committed.offset()
        ? 0
        : Math.min(log.committed.journalOffset(), resume.journalOffset());
  }

  // Taking over

  /** What a new owner learns: from the committed offset, the snapshot and the journal. */
  Restored takeOver(int partition, String newOwner) {
    Log log = logs.get(partition);
    endOpenTransactions(partition, newOwner);
    PartitionSnapshot snapshot = null;
    String owner = null;
    long entriesFrom = log.committed == null ? 0 : log.committed.journalOffset();
    // Who owns it, the snapshot tells, or the whole journal.
    long from = 0;
    long offset = log.committed == null ? 0 : log.committed.offset();
    switch (log.progress.snapshot()) {
      case StoredSnapshot.None _ -> offset = Math.max(log.begin, offset);
      case StoredSnapshot.Unreadable unreadable ->
          throw new AssertionError("a snapshot is whole: " + unreadable);
      case StoredSnapshot.Found(var by, var state) -> {
        snapshot = state;
        owner = by.released() ? null : by.owner();
        entriesFrom = by.journalOffset();
        from = entriesFrom;
        if (log.committed == null) {
          offset = lowest(state);
        }
        world.faults.count(Fault.TAKEN_OVER_WITH_SNAPSHOT);
      }
    }
    Recovered recovered =
        new Recovered(
            new OpenOffsets.Resume(
                offset, log.committed == null ? 0 : log.committed.journalOffset()));
    JournalReplay replay = new JournalReplay(recovered, entriesFrom, owner);
    log.journal
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
        partition, snapshot, log.committed, replay.owner(), log.journal.tailMap(from));
    Takeover takeover = replay.takeover(log.journalEnd, snapshot);
    world.faults.count(takeover.clean() ? Fault.TAKEN_OVER_CLEAN : Fault.TAKEN_OVER_FENCED);
    return Restored.of(
        world.tampering.learned(takeover), log.begin, world.settings.duplicatesWindow());
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

  int openRecords() {
    int open = 0;
    for (Log log : logs) {
      open += log.stillOpen.size();
    }
    return open;
  }

  String open() {
    StringBuilder open = new StringBuilder();
    for (Log log : logs) {
      log.stillOpen
          .keySet()
          .forEach(offset -> open.append(recordOf(log, offset).raw()).append(' '));
    }
    return open.toString();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
