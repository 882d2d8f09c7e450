package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.model.send.Priority;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One workspace's requests of one priority and one group of campaigns, in log order: the first few
 * in memory, of the others only where they are. What is in memory is always the beginning, so that
 * first attempts start in log order. Owned by the core thread.
 *
 * <pre>
 * read at the frontier ──► in memory ──► near ──► taken
 *          └──► stored ──requested──► in memory
 * </pre>
 *
 * <p>What is held, or slower than the others, steps aside into a detour: a flow of one scope that
 * belongs to this one, its home, and takes turns with it. While a detour has anything, what follows
 * of its scope goes through it too, so that order is kept. What is open is counted at home.
 */
public final class Flow {

  private final WorkspaceQueue queue;
  private final Priority priority;
  private final int campaigns;
  private final Flow home;
  private final @Nullable Scope scope;
  private final Map<Scope, Flow> detours = new HashMap<>(0);
  private final Line line;
  private final InLog inLog;
  private final FlowWindow window;

  private long open;
  private long waiting;
  private int references;

  // Set by FlowRing.
  boolean inTurn;
  boolean inMarking;

  Flow(WorkspaceQueue queue, Priority priority, int campaigns, OffsetQueue stored, long open) {
    this.queue = queue;
    this.line = new Line(queue.marks());
    this.priority = priority;
    this.campaigns = campaigns;
    this.home = this;
    this.scope = null;
    this.inLog = new InLog(queue.readAhead(), stored);
    this.window = new FlowWindow(queue.readAhead(), line, inLog, false);
    this.open = open;
  }

  /** A detour. */
  private Flow(Flow home, Scope scope) {
    this.queue = home.queue;
    this.line = new Line(queue.marks());
    this.priority = home.priority;
    this.campaigns = home.campaigns;
    this.home = home;
    this.scope = scope;
    this.inLog = new InLog(queue.readAhead(), new OffsetQueue());
    this.window = new FlowWindow(queue.readAhead(), line, inLog, true);
  }

  public WorkspaceQueue queue() {
    return queue;
  }

  public Priority priority() {
    return priority;
  }

  /** The group of campaigns, 0 to 63. */
  public int campaigns() {
    return campaigns;
  }

  /** Requests that are not closed, wherever they are. */
  public long open() {
    return home.open;
  }

  public void opened(long requests) {
    home.open += requests;
  }

  public void closed() {
    home.open--;
  }

  /** Requests that wait, in memory or not; without those in flight or in back-off. */
  long waiting() {
    return home.waiting;
  }

  void waits(long requests) {
    home.waiting += requests;
  }

  /** A record in memory or a retry belongs to it. */
  public void refer() {
    home.references++;
  }

  public void release() {
    home.references--;
  }

  /** Whether nothing of it is anywhere, nor of its detours. */
  public boolean isIdle() {
    return home.references == 0
        && home.inLog.isEmpty()
        && home.detours.values().stream().allMatch(detour -> detour.inLog.isEmpty());
  }

  /** What of it is in memory, in order. */
  Line line() {
    return line;
  }

  // Detours

  /** The flow whose detour it is; else itself. */
  public Flow home() {
    return home;
  }

  /** What a detour is for; null at home. */
  public @Nullable Scope scope() {
    return scope;
  }

  Collection<Flow> detours() {
    return detours.values();
  }

  boolean hasDetours() {
    return !detours.isEmpty();
  }

  /** Whether something of a scope has stepped aside and is not through yet. */
  boolean hasDetour(Scope of) {
    Flow detour = detours.get(of);
    if (detour != null && !detour.hasAny()) {
      detours.remove(of);
      return false;
    }
    return detour != null;
  }

  Flow detour(Scope of) {
    return detours.computeIfAbsent(of, _ -> new Flow(this, of));
  }

  /** Whether nothing of a detour may go. */
  public boolean isHeld() {
    return scope != null && queue.holds().isHeld(scope);
  }

  /** Whether what is ready of it may go. */
  boolean mayTakeTurn() {
    return scope == null || queue.holds().mayStart(scope);
  }

  /** How many of it may be near now. */
  int mostNear() {
    return scope == null ? Integer.MAX_VALUE : queue.holds().mostNear(scope);
  }

  // What waits

  /** One that steps aside is left in the log. */
  void stepsAside(Pending pending) {
    window.stepsAside(pending);
  }

  /** Since when its oldest waits; see {@link FlowWindow#oldestMillis}. */
  @Nullable Long oldestMillis() {
    return window.oldestMillis();
  }

  /** What of it could go now, tokens and permits apart; a record in the log counts as one. */
  public long couldGo() {
    return mayTakeTurn() ? Math.min(mostNear(), line.size() + inLog.size()) : 0;
  }

