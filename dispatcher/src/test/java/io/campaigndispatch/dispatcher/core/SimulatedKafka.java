package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.journal.JournalEntry;
import io.campaigndispatch.dispatcher.journal.JournalReplay;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.Decoded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a Kafka cluster would hold: logs with gaps, journals, committed offsets; and the invariants
 * that can be seen in them.
 */
final class SimulatedKafka {

  /** A record of a log and what it decodes to. */
  record Logged(RawRecord raw, Decoded decoded) {
    int requests() {
      return decoded instanceof Decoded.FannedOut(_, var entries) ? entries.size() : 1;
    }
  }

  private static final String OWNER = "w1";

  private final Map<Integer, NavigableMap<Long, Logged>> logs = new HashMap<>();
  private final Map<Integer, Long> ends = new HashMap<>();
  private final Map<Integer, NavigableMap<Long, List<JournalEntry>>> journals = new HashMap<>();
  private final Map<Integer, Long> journalEnds = new HashMap<>();
  private final Map<Integer, OpenOffsets.Resume> committed = new HashMap<>();
  private final Map<Integer, PartitionSnapshot> snapshots = new HashMap<>();
  private final Set<Position> closed = new HashSet<>();
  private final Map<Integer, NavigableMap<Long, Integer>> stillOpen = new HashMap<>();
  private final Map<String, Integer> notDuplicates = new HashMap<>();

  SimulatedKafka(int partitions) {
    for (int partition = 0; partition < partitions; partition++) {
      logs.put(partition, new TreeMap<>());
      journals.put(partition, new TreeMap<>());
      stillOpen.put(partition, new TreeMap<>());
      committed.put(partition, new OpenOffsets.Resume(0, 0));
    }
  }

  long end(int partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /** Appends a record, and behind it as many offsets that hold nothing. */
  void append(Logged logged, int gap) {
    int partition = logged.raw().partition();
    long offset = logged.raw().offset();
    of(logs, partition).put(offset, logged);
    of(stillOpen, partition).put(offset, logged.requests());
    ends.put(partition, offset + 1 + gap);
  }

  List<Logged> read(int partition, long from, long to) {
    return List.copyOf(of(logs, partition).subMap(from, to).values());
  }

  /** A transaction: everything in it happened. Returns one past each partition's journal record. */
  Map<Integer, Long> commit(List<Write> writes) {
    Map<Integer, List<JournalEntry>> entries = new TreeMap<>();
    for (Write write : writes) {
      if (write instanceof Write.OfRequest request && request.closes()) {
        close(request);
      }
      if (write instanceof Write.Snapshot(var state)) {
        snapshots.put(state.partition(), state);
      } else {
        entries
            .computeIfAbsent(write.partition(), _ -> new ArrayList<>())
            .addAll(JournalReplay.entriesOf(write, OWNER));
      }
    }
    Map<Integer, Long> written = new HashMap<>();
    entries.forEach(
        (partition, done) -> {
          long at = journalEnds.getOrDefault(partition, 0L);
          of(journals, partition).put(at, done);
          written.put(partition, at + 1);
          // Behind a transaction stands its marker.
          journalEnds.put(partition, at + 2);
        });
    return written;
  }

  private void close(Write.OfRequest write) {
    Position position = write.position();
    assertThat(closed.add(position)).as("one final outcome for %s", position).isTrue();
    NavigableMap<Long, Integer> open = of(stillOpen, position.partition());
    Integer left = open.remove(position.offset());
    assertThat(left).as("%s was open", position).isNotNull();
    if (position.child() != Position.WHOLE && left > 1) {
      open.put(position.offset(), left - 1);
    }
    if (write instanceof Write.Final(_, _, Outcome outcome, _)
        && outcome.replay() == 0
        && !isStray(outcome)) {
      String id = position.partition() + ":" + outcome.workspaceId() + "/" + outcome.requestId();
      notDuplicates.merge(id, outcome.status() == Status.DUPLICATE ? 0 : 1, Integer::sum);
    }
  }

  /** A record that never came home takes no id. */
  private static boolean isStray(Outcome outcome) {
    return outcome.failure() != null && outcome.failure().code().equals(FailureCode.MOVES);
  }

  /** Commits an offset. */
  void commit(int partition, OpenOffsets.Resume resume) {
    NavigableMap<Long, Integer> open = of(stillOpen, partition);
    assertThat(open.headMap(resume.offset()))
        .as("open below the committed offset %s of partition %s", resume.offset(), partition)
        .isEmpty();
    long needed =
        of(journals, partition).entrySet().stream()
            .filter(e -> e.getValue().stream().anyMatch(one -> isAtOrAfter(one, resume.offset())))
            .mapToLong(Map.Entry::getKey)
            .min()
            .orElse(Long.MAX_VALUE);
    assertThat(resume.journalOffset())
        .as("the journal's entries about offset %s and later ones", resume.offset())
        .isLessThanOrEqualTo(needed);
    committed.put(partition, resume);
  }

  private static boolean isAtOrAfter(JournalEntry entry, long offset) {
    return entry instanceof JournalEntry.OfRequest request && request.position().offset() >= offset;
  }

  /** What a new owner learns: from the committed offset, the snapshot and the journal. */
  Restored takeOver(int partition, long duplicatesWindow) {
    PartitionSnapshot snapshot = snapshots.get(partition);
    OpenOffsets.Resume resume = of(committed, partition);
    long from = snapshot == null ? resume.journalOffset() : snapshot.journalOffset();
    JournalReplay replay =
        new JournalReplay(new Recovered(resume), from, snapshot == null ? null : OWNER);
    of(journals, partition)
        .tailMap(from)
        .forEach((offset, entries) -> replay.apply(offset, 0, entries));
    Takeover takeover = replay.takeover(journalEnds.getOrDefault(partition, 0L), snapshot);
    return Restored.of(takeover, 0, duplicatesWindow);
  }

  /** Loses a partition's journal; only to see that this is noticed. */
  void forgetJournal(int partition) {
    of(journals, partition).clear();
  }

  boolean isAllClosed() {
    return stillOpen.values().stream().allMatch(Map::isEmpty);
  }

  String open() {
    return stillOpen.toString();
  }

  /** Among equal ids of a partition exactly one is not a duplicate. */
  void checkDuplicates() {
    assertThat(notDuplicates).allSatisfy((id, count) -> assertThat(count).as(id).isEqualTo(1));
  }

  private static <V> V of(Map<Integer, V> map, int partition) {
    V value = map.get(partition);
    if (value == null) {
      throw new AssertionError("no partition " + partition);
    }
    return value;
  }
}
