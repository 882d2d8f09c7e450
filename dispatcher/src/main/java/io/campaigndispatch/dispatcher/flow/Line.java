package io.campaigndispatch.dispatcher.flow;

import java.util.ArrayDeque;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A flow's requests in memory, in the order in which they go. The first of them are near: their
 * markers are, or will be in a moment, in the journal, or they stand between such. Those that wait
 * aside for their recipients are only counted. Owned by the core thread.
 */
final class Line {

  private final Marks marks;
  private final ArrayDeque<Pending> near = new ArrayDeque<>(0);
  private final ArrayDeque<Pending> ready = new ArrayDeque<>(2);

  /** Those here and those aside. */
  private int inMemory;

  Line(Marks marks) {
    this.marks = marks;
  }

  boolean isEmpty() {
    return near.isEmpty() && ready.isEmpty();
  }

  int size() {
    return near.size() + ready.size();
  }

  /** Those that wait aside for their recipients included. */
  int inMemory() {
    return inMemory;
  }

  /** One that was under way waits aside. */
  void aside() {
    inMemory++;
  }

  /** One that waited aside does so no longer. */
  void leavesAside() {
    inMemory--;
  }

  void addLast(Pending pending) {
    inMemory++;
    ready.addLast(pending);
  }

  /** Before all that are not near. */
  void addFirst(Pending pending) {
    inMemory++;
    ready.addFirst(pending);
  }

  /** First of all, but without its marker it does not stop those that have theirs. */
  void turn(Pending pending) {
    inMemory++;
    boolean behind = marks.isNeededBy(pending) || (near.isEmpty() && !pending.isMarked());
    (behind ? ready : near).addFirst(pending);
  }

  /** Where its offset belongs among those that are not near. */
  void insert(Pending pending) {
    inMemory++;
    ArrayDeque<Pending> before = new ArrayDeque<>();
    while (!ready.isEmpty() && isBefore(ready.peekFirst(), pending)) {
      before.addLast(ready.removeFirst());
    }
    ready.addFirst(pending);
    while (!before.isEmpty()) {
      ready.addFirst(before.removeLast());
    }
  }

  private static boolean isBefore(Pending one, Pending other) {
    return one.wasTried() || one.position().offset() <= other.position().offset();
  }

  Stream<Pending> stream() {
    return Stream.concat(near.stream(), ready.stream());
  }

  void removeIf(Predicate<Pending> unwanted) {
    int before = size();
    near.removeIf(unwanted);
    ready.removeIf(unwanted);
    inMemory -= before - size();
  }

  private ArrayDeque<Pending> first() {
    return near.isEmpty() ? ready : near;
  }

  /** The first whose recipient is free; null when there is none, or its marker is not written. */
  @Nullable Pending head(Recipients recipients) {
    while (!isEmpty()) {
      Pending head = first().getFirst();
      if (recipients.stepAside(head)) {
        first().removeFirst();
      } else if (!near.isEmpty() && marks.isNeededBy(head)) {
        // Its recipient was busy when those behind it were marked: it does not stop them.
        ready.addFirst(near.removeFirst());
      } else {
        return marks.allow(head) ? head : null;
      }
    }
    return null;
  }

  void take(Pending head) {
    if (first().pollFirst() != head) {
      throw new IllegalStateException("expected the head of its flow");
    }
    inMemory--;
  }

  int near() {
    return near.size();
  }

  /** Whether what comes next needs a marker, or follows some that do. */
  boolean wantsMarker() {
    Pending next = ready.peekFirst();
    return next != null && (!near.isEmpty() || marks.isNeededBy(next));
  }

  /**
   * The first that is not near, needs a marker and could use it. What comes before it is near from
   * now on: only at the head does a request step aside, for log order's sake, and only where it
   * could go: else it and another for its recipient would take turns without end.
   *
   * @param room how many more may be near
   * @param mayGo whether the head may go now
   */
  @Nullable Pending nextToMark(Recipients recipients, int room, boolean mayGo) {
    int left = room;
    while (left > 0 && !ready.isEmpty()) {
      Pending next = ready.getFirst();
      boolean needed = marks.isNeededBy(next);
      if (near.isEmpty() && mayGo && recipients.stepAside(next)) {
        ready.removeFirst();
      } else if ((near.isEmpty() || needed) && !recipients.isBusy(next)) {
        return needed ? next : null;
      } else {
        nears(next);
        left--;
      }
    }
    return null;
  }

  /** The first that is not near is, from now on. */
  void nears(Pending next) {
    leavesReady(next);
    near.addLast(next);
  }

  /** The first that is not near leaves memory. */
  void ends(Pending next) {
    leavesReady(next);
    inMemory--;
  }

  private void leavesReady(Pending next) {
    if (ready.pollFirst() != next) {
      throw new IllegalStateException("expected the first of its flow that is not near");
    }
  }

  /** Markers were taken back: nothing is near any more. */
  void unmarked() {
    while (!near.isEmpty()) {
      ready.addFirst(near.pollLast());
    }
  }

  @Nullable Pending peekFirst() {
    return first().peekFirst();
  }

  /** The last, unless it is near. */
  @Nullable Pending peekLast() {
    return ready.peekLast();
  }

  void removeLast() {
    inMemory--;
    ready.removeLast();
  }

  void clear() {
    near.clear();
    ready.clear();
    inMemory = 0;
  }
}
