package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Flow;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.Recovered;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one partition's requests whether or not they are in memory: what earlier owners
 * did to them, and the attempts and closed recipients of what is open. Owned by the core thread.
 */
final class KnownRequests implements Admission.Known {

  private final OpenOffsets offsets;
  private final OpenRequests requests;
  private final long admitFrom;
  private final Map<Position, Retry> retries = new HashMap<>();
  private final Map<Long, BitSet> doneChildren;
  private final Map<Position, Recovered.Attempted> attemptedBefore;
  private final Map<Position, Recovered.Started> startedBefore;
  private final Map<Position, Recovered.Started> started = new HashMap<>();
  private Recovered recovered;
  private long readTo;

  /**
   * @param requests told of flows that a retry no longer needs
   */
  KnownRequests(Restored restored, OpenRequests requests) {
    this.offsets = restored.offsets();
    this.requests = requests;
    this.admitFrom = restored.frontier();
    this.doneChildren = restored.doneChildren();
    this.attemptedBefore = restored.attempted();
    this.startedBefore = restored.started();
    this.readTo = restored.readFrom();
    Recovered entries = restored.takeover().recovered();
    // What they say of what was read before is in the snapshot already.
    this.recovered =
        entries.journaledTo() <= restored.frontier() && restored.takeover().snapshot() != null
            ? entries.withoutEntries()
            : entries;
  }

  /** Below it, an earlier owner admitted what it read. */
  long admitFrom() {
    return admitFrom;
  }

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
    Recovered.Attempted before = attemptedBefore.isEmpty() ? null : attemptedBefore.get(position);
    return before == null ? recovered.attempted(position) : before;
  }

  @Override
  public Recovered.@Nullable Started started(Position position) {
    Recovered.Started before = startedBefore.get(position);
    return before == null ? recovered.started(position) : before;
  }

  /** All that the journal shows as started, by this owner or an earlier one. */
  Map<Position, Recovered.Started> started() {
    Map<Position, Recovered.Started> all = new HashMap<>(startedBefore);
    all.putAll(started);
    return all;
  }

  /** The journal shows that an attempt is about to be made. */
  void started(Position position, Recovered.Started attempt) {
    started.put(position, attempt);
  }

  /** The journal shows what became of the last attempt, or that there was none. */
  void notStarted(Position position) {
    started.remove(position);
    startedBefore.remove(position);
  }

  /** Those of an earlier owner's attempts whose requests were not read again yet. */
  Map<Position, Recovered.Attempted> attemptedBefore() {
    return attemptedBefore;
  }

  /** By offset, of open records that carry several requests, those that are closed. */
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

  /** Records at and beyond the frontier, below an offset, that an earlier owner closed. */
  long closedBeforeReading(long nextOffset) {
    return recovered.doneWithin(offsets.frontier(), nextOffset);
  }

  /** Everything below this offset has been read, and what of it is open stands in the offsets. */
  void readTo(long nextOffset) {
    readTo = nextOffset;
    if (nextOffset >= recovered.journaledTo() && !recovered.isEmpty()) {
      // It has nothing to say of what comes; what it says of what is open below, is kept.
      recovered.attemptedBelow(nextOffset).forEach(this::keepAttempted);
      recovered.startedBelow(nextOffset).forEach(this::keepStarted);
      for (Position position : recovered.doneChildren()) {
        if (offsets.isOpen(position.offset())) {
          done(position);
        }
      }
      recovered = recovered.withoutEntries();
    }
  }

  /**
   * Whether all that earlier owners left has been read. Before, only the journal tells what its
   * entries say of what was not read yet, and only the log the ids before the frontier.
   */
  boolean isCaughtUp() {
    return recovered.isEmpty() && readTo >= admitFrom;
  }

  private void keepAttempted(Position position, Recovered.Attempted before) {
    if (offsets.isOpen(position.offset()) && !retries.containsKey(position) && !isDone(position)) {
      attemptedBefore.putIfAbsent(position, before);
    }
  }

  private void keepStarted(Position position, Recovered.Started before) {
    if (offsets.isOpen(position.offset()) && !isDone(position)) {
      startedBefore.putIfAbsent(position, before);
    }
  }

  private void done(Position position) {
    doneChildren.computeIfAbsent(position.offset(), _ -> new BitSet()).set(position.child());
  }

  /** One request was closed; its record's offset too, if it was the last. */
  void closed(Position position) {
    attemptedBefore.remove(position);
    notStarted(position);
    Retry retry = retries.remove(position);
    if (retry != null) {
      requests.released(retry.flow());
    }
    if (!offsets.isOpen(position.offset())) {
      gone(position.offset());
    } else if (position.child() != Position.WHOLE) {
      done(position);
    }
  }

  /** A record is not open any more: which of its recipients were closed need not be known. */
  void gone(long offset) {
    doneChildren.remove(offset);
  }

  /**
   * Forgets attempts for records that are gone, which would be kept for ever.
   *
   * @param inMemory whether a request is: then it still ends in its own way
   */
  void forgetLost(Predicate<Position> inMemory) {
    attemptedBefore.keySet().removeIf(position -> !offsets.isOpen(position.offset()));
    startedBefore.keySet().removeIf(position -> !offsets.isOpen(position.offset()));
    for (Retry retry : List.copyOf(retries.values())) {
      Position position = retry.position();
      if (!offsets.isOpen(position.offset()) && !inMemory.test(position)) {
        retries.remove(position);
        retry.forget();
        requests.released(retry.flow());
      }
    }
  }
}
