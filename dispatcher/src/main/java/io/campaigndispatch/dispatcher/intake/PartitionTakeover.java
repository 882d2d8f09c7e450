package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.Takeover;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.journal.JournalCodec;
import io.campaigndispatch.dispatcher.journal.JournalReplay;
import io.campaigndispatch.dispatcher.journal.ResumeMetadata;
import io.campaigndispatch.dispatcher.journal.SnapshotChunks;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition being taken over: its snapshot is loaded and its journal read, until nobody else
 * can write about it and all that was written has been read.
 *
 * <pre>
 * SNAPSHOT ──► JOURNAL ──nobody else owns it, read to its end──► DELAY LOG'S END ──► over
 *               ▲   └─────somebody may─────► SETTLING ─► FENCING
 *               │                                │         │
 *               └──────────── ENDS ◄─────────────┴─────────┘
 *                              └──a transaction is open──► OPEN TRANSACTIONS ──► SETTLING, FENCING
 * </pre>
 *
 * <p>Whoever seems to own it is first given the time that its last commit takes to show, for it may
 * have let go in that, and a worker that did must not be fenced. Owned by the reader thread.
 */
final class PartitionTakeover {

  private static final Logger log = LoggerFactory.getLogger(PartitionTakeover.class);

  private final TopicPartition progress;
  private final TopicPartition journal;
  private final TopicPartition delay;
  private final TakeoverReader.Wanted wanted;
  private final TakeoverReader.Settings settings;
  private final Extent extent;
  private final FormerOwners formerOwners;
  private final SnapshotChunks chunks;
  private final Set<String> settled = new HashSet<>();
  private final Set<String> fenced = new HashSet<>();
  private Stage stage = new Stage.Snapshot();
  private @Nullable Begun begun;

  /**
   * How far its topics reached when it began.
   *
   * @param progressEnd up to where snapshots are committed
   * @param journalStart the journal's first offset
   * @param journalStable how far its transactions have ended
   * @param journalEnd its high watermark
   * @param delays whether there is anything in its delay log
   */
  record Extent(
      long progressEnd, long journalStart, long journalStable, long journalEnd, boolean delays) {}

  /** Where a consumer stands. */
  interface Positions {
    long of(TopicPartition partition);
  }

  private record Begun(TakeoverStart start, JournalReplay replay) {}

  private sealed interface Stage {
    record Snapshot() implements Stage {}

    /**
     * @param whole whether no transaction was open below the end
     */
    record Journal(long end, boolean whole) implements Stage {}

    /** Settling or fencing: whichever, the journal's end is asked for next. */
    record Waiting(CompletableFuture<?> done) implements Stage {}

    record Ends(CompletableFuture<FormerOwners.Ends> answer) implements Stage {}

    record OpenTransactions(CompletableFuture<Set<String>> answer, long end) implements Stage {}

    /** The journal is through; the delay log's end is asked for. */
    record Delay(CompletableFuture<FormerOwners.Ends> answer, Takeover takeover) implements Stage {}

    record Over(Opened opened) implements Stage {}
  }

  PartitionTakeover(
      TopicPartition progress,
      TopicPartition journal,
      TopicPartition delay,
      TakeoverReader.Wanted wanted,
      TakeoverReader.Settings settings,
      Extent extent,
      FormerOwners formerOwners) {
    this.progress = progress;
    this.journal = journal;
    this.delay = delay;
    this.wanted = wanted;
    this.settings = settings;
    this.extent = extent;
    this.formerOwners = formerOwners;
    this.chunks = new SnapshotChunks(journal.partition());
  }

  /** What is to be read of it now. */
  TopicPartition reads() {
    return begun == null ? progress : journal;
  }

  /** Where reading the journal begins. */
  long journalFrom() {
    return begun().start().readFrom();
  }

  void take(ConsumerRecord<byte[], byte[]> record) {
    if (begun == null) {
      // What is beyond may be a part of a later snapshot.
      if (record.offset() < extent.progressEnd()) {
        chunks.put(record.key(), record.value());
      }
      return;
    }
    try {
      begun
          .replay()
          .apply(record.offset(), record.timestamp(), JournalCodec.decode(record.value()));
    } catch (JournalCodec.UnreadableJournal e) {
      LogEvent.JOURNAL_UNREADABLE.log(log, journal.partition(), record.offset(), e);
      stage = new Stage.Over(held(Opened.Reason.JOURNAL_UNREADABLE));
    }
  }

