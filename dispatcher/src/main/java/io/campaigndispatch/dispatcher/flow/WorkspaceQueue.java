package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.dispatcher.throttle.Throttle;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One workspace's waiting requests: in flows, each in log order, whose turns {@link FlowRings}
 * gives. Requests for a busy recipient wait aside ({@link Recipients}). Owned by the core thread.
 */
public final class WorkspaceQueue {

  private Workspace workspace;
  private Throttle throttle;
  private Lane lane;
  private final Recipients recipients;
  private final FlowRings rings;
  private final Marks marks;
  private final Detours detours;
  private final ReadAhead readAhead;
  private final Consumer<Flow> hungry;
  private final WorkspaceHolds holds;

  private int inFlight;
  private long wakeAtNanos = Long.MAX_VALUE;
  private boolean open;
  private boolean closed;
  private boolean removed;
  private int generation;

  // Set by Lane.
  boolean ready;
  int deficit;
  int calls;
  long callsStarted;

  /**
   * @param hungry told of each flow that should be read ahead
   */
  public WorkspaceQueue(
      Workspace workspace,
      Throttle throttle,
      Lane lane,
      ReadAhead readAhead,
      Consumer<Flow> hungry,
      WorkspaceHolds holds) {
    this.holds = holds;
    this.workspace = workspace;
    this.throttle = throttle;
    this.lane = lane;
    this.recipients = new Recipients(pairNanos(workspace));
    this.rings = new FlowRings(this);
    this.marks = new Marks(this, rings, recipients);
    this.detours = new Detours(this, rings, recipients);
    this.readAhead = readAhead;
    this.hungry = hungry;
  }

  private static long pairNanos(Workspace workspace) {
    Duration pair = workspace.pairInterval();
    return pair == null ? 0 : pair.toNanos();
  }

  /** Its workspace is configured so from now on. */
  public void use(Workspace changed, Throttle newThrottle, Lane newLane) {
    if (newLane != lane) {
      lane.leave(this);
      lane = newLane;
    }
    workspace = changed;
    throttle = newThrottle;
    recipients.use(pairNanos(changed));
    removed = false;
    generation++;
    rings.lookAgain();
    lane.ready(this);
  }

  /** Its workspace is configured no longer. */
  public void remove() {
    removed = true;
  }

  public boolean isRemoved() {
    return removed;
  }

  /** Of its configuration: what was prepared under an earlier one is prepared again. */
  public int generation() {
    return generation;
  }

  public Workspace workspace() {
    return workspace;
  }

  public Throttle throttle() {
    return throttle;
  }

  /** What of it may not start now. */
  public WorkspaceHolds holds() {
    return holds;
  }

  ReadAhead readAhead() {
    return readAhead;
  }

  public Lane lane() {
    return lane;
  }

  /** What goes another way than it stands in line. */
  public Detours detours() {
    return detours;
  }

  /** What the journal says of calls to come. */
  public Marks marks() {
    return marks;
  }

  /**
   * Requests of one priority that wait, those aside included; without those in flight or in
   * back-off.
   */
  public long waiting(Priority priority) {
    return rings.of(priority).waiting();
  }

  /** Requests that wait, whatever their priority. */
  public long waiting() {
    return flows().mapToLong(Flow::waiting).sum();
  }

  /** Since when the oldest request waits, epoch milliseconds; null when there is none. */
  public @Nullable Long oldestMillis() {
    return flows()
        .flatMap(flow -> Stream.ofNullable(flow.oldestMillis()))
        .min(Long::compare)
        .orElse(null);
  }

  /** Requests under way; one call may carry several. */
  public int inFlight() {
    return inFlight;
  }

  /** Whether a flow waits for its turn: else there is no head, and no marker is wanted. */
  boolean hasTurn() {
    return rings.hasTurn();
  }

  public boolean isClosed() {
    return closed;
  }

  /** Its partition is ours beyond doubt: what waits may start. */
  public void open() {
    open = !closed;
  }

  public boolean isOpen() {
    return open;
  }

  /** Its partition went away: nothing of it starts any more. */
  public void close() {
    closed = true;
    open = false;
    rings.clear();
    marks.clear();
  }

  /** Every flow that has something open, and their detours. */
  public Stream<Flow> flows() {
    return homes().flatMap(flow -> Stream.concat(Stream.of(flow), flow.detours().stream()));
  }

