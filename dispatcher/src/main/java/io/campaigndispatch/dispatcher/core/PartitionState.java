package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.Recovered;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One owned partition: what is open in it, which of that is in memory, and its workspaces' queues.
 * Owned by the core thread.
 *
 * <pre>
 * TAKING ──ownership written──► OPEN ──revoked──► ENDING ──at rest──► RELEASING ──written──► gone
 *    └───────────────────────────┴──lost──► LOST ──everything written or refused──► gone
 * </pre>
 */
final class PartitionState implements Admission.Known {

  private enum Stage {
    TAKING,
    OPEN,
    ENDING,
    RELEASING,
    LOST
  }

  /** Campaigns are told apart only up to here: ids that users invent must not fill memory. */
  private static final int MOST_FLOWS = 32_768;

  private static final long SNAPSHOT_EVERY_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long SNAPSHOT_EVERY_RECORDS = 1_000_000;

  /** After so many records it need not be half a minute. */
  private static final long SNAPSHOT_SOON_RECORDS = 10_000;

  private static final long SNAPSHOT_SOON_NANOS = Duration.ofSeconds(1).toNanos();

  /** A megabyte a second at most. */
  private static final long SNAPSHOT_NANOS_PER_BYTE = 1_000;

  private final int partition;
  private final long epoch;
  private final Memory memory;
  private final OpenOffsets offsets;
  private final RecentIds recentIds;
  private final Hungry hungry;
  private final long admitFrom;
  private final Map<String, WorkspaceQueue> queues = new HashMap<>();
  private final Map<Long, OpenRecord> records = new HashMap<>();
  private final Map<Position, Retry> retries = new HashMap<>();
  private final Map<Long, BitSet> doneChildren;
  private final Map<Position, Recovered.Attempted> attemptedBefore;
  private final boolean countsExactly;
  private final ObjLongConsumer<String> lost;
  private final Map<String, Integer> called = new HashMap<>();

  private Recovered recovered;
  private Stage stage = Stage.TAKING;
  private int flows;
  private long openRequests;
  private long takenOver;
  private boolean abandoned;
  private int inFlight;
  private int unwritten;
  private boolean hasSnapshot;
  private long readTo;
  private long snapshotNanos;
  private long snapshotBytes;
  private long snapshotFrontier;
  private long snapshotJournal;
  private OpenOffsets.Resume committed;

  /**
   * @param lost told of a workspace's requests that are found to have been lost with others
   */
  PartitionState(
      int partition,
      long epoch,
      Restored restored,
      Memory memory,
      ObjLongConsumer<String> lost,
      long nowNanos) {
    this.partition = partition;
    this.epoch = epoch;
    this.memory = memory;
    this.lost = lost;
    this.countsExactly = restored.takeover().clean() || restored.flows().isEmpty();
    Recovered entries = restored.takeover().recovered();
    // What they say of what was read before is in the snapshot already.
    this.recovered =
        entries.journaledTo() <= restored.frontier() && restored.takeover().snapshot() != null
            ? entries.withoutEntries()
            : entries;
    this.committed = recovered.resume();
    this.offsets = restored.offsets();
    this.recentIds = restored.recentIds();
    this.hungry = new Hungry(restored.unadmitted(), nowNanos);
    this.admitFrom = restored.frontier();
    this.doneChildren = restored.doneChildren();
    this.attemptedBefore = restored.attempted();
    this.hasSnapshot = restored.takeover().snapshot() != null;
    this.readTo = restored.readFrom();
    this.snapshotNanos = nowNanos;
    this.snapshotFrontier = restored.frontier();
    this.snapshotJournal = offsets.journalEnd();
  }

  int partition() {
    return partition;
  }

  long epoch() {
    return epoch;
  }

  /** Below it, an earlier owner admitted what it read. */
  long admitFrom() {
    return admitFrom;
  }

  RecentIds recentIds() {
    return recentIds;
  }

  Hungry hungry() {
    return hungry;
  }

  OpenOffsets offsets() {
    return offsets;
  }

  @Nullable WorkspaceQueue queue(String workspaceId) {
    return queues.get(workspaceId);
  }

  void add(WorkspaceQueue queue) {
    queues.put(queue.workspace().id(), queue);
  }

  Collection<WorkspaceQueue> queues() {
    return queues.values();
  }

  // What is known of requests

  @Override
  public boolean isDone(Position position) {
    if (position.child() != Position.WHOLE) {
      BitSet done = doneChildren.get(position.offset());
      if (done != null && done.get(position.child())) {
        return true;
      }
    }
    return recovered.isDone(position);
  }

  @Override
  public Recovered.@Nullable Attempted attempted(Position position) {
    Retry retry = retries.get(position);
    if (retry != null) {
      return retry.journaled();
    }
    Recovered.Attempted before = attemptedBefore.get(position);
    return before == null ? recovered.attempted(position) : before;
  }

