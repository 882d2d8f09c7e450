package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.DueTimes;
import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.index.OffsetSet;
import io.campaigndispatch.model.send.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One partition's requests that wait in the delay topic: which offsets are open there, when they
 * are due, and how many belong to whom. Owned by the core thread.
 *
 * <pre>
 * parked ──► open ──due──► taken (being read, being written) ──written──► returned ──► read among the requests
 * </pre>
 */
final class DelayedLog {

  private static final int MOST_WORKSPACES = 100_000;
  private static final long UNKNOWN = Long.MAX_VALUE;
  private static final long DELETE_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private static final long LOOK_AT_OLDEST_EVERY_NANOS = Duration.ofHours(1).toNanos();

  /** Several a workspace never has. */
  private static final String OTHERS = "";

  private final OffsetSet open = new OffsetSet();
  private final Map<Priority, DueTimes> due = new EnumMap<>(Priority.class);
  private final Map<String, long[]> waiting = new HashMap<>();

  /** No longer among the due times, and not yet written that they have returned. */
  private final OffsetSet taken = new OffsetSet();

  /**
   * Of ours, until they are read among the requests: whose they are is known by that. With their
   * place there, once that is known.
   */
  private final Map<Long, Long> returning = new HashMap<>();

  // What is to be looked at: a campaign may be cancelled, or a record old. What is asked for anew
  // of what was just looked at waits until the rest has been: else the rest might wait for ever.
  private long lookFrom;
  private long lookTo;
  private long lookAgainFrom;
  private long lookAgainTo;
  private long oldestSeenNanos;

  private final OffsetSet returnedBefore;
  private final long scanTo;
  private long scanned;
  private long end;
  private long count;
  private long takenOver;
  private long deletedBelow;
  private long deletedNanos;

  /**
   * @param left what earlier owners left, as far as it is known without reading the log
   * @param end of the log: what lies between is still to be read
   */
  DelayedLog(Delayed left, long end, long nowNanos) {
    deletedNanos = nowNanos;
    oldestSeenNanos = nowNanos - LOOK_AT_OLDEST_EVERY_NANOS;
    for (Priority priority : Priority.values()) {
      due.put(priority, new DueTimes());
    }
    returnedBefore = left.returned();
    this.scanned = left.frontier();
    this.scanTo = Math.max(scanned, end);
    this.end = scanTo;
    left.hours()
        .forEach(
            (priority, hours) ->
                hours.forEach(
                    (hour, offsets) ->
                        offsets.forEach(
                            offset -> {
                              dueTimes(priority).addToHour(offset, hour);
                              open.add(offset);
                              count++;
                            })));
    takenOver = count;
    left.waiting().forEach((workspace, counts) -> waiting.put(workspace, counts.clone()));
  }

  private DueTimes dueTimes(Priority priority) {
    return due.computeIfAbsent(priority, _ -> new DueTimes());
  }

  /** Open requests, those included that have returned and were not read among the requests yet. */
  long count() {
    return count;
  }

  /** Those of them that were open when the partition came here. */
  long takenOver() {
    return takenOver;
  }

  /** Requests of a workspace that wait here; more by others than by {@link #MOST_WORKSPACES}. */
  long waiting(String workspaceId, Priority priority) {
    long[] counts = waiting.get(workspaceId);
    return counts == null ? 0 : counts[priority.ordinal()];
  }

  /** Whose requests wait here, or did; without those beyond {@link #MOST_WORKSPACES}. */
  Set<String> workspaces() {
    return waiting.keySet();
  }

  /** Everything of earlier owners below it is known. */
  long scanned() {
    return scanned;
  }

  /** Up to where the log is to be read before all is known that they left. */
  long scanTo() {
    return scanTo;
  }

  boolean isScanned() {
    return scanned == scanTo;
  }

  /** The lowest open offset of a log that is known; its end when nothing is open. */
  private long lowest() {
    return open.isEmpty() ? end : open.lowest();
  }

