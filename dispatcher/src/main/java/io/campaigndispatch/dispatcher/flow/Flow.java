package io.campaigndispatch.dispatcher.flow;

import io.campaigndispatch.dispatcher.index.OffsetQueue;
import io.campaigndispatch.model.send.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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

  static final int FEWEST_AHEAD = 16;
  static final int MOST_AHEAD = 8_192;

  /** Emptied faster than this, a flow reads further ahead; ten times slower, less far. */
  private static final long SHORT_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final WorkspaceQueue queue;
  private final Priority priority;
  private final int campaigns;
  private final Flow home;
  private final @Nullable Scope scope;
  private final Map<Scope, Flow> detours = new HashMap<>(0);
  private final Line line;
  private final InLog inLog;

  private int inMemory;
  private int ahead = FEWEST_AHEAD;
  private long requestedAtNanos;
  private boolean everRequested;
  private long lastOffset = Long.MIN_VALUE;

  /** Since when the first of those waits that are in the log; epoch milliseconds. */
  private long loggedSinceMillis = UNKNOWN;

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
    if (detour != null && detour.inMemory == 0 && detour.inLog.isEmpty()) {
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
    int before = removed.size();
    line.removeIf(pending -> unwanted.test(pending) && removed.add(pending));
    inMemory -= removed.size() - before;
  }

  /** One that waited for its recipient is out of memory. */
  void asideRemoved() {
    inMemory--;
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
    return inMemory;
  }

  /**
   * Whether a record that was just read may stay in memory: nothing before it is elsewhere.
   *
   * @param most requests the flow may hold then
   */
  public boolean mayKeep(int most) {
    return inLog.hasNoneBefore() && inMemory < most && !isHeld();
  }

  /** A record stays in the log only; one that is admitted anew may lie before others. */
  public void store(long offset) {
    if (inMemory == 0 && inLog.isEmpty()) {
      loggedSinceMillis = UNKNOWN;
    }
    inLog.store(offset);
  }

  void add(Pending pending) {
    inMemory++;
    long offset = pending.position().offset();
    inLog.reached(offset);
    if (offset >= lastOffset) {
      lastOffset = offset;
      // What is still in the log came later.
      loggedSinceMillis = since(pending);
      line.addLast(pending);
    } else if (scope == null) {
      line.addFirst(pending);
    } else {
      // One that had waited for its recipient steps aside among those that did so before.
      line.insert(pending);
    }
  }

  void addFirst(Pending pending) {
    inMemory++;
    line.turn(pending);
  }

  /** One that waited for its recipient has its turn; at home, where it may have to step aside. */
  void turn(Pending pending) {
    Flow before = pending.flow();
    before.inMemory--;
    pending.joins(home);
    home.addFirst(pending);
  }

  /** One that was under way waits aside. */
  void aside() {
    inMemory++;
  }

  Stream<Pending> ready() {
    return line.stream();
  }

  boolean hasReady() {
    return !line.isEmpty();
  }

  /**
   * The first request whose recipient is free; null when there is none in memory, or its marker is
   * not written yet.
   */
  @Nullable Pending head(Recipients recipients) {
    return line.head(recipients);
  }

  void take(Pending head) {
    line.take(head);
    inMemory--;
  }

  /** Whether anything of it waits, wherever it is. */
  public boolean hasAny() {
    return inMemory > 0 || !inLog.isEmpty();
  }

  /** Whether all of it that is known here waits for busy recipients. */
  public boolean waitsForRecipients() {
    return line.isEmpty() && inLog.isEmpty();
  }

  // Markers

  int near() {
    return line.near();
  }

  boolean wantsMarker() {
    return line.wantsMarker();
  }

  /**
   * @param room how many more may be near
   */
  @Nullable Pending nextToMark(Recipients recipients, int room) {
    return line.nextToMark(recipients, room, mayTakeTurn());
  }

  /** What {@link #nextToMark} gave is near from now on. */
  void nears(Pending next) {
    line.nears(next);
  }

  /** What {@link #nextToMark} gave ends without a marker. */
  void ends(Pending next) {
    line.leavesReady(next);
    inMemory--;
  }

  void unmarked() {
    line.unmarked();
  }

  /** How many of it may be near now. */
  int mostNear() {
    return scope == null ? Integer.MAX_VALUE : queue.holds().mostNear(scope);
  }

  // Reading again

  /** Whether it should be read ahead now: half of what it holds is used up. */
  public boolean isHungry() {
    return !inLog.isBeingRead()
        && (inLog.hasReturning() || (inLog.hasMore() && hasRoom()))
        && !isHeld();
  }

  /** Requests behind busy recipients take room: with nothing else here, it looks further ahead. */
  private boolean hasRoom() {
    return inMemory <= ahead() / 2 || (!hasReady() && inMemory < MOST_AHEAD);
  }

  private int ahead() {
    return Math.min(ahead, queue.readAhead().most());
  }

  /** Whether nothing of it can go before more is read. */
  public boolean isStarving() {
    return !hasReady() && isHungry();
  }

  /** Records it needs in memory when that is short, so that it is not read for each of them. */
  public int leastAhead() {
    return Math.max(1, ahead() / 8);
  }

  /** A retry whose record is no longer in memory is due. */
  public void returns(long offset) {
    inLog.returns(offset);
  }

  /** The next offsets to read, taken out of what is stored. */
  public List<Long> request(int most, long nowNanos) {
    if (inLog.isBeingRead()) {
      return List.of();
    }
    adapt(nowNanos);
    inLog.settle();
    if (scope != null && inMemory == 0) {
      lastOffset = Long.MIN_VALUE;
    }
    // With all it may hold waiting for busy recipients, it needs one more.
    int room = Math.min(Math.max(ahead() - inMemory, hasReady() ? 0 : 1), most);
    return inLog.request(most, room);
  }

  /** Requested offsets that memory has no room for after all, ascending. */
  public void putBack(List<Long> ascending) {
    inLog.putBack(ascending, lastOffset);
    ahead = Math.max(FEWEST_AHEAD, ahead / 2);
  }

  private void adapt(long nowNanos) {
    if (everRequested || inMemory > ahead) {
      long passed = everRequested ? nowNanos - requestedAtNanos : 0;
      if (passed < SHORT_NANOS || (!hasReady() && inMemory > 0)) {
        ahead = Math.min(MOST_AHEAD, 2 * Math.max(ahead, inMemory));
      } else if (passed > 10 * SHORT_NANOS) {
        ahead = Math.max(FEWEST_AHEAD, ahead / 2);
      }
    }
    everRequested = true;
    requestedAtNanos = nowNanos;
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
    List<Long> offsets = new ArrayList<>();
    // One that had its turn may stand before others that are not here.
    long before = inLog.first();
    // While later ones are being read, what is here must stay before them.
    while (inMemory > keep && !inLog.isBeingRead()) {
      Pending last = line.peekLast();
      long offset = last == null ? Long.MAX_VALUE : last.position().offset();
      if (last == null || offset >= before || !isMovable(last, recipients)) {
        break;
      }
      int requests = 0;
      ArrayDeque<Pending> taken = new ArrayDeque<>();
      while (last != null && last.position().offset() == offset && isMovable(last, recipients)) {
        line.removeLast();
        loggedSinceMillis = since(last);
        taken.addFirst(last);
        requests++;
        last = line.peekLast();
      }
      if (!whole.isAll(offset, requests)) {
        taken.forEach(line::addLast);
        break;
      }
      inMemory -= requests;
      offsets.add(offset);
      before = offset;
    }
    long[] ascending = new long[offsets.size()];
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = offsets.get(ascending.length - 1 - i);
    }
    if (ascending.length > 0) {
      inLog.addFirst(ascending);
      lastOffset = ascending[0] - 1;
    }
    return ascending;
  }

  /** Asked about a record of which so many requests wait at the end of their flow. */
  @FunctionalInterface
  public interface WholeRecord {
    boolean isAll(long offset, int requests);
  }

  private static boolean isMovable(Pending pending, Recipients recipients) {
    return !pending.wasTried() && !recipients.isTurnOf(pending);
  }

  /** The log no longer has what lies below an offset: what of that is not in memory, is gone. */
  public void lose(long firstOffset, LongConsumer gone) {
    inLog.lose(firstOffset, gone);
  }

  void clear() {
    line.clear();
    inLog.clear();
    inMemory = 0;
    waiting = 0;
    detours.values().forEach(Flow::clear);
  }
}