  /** Those of an earlier owner's attempts whose requests were not read again yet. */
  Map<Position, Recovered.Attempted> attemptedBefore() {
    return attemptedBefore;
  }

  /** Records at and beyond the frontier, below an offset, that an earlier owner closed. */
  long closedBeforeReading(long nextOffset) {
    return recovered.doneWithin(offsets.frontier(), nextOffset);
  }

  void readTo(long nextOffset) {
    readTo = nextOffset;
    if (nextOffset <= admitFrom) {
      return;
    }
    offsets.readTo(nextOffset);
    if (nextOffset >= recovered.journaledTo() && !recovered.isEmpty()) {
      // It has nothing to say of what comes; what it says of what is open below, is kept.
      recovered.attemptedBelow(nextOffset).forEach(this::keepAttempted);
      for (Position position : recovered.doneChildren()) {
        if (offsets.isOpen(position.offset())) {
          done(position);
        }
      }
      recovered = recovered.withoutEntries();
    }
  }

  private void keepAttempted(Position position, Recovered.Attempted before) {
    if (offsets.isOpen(position.offset()) && !retries.containsKey(position) && !isDone(position)) {
      attemptedBefore.putIfAbsent(position, before);
    }
  }

  private void done(Position position) {
    doneChildren.computeIfAbsent(position.offset(), _ -> new BitSet()).set(position.child());
  }

  /** Requests below the frontier are open, as an earlier owner left them. */
  void restored(long requests) {
    openRequests += requests;
    takenOver += requests;
  }

  /** A record that {@link #restored} counted as one request is read for the first time here. */
  void readmitted(int requests) {
    openRequests += requests - 1;
    takenOver--;
  }

  /** Requests that were open when the partition came here. */
  long takenOver() {
    return takenOver;
  }

  /** So many requests of a record that was just read are open. */
  void opened(long offset, int requests) {
    offsets.open(offset);
    openRequests += requests;
  }

  long openRequests() {
    return openRequests;
  }

  // Records in memory

  Map<Long, OpenRecord> records() {
    return records;
  }

  @Nullable OpenRecord record(long offset) {
    return records.get(offset);
  }

  /**
   * Takes a record into memory, if it is not there.
   *
   * @param open its requests that are not closed
   */
  OpenRecord hold(long offset, int weight, int open) {
    return records.computeIfAbsent(
        offset,
        _ -> {
          memory.take(weight);
          return new OpenRecord(offset, weight, open);
        });
  }

  /** Lets go of a record of which nothing is in memory any more; it may still be open. */
  void letGo(OpenRecord record) {
    if (record.isEmpty() && records.remove(record.offset(), record)) {
      memory.give(record.weight());
      if (record.flow() != null) {
        released(record.flow());
      }
    }
  }

  /** One request was closed, and that is written. */
  void closed(Position position) {
    OpenRecord record = records.get(position.offset());
    if (record == null) {
      throw new IllegalStateException("a record stays in memory until it is closed: " + position);
    }
    openRequests--;
    if (record.flow() != null) {
      record.flow().closed();
    }
    attemptedBefore.remove(position);
    Retry retry = retries.remove(position);
    if (retry != null) {
      released(retry.flow());
    }
    record.closed(position.child());
    if (record.isClosed()) {
      offsets.close(position.offset());
      doneChildren.remove(position.offset());
    } else if (position.child() != Position.WHOLE && offsets.isOpen(position.offset())) {
      done(position);
    }
    letGo(record);
  }

  /** A record that is not in memory and never will be: the log no longer has it. */
  void gone(long offset, long requests) {
    offsets.close(offset);
    doneChildren.remove(offset);
    openRequests -= requests;
  }

  /** What is known of attempts for records that are gone, and would be kept for ever. */
  void forgetLost() {
    attemptedBefore.keySet().removeIf(position -> !offsets.isOpen(position.offset()));
    for (Retry retry : List.copyOf(retries.values())) {
      Position position = retry.position();
      OpenRecord record = records.get(position.offset());
      if (!offsets.isOpen(position.offset())
          && (record == null || !record.holds(position.child()))) {
        retries.remove(position);
        retry.forget();
        released(retry.flow());
      }
    }
  }

  Map<Long, BitSet> doneChildren() {
    return doneChildren;
  }

  Map<Position, Retry> retries() {
    return retries;
  }

  Retry retry(Position position, Flow flow) {
    return retries.computeIfAbsent(
        position,
        _ -> {
          attemptedBefore.remove(position);
          flow.refer();
          return new Retry(position, flow, null);
        });
  }

  /**
   * Something of a flow is no longer in memory; forgets the flow once nothing of it is anywhere.
   */
  private void released(Flow flow) {
    flow.release();
    forgetIdle(flow);
  }