  /** Below which offset the log may be deleted now; 0 when there is nothing new to delete. */
  long toDelete(long nowNanos) {
    if (!isScanned() || lowest() <= deletedBelow || nowNanos - deletedNanos < DELETE_EVERY_NANOS) {
      return 0;
    }
    deletedBelow = lowest();
    deletedNanos = nowNanos;
    return deletedBelow;
  }

  boolean isOpen(long offset) {
    return open.contains(offset);
  }

  /** A record that an earlier owner wrote was read. */
  void found(long offset, String workspaceId, Priority priority, long dueMillis, Now now) {
    if (offset >= scanned && offset < scanTo && !returnedBefore.contains(offset)) {
      enters(offset, workspaceId, priority, dueMillis, now);
      takenOver++;
    }
  }

  /** The log has been read so far. */
  void scannedTo(long offset) {
    scanned = Math.max(scanned, Math.min(offset, scanTo));
  }

  /** A request of ours was parked, and that is written. */
  void parked(long offset, String workspaceId, Priority priority, long dueMillis, Now now) {
    enters(offset, workspaceId, priority, dueMillis, now);
    end = Math.max(end, offset + 1);
  }

  private void enters(long offset, String workspaceId, Priority priority, long dueMillis, Now now) {
    open.add(offset);
    count++;
    dueTimes(priority).add(offset, dueMillis, now.millis());
    long[] counts = waiting.get(workspaceId);
    if (counts == null) {
      String whose = waiting.size() < MOST_WORKSPACES ? workspaceId : OTHERS;
      counts = waiting.computeIfAbsent(whose, _ -> new long[Priority.values().length]);
    }
    counts[priority.ordinal()]++;
  }

