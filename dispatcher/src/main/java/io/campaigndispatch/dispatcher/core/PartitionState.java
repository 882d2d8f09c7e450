package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RecentIds;
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
final class PartitionState {

  private enum Stage {
    TAKING,
    OPEN,
    ENDING,
    RELEASING,
    LOST
  }

  private final int partition;
  private final long epoch;
  private final Memory memory;
  private final OpenOffsets offsets;
  private final OpenRequests requests;
  private final KnownRequests known;
  private final SnapshotPace snapshotPace;
  private final RecentIds recentIds;
  private final Hungry hungry;
  private final DelayedLog delayed;
  private final Map<String, WorkspaceQueue> queues = new HashMap<>();
  private final Map<Long, OpenRecord> records = new HashMap<>();
  private final Map<String, Integer> called = new HashMap<>();

  private Stage stage = Stage.TAKING;
  private @Nullable Pass delayedPass;
  private long delayedPasses;
  private long deletedBelow;
  private boolean abandoned;
  private int inFlight;
  private int unwritten;
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
    this.committed = restored.takeover().recovered().resume();
    this.offsets = restored.offsets();
    this.requests =
        new OpenRequests(restored.takeover().clean() || restored.flows().isEmpty(), lost);
    this.known = new KnownRequests(restored, requests);
    this.snapshotPace = new SnapshotPace(restored, this::isCaughtUp, nowNanos);
    this.recentIds = restored.recentIds();
    this.hungry = new Hungry(restored.unadmitted(), new Sweep(restored.expiries()), nowNanos);
    this.delayed = new DelayedLog(restored.delayed(), restored.delayEnd(), nowNanos);
  }

  int partition() {
    return partition;
  }

  long epoch() {
    return epoch;
  }

  RecentIds recentIds() {
    return recentIds;
  }

  Hungry hungry() {
    return hungry;
  }

  DelayedLog delayed() {
    return delayed;
  }

  /** Below it, requests were deleted before they were read here. */
  long deletedBelow() {
    return deletedBelow;
  }

  void unreadDeleted(long below) {
    deletedBelow = below;
  }

  /** What of the delay topic is being read; null when nothing is. */
  @Nullable Pass delayedPass() {
    return delayedPass;
  }

  /**
   * @param look whether they stay where they are, unless they must end
   */
  Pass beginDelayedPass(List<Long> offsets, boolean look) {
    delayedPass =
        new Pass(
            ++delayedPasses,
            offsets.stream().map(offset -> new Pass.Wanted(offset, null, look)).toList());
    return delayedPass;
  }

  void endDelayedPass() {
    delayedPass = null;
  }

  /** Open requests, those in the delay topic included. */
  long open() {
    return requests.open() + delayed.count();
  }

  /** Those that were open when the partition came here. */
  long takenOver() {
    return requests.takenOver() + delayed.takenOver();
  }

  /** Whether all that earlier owners left has been read. */
  boolean isCaughtUp() {
    return known.isCaughtUp() && delayed.isScanned();
  }

  OpenOffsets offsets() {
    return offsets;
  }

  OpenRequests requests() {
    return requests;
  }

  KnownRequests known() {
    return known;
  }

  SnapshotPace snapshotPace() {
    return snapshotPace;
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

  // What is open

  void readTo(long nextOffset) {
    if (nextOffset > known.admitFrom()) {
      offsets.readTo(nextOffset);
    }
    known.readTo(nextOffset);
  }

  /** So many requests of a record that was just read are open. */
  void opened(long offset, int requests) {
    offsets.open(offset);
    this.requests.opened(requests);
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
        requests.released(record.flow());
      }
    }
  }

  /** It is no longer ours: its records leave memory. */
  void letGoOfEverything() {
    records.values().forEach(record -> memory.give(record.weight()));
    records.clear();
  }

  /** One request was closed, and that is written. */
  void closed(Position position) {
    OpenRecord record = records.get(position.offset());
    if (record == null) {
      throw new IllegalStateException("a record stays in memory until it is closed: " + position);
    }
    requests.closed(1);
    if (record.flow() != null) {
      record.flow().closed();
    }
    record.closed(position.child());
    if (record.isClosed()) {
      offsets.close(position.offset());
    }
    known.closed(position);
    letGo(record);
  }

  /** A record that is not in memory and never will be: the log no longer has it. */
  void gone(long offset, long requests) {
    offsets.close(offset);
    known.gone(offset);
    this.requests.closed(requests);
  }

  /** What is known of attempts for records that are gone, and would be kept for ever. */
  void forgetLost() {
    known.forgetLost(
        position -> {
          OpenRecord record = records.get(position.offset());
          return record != null && record.holds(position.child());
        });
  }

  // Committing

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

  // Calls and writes under way

  void callStarted() {
    inFlight++;
  }

  /** The next owner must know of these: they were taken from buckets. */
  void called(String workspaceId, int messages) {
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
