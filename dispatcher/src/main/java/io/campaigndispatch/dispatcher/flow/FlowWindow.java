package io.campaigndispatch.dispatcher.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of one flow is in memory: always its beginning, as far ahead as it uses up in some seconds
 * and as memory allows. The rest is in the log. Owned by the core thread.
 */
final class FlowWindow {

  static final int FEWEST_AHEAD = 16;
  static final int MOST_AHEAD = 8_192;

  /** Emptied faster than this, a flow reads further ahead; ten times slower, less far. */
  private static final long SHORT_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final ReadAhead readAhead;
  private final Line line;
  private final InLog inLog;
  private final boolean ofDetour;

  private int ahead = FEWEST_AHEAD;
  private long requestedAtNanos;
  private boolean everRequested;
  private long lastOffset = Long.MIN_VALUE;

  /** Since when the first of those waits that are in the log; epoch milliseconds. */
  private long loggedSinceMillis = UNKNOWN;

  FlowWindow(ReadAhead readAhead, Line line, InLog inLog, boolean ofDetour) {
    this.readAhead = readAhead;
    this.line = line;
    this.inLog = inLog;
    this.ofDetour = ofDetour;
  }

  /** One is in memory: last, unless its place in the log is before others that are. */
  void add(Pending pending) {
    long offset = pending.position().offset();
    inLog.reached(offset);
    if (offset >= lastOffset) {
      lastOffset = offset;
      // What is still in the log came later.
      loggedSinceMillis = since(pending);
      line.addLast(pending);
    } else if (ofDetour) {
      // One that had waited for its recipient steps aside among those that did so before.
      line.insert(pending);
    } else {
      line.addFirst(pending);
    }
  }

  /** A record stays in the log only; one that is admitted anew may lie before others. */
  void store(long offset) {
    if (line.inMemory() == 0 && inLog.isEmpty()) {
      loggedSinceMillis = UNKNOWN;
    }
    inLog.store(offset);
  }

  /** One that steps aside is left in the log. */
  void stepsAside(Pending pending) {
    loggedSinceMillis =
        inLog.isEmpty() ? since(pending) : Math.min(loggedSinceMillis, since(pending));
    inLog.stepsAside(pending.position().offset());
  }

  private static long since(Pending pending) {
    return pending.sinceMillis() < 0 ? UNKNOWN : pending.sinceMillis();
  }

  /**
   * Since when its oldest waits, epoch milliseconds: exact for one in memory, and for the first of
   * those that stepped aside. Null when nothing waits, or it is not known before it is read.
   */
  @Nullable Long oldestMillis() {
    long oldest = inLog.isEmpty() ? UNKNOWN : loggedSinceMillis;
    Pending head = line.peekFirst();
    if (head != null) {
      oldest = Math.min(oldest, since(head));
    }
    return oldest == UNKNOWN ? null : oldest;
  }

  // Reading again

  /** Whether more should be read, if it may go: half of what is here is used up. */
  boolean isHungry() {
    return !inLog.isBeingRead() && (inLog.hasReturning() || (inLog.hasMore() && hasRoom()));
  }

  /** Requests behind busy recipients take room: with nothing else here, it looks further ahead. */
  private boolean hasRoom() {
    return line.inMemory() <= ahead() / 2 || (line.isEmpty() && line.inMemory() < MOST_AHEAD);
  }

  private int ahead() {
    return Math.min(ahead, readAhead.most());
  }

  int leastAhead() {
    return Math.max(1, ahead() / 8);
  }

  /** The next offsets to read, taken out of what is stored. */
  List<Long> request(int most, long nowNanos) {
    if (inLog.isBeingRead()) {
      return List.of();
    }
    adapt(nowNanos);
    inLog.settle();
    if (ofDetour && line.inMemory() == 0) {
      lastOffset = Long.MIN_VALUE;
    }
    // With all it may hold waiting for busy recipients, it needs one more.
    int room = Math.min(Math.max(ahead() - line.inMemory(), line.isEmpty() ? 1 : 0), most);
    return inLog.request(most, room);
  }

  private void adapt(long nowNanos) {
    int inMemory = line.inMemory();
    if (everRequested || inMemory > ahead) {
      long passed = everRequested ? nowNanos - requestedAtNanos : 0;
      if (passed < SHORT_NANOS || (line.isEmpty() && inMemory > 0)) {
        ahead = Math.min(MOST_AHEAD, 2 * Math.max(ahead, inMemory));
      } else if (passed > 10 * SHORT_NANOS) {
        ahead = Math.max(FEWEST_AHEAD, ahead / 2);
      }
    }
    everRequested = true;
    requestedAtNanos = nowNanos;
  }

  /** Requested offsets that memory has no room for after all, ascending. */
  void putBack(List<Long> ascending) {
    inLog.putBack(ascending, lastOffset);
    ahead = Math.max(FEWEST_AHEAD, ahead / 2);
  }

  /**
   * Lets go of the last requests in memory; see {@link Flow#shrink}.
   *
   * @param keep so many stay
   */
  long[] shrink(int keep, Recipients recipients, Flow.WholeRecord whole) {
    List<Long> offsets = new ArrayList<>();
    // One that had its turn may stand before others that are not here.
    long before = inLog.first();
    // While later ones are being read, what is here must stay before them.
    while (line.inMemory() > keep && !inLog.isBeingRead()) {
      Pending last = line.peekLast();
      long offset = last == null ? Long.MAX_VALUE : last.position().offset();
      if (last == null || offset >= before || !isMovable(last, recipients)) {
        break;
      }
      ArrayDeque<Pending> taken = new ArrayDeque<>();
      while (last != null && last.position().offset() == offset && isMovable(last, recipients)) {
        line.removeLast();
        loggedSinceMillis = since(last);
        taken.addFirst(last);
        last = line.peekLast();
      }
      if (!whole.isAll(offset, taken.size())) {
        taken.forEach(line::addLast);
        break;
      }
      offsets.add(offset);
      before = offset;
    }
    long[] ascending = offsets.reversed().stream().mapToLong(Long::longValue).toArray();
    if (ascending.length > 0) {
      inLog.addFirst(ascending);
      lastOffset = ascending[0] - 1;
    }
    return ascending;
  }

  private static boolean isMovable(Pending pending, Recipients recipients) {
    return !pending.wasTried() && !recipients.isTurnOf(pending);
  }
}