  /**
   * Takes offsets out of what is stored, here and in its detours.
   *
   * @param dropped told of those that were there
   */
  public void drop(long[] ascending, LongConsumer dropped) {
    inLog.drop(ascending, dropped);
    detours.values().forEach(detour -> detour.inLog.drop(ascending, dropped));
  }

  /** Takes requests that wait here out of memory. */
  void remove(Predicate<Pending> unwanted, List<Pending> removed) {
    line.removeIf(pending -> unwanted.test(pending) && removed.add(pending));
  }

  /**
   * Offsets known and not in memory, those of its detours included; to be looked at only.
   *
   * @param stillOpen gives what of some is open: a record of several requests may have come back
   *     through another detour, and ended
   */
  public OffsetQueue allStored(UnaryOperator<OffsetQueue> stillOpen) {
    if (detours.isEmpty()) {
      return inLog.stored();
    }
    OffsetQueue aside = new OffsetQueue();
    for (Flow detour : detours.values()) {
      aside = aside.mergedWith(detour.inLog.all());
    }
    return inLog.stored().mergedWith(stillOpen.apply(aside));
  }

  /** Offsets known and not in memory; to be looked at only. */
  public OffsetQueue stored() {
    return inLog.stored();
  }

  /** Requests in memory that wait, those aside included. */
  public int inMemory() {
    return line.inMemory();
  }

  /**
   * Whether a record that was just read may stay in memory: nothing before it is elsewhere.
   *
   * @param most requests the flow may hold then
   */
  public boolean mayKeep(int most) {
    return inLog.hasNoneBefore() && line.inMemory() < most && !isHeld();
  }

  /** A record stays in the log only; one that is admitted anew may lie before others. */
  public void store(long offset) {
    window.store(offset);
  }

  void add(Pending pending) {
    window.add(pending);
  }

  void addFirst(Pending pending) {
    line.turn(pending);
  }

  /** One that waited for its recipient has its turn; at home, where it may have to step aside. */
  void turn(Pending pending) {
    pending.flow().line.leavesAside();
    pending.joins(home);
    home.addFirst(pending);
  }

  /** Whether anything of it waits, wherever it is. */
  public boolean hasAny() {
    return line.inMemory() > 0 || !inLog.isEmpty();
  }

  /** Whether all of it that is known here waits for busy recipients. */
  public boolean waitsForRecipients() {
    return line.isEmpty() && inLog.isEmpty();
  }

  /**
   * The first that needs a marker and could use it; see {@link Line#nextToMark}.
   *
   * @param room how many more may be near
   */
  @Nullable Pending nextToMark(Recipients recipients, int room) {
    return line.nextToMark(recipients, room, mayTakeTurn());
  }

  // Reading again

  /** Whether it should be read ahead now: half of what it holds is used up. */
  public boolean isHungry() {
    return window.isHungry() && !isHeld();
  }

  /** Whether nothing of it can go before more is read. */
  public boolean isStarving() {
    return line.isEmpty() && isHungry();
  }

  /** Records it needs in memory when that is short, so that it is not read for each of them. */
  public int leastAhead() {
    return window.leastAhead();
  }

  /** A retry whose record is no longer in memory is due. */
  public void returns(long offset) {
    inLog.returns(offset);
  }

  /** The next offsets to read, taken out of what is stored. */
  public List<Long> request(int most, long nowNanos) {
    return window.request(most, nowNanos);
  }

  /** Requested offsets that memory has no room for after all, ascending. */
  public void putBack(List<Long> ascending) {
    window.putBack(ascending);
  }

  /** One of the requested offsets was read, or is gone. */
  public void answered() {
    inLog.answered();
  }

  /**
   * Lets go of the last requests in memory, down to a number; those that are near, were tried
   * before or whose turn it is stay. Returns the offsets, ascending.
   *
   * @param whole whether all open requests of a record are still waiting here, given how many are
   */
  public long[] shrink(int keep, Recipients recipients, WholeRecord whole) {
    return window.shrink(keep, recipients, whole);
  }

  /** Asked about a record of which so many requests wait at the end of their flow. */
  @FunctionalInterface
  public interface WholeRecord {
    boolean isAll(long offset, int requests);
  }

  /** The log no longer has what lies below an offset: what of that is not in memory, is gone. */
  public void lose(long firstOffset, LongConsumer gone) {
    inLog.lose(firstOffset, gone);
  }

  void clear() {
    line.clear();
    inLog.clear();
    waiting = 0;
    detours.values().forEach(Flow::clear);
  }
}