  void forgetIdle(Flow flow) {
    if (flow.isIdle()) {
      long left = flow.open();
      if (left > 0 && countsExactly) {
        // Of records that carry several requests and were lost, one was counted.
        lost.accept(flow.queue().workspace().id(), left);
      } else {
        // After a crash, such records are counted from what the journal shows; with the last of
        // them it is known how many requests there were.
        takenOver -= left;
      }
      openRequests -= left;
      flow.opened(-flow.open());
      flow.queue().forget(flow);
      flows--;
    }
  }

  boolean mayAddFlow() {
    return flows < MOST_FLOWS;
  }

  void flowAdded() {
    flows++;
  }

  // Committing and snapshots

  void journalWritten(long end) {
    offsets.journalWritten(end);
  }

  /** What may be committed, if it is further than what last was. */
  OpenOffsets.@Nullable Resume toCommit() {
    OpenOffsets.Resume resume = offsets.resume();
    if (resume.offset() == committed.offset()) {
      return null;
    }
    committed = resume;
    return resume;
  }

  OpenOffsets.Resume resume() {
    return offsets.resume();
  }

  /** It is no longer ours: its records leave memory. */
  void letGoOfEverything() {
    records.values().forEach(record -> memory.give(record.weight()));
    records.clear();
  }

  /** Records read since the last snapshot. */
  long readSinceSnapshot() {
    return offsets.frontier() - snapshotFrontier;
  }

  /**
   * Whether a snapshot would say everything: while the journal has entries about what was not read
   * yet, only the journal tells them; while ids before the frontier are being read, only the log.
   */
  boolean mayBeSnapshot() {
    return recovered.isEmpty() && readTo >= admitFrom;
  }

  /** Whether a snapshot would say everything, and something new. */
  private boolean isWorthASnapshot() {
    return mayBeSnapshot()
        && (!hasSnapshot || readSinceSnapshot() > 0 || offsets.journalEnd() != snapshotJournal);
  }

  /**
   * Whether so much was read, or so long ago, that a next owner had better not do it again; the
   * larger the last snapshot was, the longer this one waits.
   */
  boolean isSnapshotDue(long nowNanos) {
    if (!isWorthASnapshot()) {
      return false;
    }
    long passed = nowNanos - snapshotNanos;
    boolean soon =
        readSinceSnapshot() >= SNAPSHOT_SOON_RECORDS
            && passed >= SNAPSHOT_SOON_NANOS + snapshotBytes * SNAPSHOT_NANOS_PER_BYTE;
    return !hasSnapshot
        || soon
        || readSinceSnapshot() >= SNAPSHOT_EVERY_RECORDS
        || passed >= SNAPSHOT_EVERY_NANOS;
  }

  /**
   * @param bytes it takes, about
   */
  void snapshotTaken(long bytes, long nowNanos) {
    snapshotBytes = bytes;
    hasSnapshot = true;
    snapshotNanos = nowNanos;
    snapshotFrontier = offsets.frontier();
    snapshotJournal = offsets.journalEnd();
  }

  // Calls and writes under way

  void callStarted(String workspaceId, int messages) {
    inFlight++;
    called.merge(workspaceId, messages, Integer::sum);
  }

  void callEnded() {
    inFlight--;
  }

  /** Messages called for since it was last asked, by workspace. */
  Map<String, Integer> takeCalled() {
    Map<String, Integer> taken = Map.copyOf(called);
    called.clear();
    return taken;
  }

  void writing() {
    unwritten++;
  }

  void written() {
    unwritten--;
  }

  // Stages

  /** Ownership is written: calls may start. */
  void own() {
    if (stage == Stage.TAKING) {
      stage = Stage.OPEN;
      for (WorkspaceQueue queue : queues.values()) {
        queue.open();
        queue.lane().ready(queue);
      }
    }
  }

  boolean isOwned() {
    return stage == Stage.OPEN;
  }

  /** Nothing of it starts any more. */
  boolean isEnding() {
    return stage != Stage.TAKING && stage != Stage.OPEN;
  }

  /** Whether nothing of it is outstanding. */
  boolean isAtRest() {
    return isEnding() && unwritten == 0 && (ignoresReplies() || inFlight == 0);
  }

  /** Its end begins; what has ended otherwise does not end in good order any more. */
  void release() {
    if (!isEnding()) {
      stage = Stage.ENDING;
      queues.values().forEach(WorkspaceQueue::close);
    }
  }

  /** What is in flight counts no more. */
  void abandonCalls() {
    abandoned = true;
  }

  /** Whether what calls bring means nothing to it any more. */
  boolean ignoresReplies() {
    return abandoned || isLost();
  }

  /** It was at rest, and its release is being written; true the first time. */
  boolean beginRelease() {
    if (stage != Stage.ENDING) {
      return false;
    }
    stage = Stage.RELEASING;
    return true;
  }

  /** Somebody else owns it. */
  boolean isLost() {
    return stage == Stage.LOST;
  }

  void lose() {
    stage = Stage.LOST;
    queues.values().forEach(WorkspaceQueue::close);
  }
}
