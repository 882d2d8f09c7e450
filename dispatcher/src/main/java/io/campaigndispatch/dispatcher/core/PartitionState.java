package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.WorkspaceQueue;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.Recovered;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One owned partition: what is open in it, and its workspaces' queues. Owned by the core thread.
 *
 * <pre>
 * OPEN ──revoked──► RELEASING ──nothing in flight, everything written──► gone
 *   └────────lost────► LOST ───────everything written───────────────────► gone
 * </pre>
 */
final class PartitionState {

  private final int partition;
  private final long epoch;
  private Recovered recovered;
  private final OpenOffsets offsets;
  private final RecentIds recentIds;
  private final Map<String, WorkspaceQueue> queues = new HashMap<>();
  private final Map<Long, OpenRecord> open = new HashMap<>();

  private long bytes;
  private long openRequests;
  private int inFlight;
  private int unwritten;
  private boolean readingPaused;
  private boolean releasing;
  private boolean lost;
  private OpenOffsets.Resume committed;

  private static final class OpenRecord {
    int requests;
    final int weight;

    OpenRecord(int requests, int weight) {
      this.requests = requests;
      this.weight = weight;
    }
  }

  PartitionState(int partition, long epoch, Recovered recovered, long duplicatesWindow) {
    this.partition = partition;
    this.epoch = epoch;
    this.recovered = recovered;
    this.committed = recovered.resume();
    this.offsets = new OpenOffsets(recovered);
    this.recentIds = new RecentIds(duplicatesWindow);
  }

  int partition() {
    return partition;
  }

  long epoch() {
    return epoch;
  }

  Recovered recovered() {
    return recovered;
  }

  RecentIds recentIds() {
    return recentIds;
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

  /** A record was read: so many of its requests are open. */
  void opened(long offset, int requests, int weight) {
    offsets.open(offset);
    open.put(offset, new OpenRecord(requests, weight));
    bytes += weight;
    openRequests += requests;
  }

  void readTo(long nextOffset) {
    offsets.readTo(nextOffset);
    if (nextOffset >= recovered.journaledTo()) {
      // It has nothing to say of what comes.
      recovered = recovered.withoutEntries();
    }
  }

  /** One request of the record at this offset was closed, and that is committed. */
  void closed(long offset) {
    OpenRecord record = open.get(offset);
    if (record == null) {
      throw new IllegalStateException("offset " + offset + " is not open");
    }
    openRequests--;
    record.requests--;
    if (record.requests == 0) {
      open.remove(offset);
      offsets.close(offset);
      bytes -= record.weight;
    }
  }

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

  long bytes() {
    return bytes;
  }

  long openRequests() {
    return openRequests;
  }

  void callStarted() {
    inFlight++;
  }

  void callEnded() {
    inFlight--;
  }

  void writing() {
    unwritten++;
  }

  void written() {
    unwritten--;
  }

  boolean isReadingPaused() {
    return readingPaused;
  }

  void setReadingPaused(boolean paused) {
    readingPaused = paused;
  }

  /** Nothing of it starts any more. */
  boolean isEnding() {
    return releasing || lost;
  }

  /** Whether nothing of it is outstanding and it may go. */
  boolean isAtRest() {
    return isEnding() && unwritten == 0 && (lost || inFlight == 0);
  }

  void release() {
    releasing = true;
    queues.values().forEach(WorkspaceQueue::close);
  }

  /** Somebody else owns it: what is in flight means nothing to it any more. */
  boolean isLost() {
    return lost;
  }

  void lose() {
    lost = true;
    queues.values().forEach(WorkspaceQueue::close);
  }
}