  /** Goes on as far as it can; returns the result once there is one. */
  @Nullable Opened advance(Positions positions) {
    Stage before;
    do {
      before = stage;
      stage = next(before, positions);
      // The journal has no position yet when the snapshot has just been read.
    } while (!stage.equals(before) && !(before instanceof Stage.Snapshot));
    return stage instanceof Stage.Over(Opened opened) ? opened : null;
  }

  private Stage next(Stage now, Positions positions) {
    return switch (now) {
      case Stage.Snapshot _ -> positions.of(progress) < extent.progressEnd() ? now : begin();
      case Stage.Journal(long end, boolean whole) ->
          positions.of(journal) < end ? now : read(positions.of(journal), whole);
      case Stage.Waiting(var done) -> done.isDone() ? ends() : now;
      case Stage.Ends(var answer) -> answer.isDone() ? reach(answer.join()) : now;
      case Stage.OpenTransactions(var answer, long end) ->
          answer.isDone() ? others(answer.join(), new Stage.Journal(end, true)) : now;
      case Stage.Delay(var answer, var takeover) ->
          answer.isDone() ? delay(answer.join(), takeover) : now;
      case Stage.Over _ -> now;
    };
  }

  private Stage begin() {
    TakeoverStart start =
        TakeoverStart.of(
            new TakeoverStart.Facts(
                journal.partition(),
                settings.groupId(),
                wanted,
                chunks.snapshot(),
                extent.journalStart(),
                extent.journalStable(),
                extent.journalEnd(),
                extent.delays()));
    begun =
        new Begun(
            start,
            new JournalReplay(
                new Recovered(start.resume()),
                start.entriesFrom(),
                start.callsFrom(),
                start.returnsFrom(),
                start.owner()));
    if (start.missingFrom() != null) {
      LogEvent.JOURNAL_TRUNCATED.log(
          log,
          journal.partition(),
          start.missingFrom(),
          extent.journalStart(),
          settings.acceptTruncated());
      if (!settings.acceptTruncated()) {
        return new Stage.Over(held(Opened.Reason.JOURNAL_TRUNCATED));
      }
    }
    return new Stage.Journal(extent.journalStable(), false);
  }

  private Begun begun() {
    return Objects.requireNonNull(begun, "the snapshot has been read");
  }

  private Opened held(Opened.Reason reason) {
    return new Opened.Held(journal.partition(), wanted.epoch(), reason);
  }

  /**
   * Nobody else writes any more, but the marker of the last transaction may still be on its way.
   */
  private Stage delay(FormerOwners.Ends ends, Takeover takeover) {
    return ends.stable() == ends.end()
        ? new Stage.Over(ready(takeover, ends.end()))
        : new Stage.Delay(formerOwners.ends(delay), takeover);
  }

  private Opened ready(Takeover takeover, long delayEnd) {
    OffsetAndMetadata committed = wanted.committed();
    return new Opened.Ready(
        journal.partition(),
        wanted.epoch(),
        takeover,
        wanted.logStart(),
        delayEnd,
        committed == null
            ? ResumeMetadata.of(
                takeover.recovered().resume(), wanted.topicId(), takeover.snapshotsFrom())
            : committed);
  }

  private Stage read(long position, boolean whole) {
    TakeoverStart start = begun().start();
    JournalReplay replay = begun().replay();
    String owner = replay.owner();
    Set<String> owners = owner == null ? Set.of() : Set.of(owner);
    Stage otherwise =
        whole
            ? new Stage.Delay(
                formerOwners.ends(delay),
                replay.takeover(position, start.snapshot(), start.levels()))
            : ends();
    return others(owners, otherwise);
  }

  private Stage ends() {
    return new Stage.Ends(formerOwners.ends(journal));
  }

  private Stage reach(FormerOwners.Ends ends) {
    return ends.stable() == ends.end()
        ? new Stage.Journal(ends.end(), true)
        : new Stage.OpenTransactions(formerOwners.withOpenTransactions(journal), ends.end());
  }

  /** Ends what these could still write, as far as they are others and it is not ended yet. */
  private Stage others(Set<String> writers, Stage otherwise) {
    Set<String> others = new HashSet<>(writers);
    others.remove(settings.transactionalId());
    others.removeAll(fenced);
    if (others.isEmpty()) {
      return otherwise;
    }
    if (settled.addAll(others)) {
      return waiting(others, formerOwners::settled);
    }
    fenced.addAll(others);
    return waiting(others, formerOwners::fence);
  }

  private static Stage waiting(
      Set<String> owners, Function<String, CompletableFuture<Void>> action) {
    return new Stage.Waiting(
        CompletableFuture.allOf(owners.stream().map(action).toArray(CompletableFuture<?>[]::new)));
  }
}
