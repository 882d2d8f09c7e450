package io.campaigndispatch.dispatcher.index;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What earlier owners did to a partition's requests at and beyond the committed offset, from the
 * journal.
 */
public final class Recovered {

  private final OpenOffsets.Resume resume;
  private final OffsetSet done = new OffsetSet();
  private final Set<Position> doneChildren = new HashSet<>();
  private final Map<Position, Attempted> attempted = new HashMap<>();
  private final Map<Position, Started> started = new HashMap<>();
  private final Set<Position> unstarted = new HashSet<>();
  private final OffsetSet returned = new OffsetSet();
  private long journalEnd;
  private long journaledTo;

  /** Attempts used up so far, and when the next is due (epoch milliseconds). */
  public record Attempted(int attempts, long dueMillis) {}

  /**
   * An attempt that was about to be made, and nothing says what became of it.
   *
   * @param attempt 1-based
   * @param sinceMillis when that was written, epoch milliseconds
   */
  public record Started(int attempt, long sinceMillis) {}

  /**
   * @param resume the committed offset, and the journal offset its entries begin at
   */
  public Recovered(OpenOffsets.Resume resume) {
    this.resume = resume;
    this.journalEnd = resume.journalOffset();
    this.journaledTo = resume.offset();
  }

  /** Closed: its final outcome, move or dead letter was written. */
  public void done(Position position) {
    if (position.offset() < resume.offset()) {
      return;
    }
    journaledTo = Math.max(journaledTo, position.offset() + 1);
    attempted.remove(position);
    started.remove(position);
    if (position.child() == Position.WHOLE) {
      done.add(position.offset());
    } else {
      doneChildren.add(position);
    }
  }

  /** An attempt failed. */
  public void retry(Position position, Attempted soFar) {
    if (position.offset() >= resume.offset()) {
      journaledTo = Math.max(journaledTo, position.offset() + 1);
      attempted.put(position, soFar);
      started.remove(position);
    }
  }

  /** An attempt is about to be made. */
  public void started(Position position, Started attempt) {
    if (position.offset() >= resume.offset()) {
      journaledTo = Math.max(journaledTo, position.offset() + 1);
      started.put(position, attempt);
      unstarted.remove(position);
    }
  }

  /** It was not made after all. */
  public void unstarted(Position position) {
    if (position.offset() >= resume.offset()) {
      journaledTo = Math.max(journaledTo, position.offset() + 1);
      started.remove(position);
      unstarted.add(position);
    }
  }

  /** A delayed request has come back among the others. */
  public void returned(long delayOffset) {
    returned.add(delayOffset);
  }

  /** Offsets in the delay topic whose requests have come back. */
  public OffsetSet returned() {
    return returned;
  }

  /** The journal has been read up to this offset (exclusive). */
  public void readTo(long journalOffset) {
    journalEnd = Math.max(journalEnd, journalOffset);
  }

  public OpenOffsets.Resume resume() {
    return resume;
  }

  public long journalEnd() {
    return journalEnd;
  }

  /** No entry is about this offset or a later one. */
  public long journaledTo() {
    return journaledTo;
  }

  /** The same place to resume from, and nothing done at or beyond it. */
  public Recovered withoutEntries() {
    return journaledTo == resume.offset() ? this : new Recovered(resume);
  }

  public boolean isDone(Position position) {
    return position.child() == Position.WHOLE
        ? done.contains(position.offset())
        : doneChildren.contains(position);
  }

  /**
   * Closed records at offsets of a range.
   *
   * @param to exclusive
   */
  public long doneWithin(long from, long to) {
    return LongStream.range(from, Math.min(to, journaledTo)).filter(done::contains).count();
  }

  /** Whether it says nothing of any request. */
  public boolean isEmpty() {
    return journaledTo == resume.offset();
  }

  /** Those about offsets below a limit. */
  public Map<Position, Attempted> attemptedBelow(long limit) {
    Map<Position, Attempted> below = new HashMap<>(attempted);
    below.keySet().removeIf(position -> position.offset() >= limit);
    return below;
  }

  /** Closed requests of records that carry several. */
  public Set<Position> doneChildren() {
    return Set.copyOf(doneChildren);
  }

  public @Nullable Attempted attempted(Position position) {
    return attempted.get(position);
  }

  /** Null unless an attempt was started and nothing says what became of it. */
  public @Nullable Started started(Position position) {
    return started.get(position);
  }

  /** Those about offsets below a limit. */
  public Map<Position, Started> startedBelow(long limit) {
    Map<Position, Started> below = new HashMap<>(started);
    below.keySet().removeIf(position -> position.offset() >= limit);
    return below;
  }

  /** Whether it says what became of an attempt that was started before its entries begin. */
  public boolean endsStarted(Position position) {
    return isDone(position) || attempted.containsKey(position) || unstarted.contains(position);
  }
}
