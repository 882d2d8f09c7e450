package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.throttle.Throttle;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One workspace's waiting requests: a flow per priority, in log order, the more urgent first, the
 * others guaranteed one call in eight. Requests for a busy recipient wait aside. Owned by the core
 * thread.
 */
public final class WorkspaceQueue {

  /** Every so many-th call goes to one of the less urgent flows, in turn, so that none starves. */
  private static final int GUARANTEED_EVERY = 8;

  private static final List<Priority> URGENT_FIRST =
      List.of(Priority.URGENT, Priority.NORMAL, Priority.BULK);
  private static final List<List<Priority>> GUARANTEED =
      List.of(
          List.of(Priority.BULK, Priority.NORMAL, Priority.URGENT),
          List.of(Priority.NORMAL, Priority.BULK, Priority.URGENT));

  private final Workspace workspace;
  private final Throttle throttle;
  private final Lane lane;
  private final Recipients recipients;
  private final Map<Priority, ArrayDeque<Pending>> flows = new EnumMap<>(Priority.class);
  private final int[] waiting = new int[Priority.values().length];

  private int inFlight;
  private long wakeAtNanos = Long.MAX_VALUE;
  private boolean closed;

  // Set by Lane.
  boolean ready;
  int deficit;
  int calls;
  long callsStarted;

  public WorkspaceQueue(Workspace workspace, Throttle throttle, Lane lane) {
    this.workspace = workspace;
    this.throttle = throttle;
    this.lane = lane;
    Duration pair = workspace.pairInterval();
    this.recipients = new Recipients(pair == null ? 0 : pair.toNanos());
    for (Priority priority : Priority.values()) {
      flows.put(priority, new ArrayDeque<>());
    }
  }

  public Workspace workspace() {
    return workspace;
  }

  public Throttle throttle() {
    return throttle;
  }

  public Lane lane() {
    return lane;
  }

  /**
   * Requests of one priority that wait, those aside included; without those in flight or in
   * back-off.
   */
  public int waiting(Priority priority) {
    return waiting[priority.ordinal()];
  }

  /** Requests under way; one call may carry several. */
  public int inFlight() {
    return inFlight;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Its partition went away: nothing of it starts any more. */
  public void close() {
    closed = true;
    flows.values().forEach(ArrayDeque::clear);
    Arrays.fill(waiting, 0);
  }

  public void add(Pending pending) {
    flow(pending.request().priority()).addLast(pending);
    waiting[pending.request().priority().ordinal()]++;
  }

  /**
   * A request whose call is ending did not count: it keeps its turn, before others for its
   * recipient.
   */
  public void again(Pending pending) {
    recipients.again(pending);
    waiting[pending.request().priority().ordinal()]++;
  }

  /** A request that had its turn before goes first again. */
  public void addFirst(Pending pending) {
    flow(pending.request().priority()).addFirst(pending);
    waiting[pending.request().priority().ordinal()]++;
  }

  /**
   * The request whose turn it is and whose recipient is free; null when there is none. It stays
   * until taken.
   */
  public @Nullable Pending head() {
    for (Priority priority : order()) {
      Pending head = headOf(priority);
      if (head != null) {
        return head;
      }
    }
    return null;
  }

  private List<Priority> order() {
    return callsStarted % GUARANTEED_EVERY < GUARANTEED_EVERY - 1
        ? URGENT_FIRST
        : GUARANTEED.get((int) (callsStarted / GUARANTEED_EVERY % GUARANTEED.size()));
  }

  /** The first request of a flow whose recipient is free; null when there is none. */
  public @Nullable Pending headOf(Priority priority) {
    ArrayDeque<Pending> flow = flow(priority);
    Pending head = flow.peekFirst();
    while (head != null && recipients.stepAside(head)) {
      flow.removeFirst();
      head = flow.peekFirst();
    }
    return head;
  }

  /** Removes the request that {@link #head()} or {@link #headOf} gave. */
  public void take(Pending head) {
    Pending first = flow(head.request().priority()).pollFirst();
    if (first != head) {
      throw new IllegalStateException("expected the head of its flow");
    }
    waiting[head.request().priority().ordinal()]--;
  }

  /** A taken request ended without a call. */
  public void ended(Pending pending) {
    turn(recipients.ended(pending));
  }

  public void started(Pending pending, long nowNanos) {
    recipients.started(pending, nowNanos);
    inFlight++;
  }

  /** A call is over. Returns when its recipient may be sent to again, in monotonic nanoseconds. */
  public long finished(Pending pending) {
    inFlight--;
    return recipients.finished(pending);
  }

  /** Lets the next request for this recipient go, once its time has come. */
  public void freeRecipient(Pending finished, long nowNanos) {
    turn(recipients.advance(finished, nowNanos));
  }

  private void turn(@Nullable Pending next) {
    if (next != null && !closed) {
      flow(next.request().priority()).addFirst(next);
    }
  }

  /**
   * The vendor throttled a call: the workspace holds, and slows down.
   *
   * @return until when, in monotonic nanoseconds
   * @see Throttle#throttledByVendor
   */
  public long throttledByVendor(@Nullable Duration asked, double jitter, long nowNanos) {
    return throttle.throttledByVendor(asked, jitter, nowNanos, nowNanos);
  }

  public void acceptedByVendor() {
    throttle.acceptedByVendor();
  }

  /** Until when the vendor's throttling holds it; in the past when it does not. */
  public long heldUntilNanos() {
    return throttle.heldUntilNanos();
  }

  /** Notes a wake-up; false when an earlier or equal one is already set. */
  public boolean wakeAt(long nanos) {
    if (nanos >= wakeAtNanos) {
      return false;
    }
    wakeAtNanos = nanos;
    return true;
  }

  /** A wake-up has come; false when it was set anew meanwhile. */
  public boolean awake(long nanos) {
    if (nanos != wakeAtNanos) {
      return false;
    }
    wakeAtNanos = Long.MAX_VALUE;
    return true;
  }

  private ArrayDeque<Pending> flow(Priority priority) {
    ArrayDeque<Pending> flow = flows.get(priority);
    if (flow == null) {
      throw new IllegalStateException("a flow per priority");
    }
    return flow;
  }
}
