package io.campaigndispatch.dispatcher.flow;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which recipients of one workspace cannot be sent to right now, and who waits for them. A
 * recipient never has two attempts in flight, and after a call stays closed for the workspace's
 * pair interval, or as long as the vendor refuses the pair; requests for it wait aside, in log
 * order, and each gets its turn in the end.
 *
 * <pre>
 * free ──started──► in flight ──finished──► closed until the pair interval is over ──advance──► free, or the next one's turn
 * </pre>
 */
final class Recipients {

  private static final class Busy {
    boolean inFlight;
    long freeAtNanos;
    @Nullable Pending turn;
    final ArrayDeque<Pending> aside = new ArrayDeque<>(0);
  }

  private long pairIntervalNanos;
  private final Map<String, Busy> busy = new HashMap<>();

  /**
   * @param pairIntervalNanos shortest time between two calls for one recipient; 0 for none
   */
  Recipients(long pairIntervalNanos) {
    this.pairIntervalNanos = pairIntervalNanos;
  }

  /** Calls that start from now on keep their recipients for so long. */
  void use(long newPairIntervalNanos) {
    pairIntervalNanos = newPairIntervalNanos;
  }

  /** True when the recipient is busy and the request now waits aside. */
  boolean stepAside(Pending pending) {
    Busy state = busyOf(pending);
    if (state == null || state.turn == pending) {
      return false;
    }
    state.aside.addLast(pending);
    return true;
  }

  private @Nullable Busy busyOf(Pending pending) {
    // Of thousands of workspaces most have no call under way: their maps need not be touched.
    return busy.isEmpty() ? null : busy.get(pending.recipientKey());
  }

  /** Whether it would step aside now. */
  boolean isBusy(Pending pending) {
    Busy state = busyOf(pending);
    return state != null && state.turn != pending;
  }

  void started(Pending pending, long nowNanos) {
    Busy state = busy.computeIfAbsent(pending.recipientKey(), _ -> new Busy());
    if (state.inFlight || (state.turn != null && state.turn != pending)) {
      throw new IllegalStateException("a second attempt for a busy recipient");
    }
    state.inFlight = true;
    state.turn = null;
    state.freeAtNanos = nowNanos + pairIntervalNanos;
  }

  /** Nothing goes to it until then, whatever its pair interval. */
  void close(Pending pending, long untilNanos) {
    Busy state = busy.get(pending.recipientKey());
    if (state == null || !state.inFlight) {
      throw new IllegalStateException("no call was under way for this recipient");
    }
    state.freeAtNanos = Math.max(state.freeAtNanos, untilNanos);
  }

  /** The call is over. Returns when the recipient is free again, in monotonic nanoseconds. */
  long finished(Pending pending) {
    Busy state = busy.get(pending.recipientKey());
    if (state == null || !state.inFlight) {
      throw new IllegalStateException("no call was under way for this recipient");
    }
    state.inFlight = false;
    return state.freeAtNanos;
  }

  /** A request whose call is ending did not count: it goes again, before those that wait aside. */
  void again(Pending pending) {
    Busy state = busy.get(pending.recipientKey());
    if (state == null || !state.inFlight) {
      throw new IllegalStateException("no call was under way for this recipient");
    }
    state.aside.addFirst(pending);
  }

  /**
   * Once a recipient's time has come: the request whose turn it is, to go to the head of its flow;
   * null if none waits.
   */
  @Nullable Pending advance(Pending finished, long nowNanos) {
    Busy state = busy.get(finished.recipientKey());
    if (state == null || state.inFlight || state.turn != null || state.freeAtNanos > nowNanos) {
      return null;
    }
    return nextTurn(finished.recipientKey(), state);
  }

  /** Whether others wait until this one has gone. */
  boolean isTurnOf(Pending pending) {
    Busy state = busy.get(pending.recipientKey());
    return state != null && state.turn == pending;
  }

  /** A request ended without a call; if it was its turn, the next one's comes. */
  @Nullable Pending ended(Pending pending) {
    Busy state = busy.get(pending.recipientKey());
    if (state == null || state.turn != pending) {
      return null;
    }
    return nextTurn(pending.recipientKey(), state);
  }

  /** Takes requests that wait aside out of memory. */
  void remove(Predicate<Pending> unwanted, List<Pending> removed) {
    for (Busy state : busy.values()) {
      state.aside.removeIf(
          pending -> {
            boolean gone = unwanted.test(pending);
            if (gone) {
              pending.flow().line().leavesAside();
              removed.add(pending);
            }
            return gone;
          });
    }
  }

  private @Nullable Pending nextTurn(String key, Busy state) {
    state.turn = state.aside.pollFirst();
    if (state.turn == null) {
      busy.remove(key);
    }
    return state.turn;
  }
}