  /** Every flow that has something open, without detours. */
  public Stream<Flow> homes() {
    return rings.homes();
  }

  public boolean hasFlow(Priority priority, int campaigns) {
    return rings.of(priority).has(campaigns);
  }

  public Flow flow(Priority priority, int campaigns) {
    return rings.of(priority).flow(campaigns);
  }

  /** A flow as an earlier owner left it. */
  public Flow restore(Priority priority, int campaigns, OffsetQueue stored, long open) {
    Flow flow = rings.of(priority).restore(campaigns, stored, open);
    hungry(flow);
    return flow;
  }

  /** Nothing of a flow is open any more. */
  public void forget(Flow flow) {
    rings.of(flow).forget(flow);
  }

  /** So many requests of a flow wait from now on, in memory or not. */
  public void waits(Flow flow, long requests) {
    flow.waits(requests);
  }

  /** A request that {@link #waits} is in memory. */
  public void add(Flow flow, Pending pending) {
    pending.joins(flow);
    flow.add(pending);
    rings.of(flow).ready(flow);
  }

  /**
   * A request whose call is ending did not count: it keeps its turn, before others for its
   * recipient, and its marker if it still has one.
   */
  public void again(Pending pending) {
    marks.again(pending);
    recipients.again(pending);
    pending.joins(pending.flow().home());
    pending.flow().line().aside();
    waits(pending.flow(), 1);
  }

  /** A request that had its turn before goes first again. */
  public void addFirst(Pending pending) {
    Flow flow = pending.flow().home();
    pending.joins(flow);
    flow.addFirst(pending);
    rings.of(flow).ready(flow);
    waits(flow, 1);
  }

  /** Lets go of what waits at the end of a flow; see {@link Flow#shrink}. */
  public long[] shrink(Flow flow, int keep, Flow.WholeRecord whole) {
    return flow.shrink(keep, recipients, whole);
  }

  /** Looks whether a flow should be read ahead. */
  public void lookAhead(Flow flow) {
    hungry(flow);
  }

  /** A retry whose record is no longer in memory is due. */
  public void returns(Flow flow, long offset) {
    flow.returns(offset);
    hungry(flow);
  }

  void hungry(Flow flow) {
    if (!closed && flow.isHungry()) {
      hungry.accept(flow);
    }
  }

  /**
   * The request whose turn it is and whose recipient is free; null when there is none. It stays
   * until taken.
   */
  public @Nullable Pending head() {
    return rings.head(callsStarted, recipients);
  }

  /** The first request of a priority whose recipient is free; null when there is none. */
  public @Nullable Pending headOf(Priority priority) {
    return rings.of(priority).head(recipients);
  }

  /** Removes the request that {@link #head()} or {@link #headOf} gave. */
  public void take(Pending head) {
    marks.taken(head);
    rings.of(head.flow()).take(head);
    waits(head.flow(), -1);
  }

  /** What {@link Marks#next} gave ends without a call. */
  public void endsUnmarked(Pending next) {
    rings.of(next.flow()).ends(next);
    waits(next.flow(), -1);
    ended(next);
  }

  /** Takes requests that wait in memory out of it, wherever they stand; they wait no longer. */
  public List<Pending> remove(Predicate<Pending> unwanted) {
    List<Pending> removed = new ArrayList<>();
    recipients.remove(unwanted, removed);
    flows().forEach(flow -> flow.remove(unwanted, removed));
    for (Pending pending : removed) {
      marks.taken(pending);
      waits(pending.flow(), -1);
      turn(recipients.ended(pending));
      // What stood behind its marker need not wait for that any more.
      rings.of(pending.flow()).ready(pending.flow());
      hungry(pending.flow());
    }
    if (!removed.isEmpty()) {
      lane.ready(this);
    }
    return removed;
  }

  /** A taken request ended without a call. */
  public void ended(Pending pending) {
    turn(recipients.ended(pending));
  }

  public void started(Pending pending, long nowNanos) {
    recipients.started(pending, nowNanos);
    inFlight++;
  }

  /** The vendor takes nothing for this recipient until then; its call is ending. */
  public void closeRecipient(Pending pending, long untilNanos) {
    recipients.close(pending, untilNanos);
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

  void turn(@Nullable Pending next) {
    if (next != null && !closed) {
      next.flow().turn(next);
      rings.of(next.flow()).ready(next.flow());
    }
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
}