  /**
   * Offsets to be read now, ascending: those that are due, the urgent ones first, and those whose
   * exact time must be looked up. They are taken.
   */
  List<Long> take(int most, Now now) {
    List<Long> offsets = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      DueTimes times = dueTimes(priority);
      offsets.addAll(times.due(now.millis(), most - offsets.size()));
      offsets.addAll(times.near(now.millis(), most - offsets.size()));
    }
    offsets.forEach(taken::add);
    Collections.sort(offsets);
    return offsets;
  }

  /** Everything that is open is to be looked at: whose it is, says the log only. */
  void lookAtAll() {
    lookAt(0, end);
  }

  /**
   * More is to be looked at.
   *
   * @param to exclusive
   */
  void lookAt(long from, long to) {
    if (lookFrom >= lookTo) {
      lookFrom = from;
      lookTo = to;
    } else if (from < lookFrom) {
      lookAgainFrom = lookAgainFrom < lookAgainTo ? Math.min(lookAgainFrom, from) : from;
      lookAgainTo = Math.max(lookAgainTo, Math.min(to, lookFrom));
    }
    lookTo = Math.max(lookTo, to);
  }

  /**
   * The next that is open is to be looked at, and what lies right behind it.
   *
   * @param most offsets
   */
  void lookOn(long from, int most) {
    long next = open.next(from);
    if (next < end) {
      lookAt(next, Math.min(end, next + most));
    }
  }

  /** Once an hour, the one that has been in the log for longest is to be looked at. */
  void lookAtOldest(long nowNanos) {
    if (isScanned() && nowNanos - oldestSeenNanos >= LOOK_AT_OLDEST_EVERY_NANOS) {
      oldestSeenNanos = nowNanos;
      if (!open.isEmpty()) {
        lookAt(open.lowest(), open.lowest() + 1);
      }
    }
  }

  /** Offsets to be looked at now, ascending; they stay where they are. */
  List<Long> takeLooks(int most) {
    List<Long> offsets = new ArrayList<>();
    if (lookFrom >= lookTo) {
      lookFrom = lookAgainFrom;
      lookTo = lookAgainTo;
      lookAgainFrom = lookAgainTo;
    }
    while (offsets.size() < most && lookFrom < lookTo) {
      long offset = Math.min(lookTo, open.next(lookFrom));
      lookFrom = offset + 1;
      if (offset < lookTo && !taken.contains(offset)) {
        offsets.add(offset);
      }
    }
    return offsets;
  }

  /** What was looked at is to return now, due or not. Returns whether it still waited. */
  boolean recall(long offset, long dueMillis) {
    if (!open.contains(offset) || taken.contains(offset)) {
      return false;
    }
    for (DueTimes times : due.values()) {
      if (times.remove(offset, dueMillis)) {
        taken.add(offset);
        return true;
      }
    }
    return false;
  }

  /** When {@link #take} gives something; epoch milliseconds, {@link Long#MAX_VALUE} for never. */
  long nextMillis() {
    long next = lookFrom < lookTo || lookAgainFrom < lookAgainTo ? 0 : Long.MAX_VALUE;
    for (DueTimes times : due.values()) {
      next = Math.min(next, times.nextMillis());
    }
    return next;
  }

  /** What was taken is not due yet. */
  void putBack(long offset, Priority priority, long dueMillis, Now now) {
    if (taken.remove(offset)) {
      dueTimes(priority).add(offset, dueMillis, now.millis());
    }
  }

  /** What was taken returns: that is being written. */
  void returns(long offset, String workspaceId, Priority priority) {
    returning.put(offset, UNKNOWN);
    long[] counts = waiting.getOrDefault(workspaceId, waiting.get(OTHERS));
    if (counts != null) {
      counts[priority.ordinal()] = Math.max(0, counts[priority.ordinal()] - 1);
    }
  }

  /** What was taken was parked anew, and that is written. */
  void kept(
      long offset, long place, String workspaceId, Priority priority, long dueMillis, Now now) {
    gone(offset);
    returns(offset, workspaceId, priority);
    returning.remove(offset);
    parked(place, workspaceId, priority, dueMillis, now);
  }

  /**
   * It is written.
   *
   * @param place its offset among the requests
   */
  void returned(long offset, long place) {
    close(offset);
    returning.computeIfPresent(offset, (_, _) -> place);
  }

  /** Requests below an offset were deleted before they were read. Returns how many had returned. */
  long lostUnread(long below) {
    long before = returning.size();
    returning.values().removeIf(place -> place < below);
    long lost = before - returning.size();
    count -= lost;
    return lost;
  }

  /** A record is no longer in the log. */
  void gone(long offset) {
    if (open.contains(offset)) {
      close(offset);
      count--;
    }
  }

  private void close(long offset) {
    var _ = open.remove(offset);
    var _ = taken.remove(offset);
  }

  /** A record that has returned was read among the requests. Returns whether it was one of ours. */
  boolean cameBack(long offset) {
    boolean ours = returning.remove(offset) != null;
    if (ours) {
      count--;
    }
    return ours;
  }

  /** What a next owner must know; of a log that is known. */
  Delayed left(Now now) {
    Map<Priority, Map<Long, OffsetQueue>> hours = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      Map<Long, OffsetQueue> ofPriority = new TreeMap<>();
      dueTimes(priority).byHour().forEach((hour, set) -> ofPriority.put(hour, queue(set)));
      hours.put(priority, ofPriority);
    }
    if (!taken.isEmpty()) {
      // Their priority is not at hand; they are read at once.
      hours
          .computeIfAbsent(Priority.URGENT, _ -> new TreeMap<>())
          .merge(
              DueTimes.hourOf(now.millis()),
              queue(taken),
              (one, other) -> one.mergedWith(ascending(other)));
    }
    Map<String, long[]> counts = new HashMap<>();
    waiting.forEach((workspace, ofPriorities) -> counts.put(workspace, ofPriorities.clone()));
    return new Delayed(end, hours, counts, new OffsetSet());
  }

  private static OffsetQueue queue(OffsetSet set) {
    OffsetQueue queue = new OffsetQueue();
    set.forEach(queue::add);
    return queue;
  }

  private static long[] ascending(OffsetQueue queue) {
    List<Long> offsets = new ArrayList<>();
    queue.forEach(offsets::add);
    return offsets.stream().mapToLong(Long::longValue).toArray();
  }
}
