package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.core.PartitionSnapshot.Flow;
import io.campaigndispatch.dispatcher.core.Takeover;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.journal.ResumeMetadata;
import io.campaigndispatch.dispatcher.journal.StoredSnapshot;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a partition is gone on from, decided from what is stored of it: the snapshot, the committed
 * offset, and how far the logs reach.
 *
 * @param resume everything below its offset is closed; from its journal offset on the journal alone
 *     tells what was done to the others, for when there is no snapshot that counts any more
 * @param entriesFrom the first journal entry that counts now for what it says of requests
 * @param callsFrom the first that counts for what it says of calls
 * @param returnsFrom the first that counts for what it says of delayed requests
 * @param snapshot null when there is none that counts
 * @param levels those of the last snapshot, also when it does not count; null when it is not whole
 * @param readFrom where reading the journal begins: entries before those that count tell who owned
 *     the partition last
 * @param owner who took the last snapshot and had not let go by then; null for nobody
 * @param missingFrom the journal offset from which entries are gone that nothing else tells; null
 *     when none are
 */
record TakeoverStart(
    OpenOffsets.Resume resume,
    long entriesFrom,
    long callsFrom,
    long returnsFrom,
    @Nullable PartitionSnapshot snapshot,
    Takeover.@Nullable StoredLevels levels,
    long readFrom,
    @Nullable String owner,
    @Nullable Long missingFrom) {

  private static final Logger log = LoggerFactory.getLogger(TakeoverStart.class);

  /** Behind a transaction's records stands its marker, which tells nothing. */
  private static final int MARKER = 1;

  /** Behind an owner's last word stand that marker, the record that it let go, and its marker. */
  private static final int LAST_WORD = 3;

  /**
   * What is known of a partition.
   *
   * @param journalStart the journal's first offset
   * @param journalStable how far its transactions have ended
   * @param journalEnd its high watermark
   * @param delays whether there is anything in its delay log
   */
  record Facts(
      int partition,
      String groupId,
      TakeoverReader.Wanted wanted,
      StoredSnapshot stored,
      long journalStart,
      long journalStable,
      long journalEnd,
      boolean delays) {}

  static TakeoverStart of(Facts facts) {
    return new Decision(facts).start();
  }

  /** Everything below it is closed, as far as the snapshot knows. */
  private static long lowest(PartitionSnapshot snapshot) {
    long lowest = snapshot.frontier();
    for (Flow flow : snapshot.flows()) {
      lowest = flow.offsets().isEmpty() ? lowest : Math.min(lowest, flow.offsets().first());
    }
    return snapshot.unadmitted().isEmpty()
        ? lowest
        : Math.min(lowest, snapshot.unadmitted().first());
  }

  /** The single decisions, in the order in which they are taken. */
  private static final class Decision {

    private final Facts facts;
    private final TakeoverReader.Wanted wanted;
    private final StoredSnapshot.@Nullable By by;
    private final @Nullable OffsetAndMetadata committed;
    private final ResumeMetadata.@Nullable Pointer pointer;
    private final @Nullable PartitionSnapshot snapshot;

    Decision(Facts facts) {
      this.facts = facts;
      this.wanted = facts.wanted();
      this.by =
          switch (facts.stored()) {
            case StoredSnapshot.None _ -> null;
            case StoredSnapshot.Found(var taker, _) -> taker;
            case StoredSnapshot.Unreadable(_, var taker) -> taker;
          };
      this.committed = committedHere();
      this.pointer = committed == null ? null : ResumeMetadata.pointer(committed);
      this.snapshot = counting();
    }

    /** What was committed of a topic that is gone says nothing of this one. */
    private @Nullable OffsetAndMetadata committedHere() {
      OffsetAndMetadata found = wanted.committed();
      ResumeMetadata.Pointer of = found == null ? null : ResumeMetadata.pointer(found);
      if (of != null && of.topicId() != null && !of.topicId().equals(wanted.topicId())) {
        LogEvent.COMMITTED_OFFSET_VOID.log(log, facts.partition(), found);
        return null;
      }
      return found;
    }

    private @Nullable PartitionSnapshot counting() {
      return switch (facts.stored()) {
        case StoredSnapshot.None _ -> null;
        case StoredSnapshot.Unreadable(String problem, _) -> {
          LogEvent.SNAPSHOT_UNREADABLE.log(log, facts.partition(), problem);
          yield null;
        }
        case StoredSnapshot.Found(var taker, var state) -> {
          String flaw = flawOf(taker, state);
          if (flaw == null) {
            yield state;
          }
          LogEvent.SNAPSHOT_VOID.log(log, facts.partition(), flaw);
          yield null;
        }
      };
    }

    private @Nullable String flawOf(StoredSnapshot.By taker, PartitionSnapshot state) {
      if (!taker.groupId().equals(facts.groupId())) {
        return "it is of group " + taker.groupId();
      }
      if (!taker.topicId().equals(wanted.topicId())) {
        return "it is of a requests topic that is gone";
      }
      if (committed != null && pointer == null) {
        return "the offset was set by a tool since";
      }
      if (taker.journalOffset() > facts.journalEnd()) {
        return "the journal was created anew since";
      }
      if (pointer != null
          && taker.journalOffset() < pointer.snapshotsFrom()
          && pointer.snapshotsFrom() <= facts.journalEnd()) {
        return "it was void already when the offset was committed";
      }
      return state.frontier() > wanted.logEnd() ? "the requests log is shorter than it was" : null;
    }

    TakeoverStart start() {
      long logStart = wanted.logStart();
      if (isLogShorter()) {
        // What was done to offsets that are given out a second time says nothing of these.
        LogEvent.REQUESTS_LOG_SHORTER.log(log, facts.partition(), committed, wanted.logEnd());
        return start(stillThere(), facts.journalEnd(), null);
      }
      long open;
      if (snapshot != null) {
        open = lowest(snapshot);
      } else {
        open = committed == null ? logStart : committed.offset();
      }
      if (open < logStart) {
        LogEvent.UNCLOSED_REQUESTS_LOST.log(log, facts.partition(), open, logStart);
      }
      long needed = needed();
      Long missing = isMissing(needed, Math.max(logStart, open)) ? needed : null;
      if (snapshot == null) {
        return start(Math.max(logStart, open), needed, missing);
      }
      // Open requests that were deleted are kept in it: whoever counts them must know of them.
      return start(committed == null ? open : committed.offset(), needed, missing);
    }

    private boolean isLogShorter() {
      boolean read =
          facts.stored() instanceof StoredSnapshot.Found(var taker, var state)
              && taker.groupId().equals(facts.groupId())
              && taker.topicId().equals(wanted.topicId())
              && state.frontier() > wanted.logEnd();
      return read || (committed != null && committed.offset() > wanted.logEnd());
    }

    /** What was closed of the part of the log that is left. */
    private long stillThere() {
      if (committed == null || committed.offset() > wanted.logEnd()) {
        return wanted.logStart();
      }
      return Math.max(wanted.logStart(), committed.offset());
    }

    /** The first journal entry that counts. */
    private long needed() {
      long needed = wanted.journalFrom();
      if (snapshot != null) {
        needed = Math.max(needed, snapshot.journalOffset());
      } else if (pointer != null) {
        needed = Math.max(needed, pointer.journalOffset());
      }
      if (needed > facts.journalEnd()) {
        LogEvent.JOURNAL_CREATED_ANEW.log(log, facts.partition(), needed, facts.journalEnd());
        return 0;
      }
      return needed;
    }

    /**
     * @param from requests below it are closed or gone
     */
    private boolean isMissing(long needed, long from) {
      boolean known = snapshot != null || pointer != null;
      int silent = snapshot != null && by != null && by.released() ? LAST_WORD : MARKER;
      boolean gone = known && needed > 0 && needed + silent < facts.journalStart();
      return gone && from < wanted.logEnd();
    }

    private long withoutSnapshot() {
      return pointer == null ? facts.journalStart() : pointer.journalOffset();
    }

    /** Throttles do not care about offsets: what voids a snapshot leaves its levels alone. */
    private Takeover.@Nullable StoredLevels levels() {
      return facts.stored() instanceof StoredSnapshot.Found(_, var state)
          ? Takeover.StoredLevels.of(state)
          : null;
    }

    private long callsFrom(long entriesFrom) {
      return facts.stored() instanceof StoredSnapshot.Found(var taker, _)
              && taker.journalOffset() <= facts.journalEnd()
          ? Math.max(taker.journalOffset(), facts.journalStart())
          : entriesFrom;
    }

    private TakeoverStart start(long offset, long needed, @Nullable Long missing) {
      long first = Math.max(needed, facts.journalStart());
      // Who owns it, only the whole journal tells when no snapshot does.
      long readFrom = facts.journalStart();
      if (by != null) {
        readFrom = Math.min(first, facts.journalStable());
        if (by.journalOffset() <= facts.journalEnd()) {
          readFrom = Math.min(readFrom, by.journalOffset());
        }
      }
      // What came back of what is still there, only the whole journal tells when no snapshot does.
      long returnsFrom = snapshot == null && facts.delays() ? facts.journalStart() : first;
      return new TakeoverStart(
          new OpenOffsets.Resume(offset, snapshot == null ? first : withoutSnapshot()),
          first,
          callsFrom(first),
          returnsFrom,
          snapshot,
          levels(),
          Math.max(Math.min(readFrom, returnsFrom), facts.journalStart()),
          by == null || by.released() ? null : by.owner(),
          missing);
    }
  }
}
