package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One worker: a core and the threads around it, process after process. It can be killed or stopped
 * (kill -9, SIGSTOP) between any two effects.
 */
final class SimulatedWorker {

  static final TemplateGate EVERY_TEMPLATE =
      new TemplateGate(TemplateRegistry.of(Directory.EMPTY), UnlistedPolicy.PASS);

  /** Kafka's session time-out. */
  private static final int SESSION_MILLIS = 10_000;

  private static final int CALM_TURN_MILLIS = 20;

  /** What is to befall it after so many more effects. */
  private record Strike(boolean kills, int afterEffects) {}

  private final World world;
  private final int number;
  private final Map<Integer, Ownership> ownerships = new HashMap<>();
  private final Map<Integer, Long> ended = new HashMap<>();
  private final ArrayDeque<CoreEvent> inbox = new ArrayDeque<>();
  private final List<Runnable> delayed = new ArrayList<>();
  private final WorkerView view;
  private final MemoryChecks memory;
  private final LateEvents past = new LateEvents();

  /** Its process's transactional id. */
  private String id = "";

  private DispatchCore core;
  private SimulatedIntake intake;
  private SimulatedPublisher publisher;
  private List<Effect> todo = List.of();
  private @Nullable Strike strike;
  private int process;
  private boolean alive;
  private boolean suspended;
  private long nanosAhead;
  private long millisAhead;
  private long turnNanos;
  private boolean turnIsNear;

  SimulatedWorker(World world, int number) {
    this.world = world;
    this.number = number;
    this.memory = new MemoryChecks(world);
    this.view = new WorkerView(world);
    start();
  }

  // Time

  Now now() {
    return new Now(
        world.nanos + nanosAhead,
        Samples.BEGINNING_MILLIS + Math.floorDiv(world.nanos, 1_000_000) + millisAhead);
  }

  /** Its wall clock makes a step. */
  void step(long millis) {
    millisAhead += millis;
    world.clockStepped = true;
  }

  /** World time at which its core has something to do; MAX_VALUE for never. */
  long nextWakeNanos() {
    if (!alive || suspended) {
      return Long.MAX_VALUE;
    }
    long next = core.nextWakeNanos();
    if (next == Long.MAX_VALUE) {
      return next;
    }
    next = next == Long.MIN_VALUE ? world.nanos : next - nanosAhead;
    return world.calm ? Math.max(next, turnNanos + world.calmTurnNanos) : next;
  }

  /** On one of its threads, which stand still while it is suspended. */
  void soon(int millis, Runnable task) {
    soon(millis, task, false);
  }

  /**
   * @param byOthers whether it happens also while the worker is suspended
   */
  void soon(int millis, Runnable task, boolean byOthers) {
    int within = process;
    world.after(
        Duration.ofMillis(millis),
        () -> {
          if (within == process && alive) {
            if (suspended && !byOthers) {
              delayed.add(task);
            } else {
              task.run();
            }
          }
        });
  }

  // Its process

  private void start() {
    process++;
    id = "w" + number + "-" + process;
    alive = true;
    // System.nanoTime may be negative.
    nanosAhead = world.chance.between(-1_000_000_000_000L, 1_000_000_000_000L);
    if (process == 1) {
      millisAhead = world.chance.between(-400, 400);
    }
    core =
        new DispatchCore(
            world.tampering.told(world.settings),
            world.tampering.told(world.directory),
            _ -> new ScriptedVendor(),
            EVERY_TEMPLATE,
            world.chance.split(),
            now());
    intake = new SimulatedIntake(world, this, id);
    publisher = new SimulatedPublisher(world, this, intake, id);
    turnNanos = world.nanos;
    turnIsNear = false;
    view.clear();
    past.clear();
    world.group.join(intake);
  }

  /** After its next few effects it is killed, or stopped for a while. */
  void strike(boolean kills, int afterEffects) {
    if (alive && !suspended) {
      strike = new Strike(kills, afterEffects);
    }
  }

  private void kill() {
    publisher.killed();
    gone(world.chance.below(SESSION_MILLIS));
  }

  /** Nothing it writes is taken any more: it ends. */
  void ends() {
    gone(world.chance.below(300));
  }

  private void gone(int noticedAfterMillis) {
    alive = false;
    suspended = false;
    strike = null;
    todo = List.of();
    inbox.clear();
    delayed.clear();
    for (Ownership ownership : ownerships.values()) {
      ownership.unclean = true;
      ownership.told = true;
    }
    ownerships.clear();
    ended.clear();
    SimulatedIntake left = intake;
    world.after(Duration.ofMillis(noticedAfterMillis), () -> world.group.remove(left));
    world.after(Duration.ofMillis(world.chance.below(5_000)), this::start);
  }

  private void suspend(List<Effect> rest) {
    suspended = true;
    todo = List.copyOf(rest);
    boolean longer = world.chance.percent(50);
    int millis = longer ? world.chance.between(SESSION_MILLIS, 60_000) : world.chance.below(9_000);
    SimulatedIntake within = intake;
    if (longer) {
      world.after(Duration.ofMillis(SESSION_MILLIS), () -> expire(within));
    }
    world.after(
        Duration.ofMillis(millis),
        () -> {
          if (within == intake && suspended) {
            world.faults.count(
                longer ? Fault.SUSPENDED_PAST_SESSION : Fault.SUSPENDED_WITHIN_SESSION);
            resume();
          }
        });
  }

  /** The coordinator gives it up; it hears of that later. */
  void expire() {
    expire(intake);
  }

  private void expire(SimulatedIntake within) {
    if (within == intake && alive && world.group.isMember(within)) {
      world.faults.count(Fault.SESSION_EXPIRED);
      world.group.remove(within);
      soon(
          world.chance.below(3_000),
          () -> {
            within.lostAll();
            if (within == intake && alive) {
              world.group.join(within);
            }
          });
    }
  }

  void resume() {
    if (!suspended) {
      return;
    }
    suspended = false;
    view.runs();
    int within = process;
    List<Effect> rest = todo;
    todo = List.of();
    if (!rest.isEmpty()) {
      world.faults.count(Fault.EFFECTS_CARRIED_OUT_LATE);
    }
    rest.forEach(this::carryOut);
    List<Runnable> waiting = List.copyOf(delayed);
    delayed.clear();
    for (Runnable task : waiting) {
      if (within == process && alive) {
        if (suspended) {
          delayed.add(task);
        } else {
          task.run();
        }
      }
    }
  }

  boolean isRunning() {
    return alive && !suspended;
  }

  boolean isIdle() {
    return alive && !suspended && publisher.isIdle() && inbox.isEmpty();
  }

  // What others see of it

  SimulatedIntake intake() {
    return intake;
  }

  /** Of a partition, if it was opened here and not let go. */
  @Nullable Ownership ownership(int partition) {
    return ownerships.get(partition);
  }

  WorkerView view() {
    return view;
  }

  void endsUnclean(int partition) {
    Ownership ownership = ownerships.get(partition);
    if (ownership != null) {
      ownership.unclean = true;
    }
  }

  void endsUnclean(SimulatedIntake which) {
    if (which == intake) {
      ownerships.values().forEach(ownership -> ownership.unclean = true);
    }
  }

  CoreSnapshot snapshot() {
    return core.snapshot();
  }

  void checkMemoryIsEmpty() {
    memory.checkEmpty(core);
  }

  boolean isEmpty() {
    long open = 0;
    for (PartitionState partition : core.partitions()) {
      open += partition.openRequests();
    }
    return open == 0;
  }

  // Its core

  void post(CoreEvent event) {
    if (!alive) {
      return;
    }
    inbox.add(event);
    if (world.calm) {
      turnSoon();
    } else if (!world.calm && world.chance.percent(10)) {
      // Some more may come before its next turn.
      soon(world.chance.below(5), this::turn);
    } else {
      turn();
    }
  }

  /** While all is well, events are taken together. */
  private void turnSoon() {
    if (!turnIsNear) {
      turnIsNear = true;
      soon(
          CALM_TURN_MILLIS,
          () -> {
            turnIsNear = false;
            turn();
          });
    }
  }

  /** Its core takes what happened, decides, and its effects are carried out. */
  void turn() {
    if (!alive || suspended) {
      return;
    }
    turnNanos = world.nanos;
    Now now = now();
    Now told = world.tampering.told(now);
    for (CoreEvent event = inbox.poll(); event != null; event = inbox.poll()) {
      world.trace("%s <- %s", id, event);
      take(event);
      past.told(event);
      core.handle(world.tampering.told(event), told);
    }
    core.advance(told);
    List<Effect> effects = world.tampering.done(core.drain());
    for (Effect effect : effects) {
      world.trace("%s -> %s", id, effect);
      decided(effect, now);
    }
    carryOut(effects);
    check();
  }

  /** Its core is told once more of what is over. */
  void late() {
    CoreEvent late = isRunning() ? past.one(world.chance, ended) : null;
    if (late != null && inbox.isEmpty()) {
      world.faults.count(Fault.LATE_EVENT);
      world.trace("%s <- late %s", id, late);
      LateEvents.tell(core, late, world.tampering.told(late), world.tampering.told(now()));
    }
  }

  /** What must hold after every turn. */
  private void check() {
    if (core.unaccounted() != 0) {
      throw Invariant.ONE_FINAL_OUTCOME.violated("%s unaccounted requests", core.unaccounted());
    }
    memory.check(core, world.partitions());
    view.holds(core.heldBytes());
  }

  /** Time has passed: what could be done is done. */
  void checkWork() {
    if (isRunning() && inbox.isEmpty()) {
      for (Ownership ownership : ownerships.values()) {
        world.calls.work().check(this, ownership);
      }
    }
  }

  private void take(CoreEvent event) {
    switch (event) {
      case CoreEvent.PartitionOpened opened -> {
        if (opened.epoch() > ended.getOrDefault(opened.partition(), 0L)) {
          ownerships.put(opened.partition(), new Ownership(intake, opened, world.nanos));
          if (!world.group.holds(intake, opened.partition())) {
            endsUnclean(opened.partition());
          }
        }
      }
      case CoreEvent.PartitionRevoked(int partition, long epoch) -> told(partition, epoch);
      case CoreEvent.PartitionLost(int partition, long epoch) -> told(partition, epoch);
      case CoreEvent.RecordsRead read -> {
        memory.read(read.records());
        for (CoreEvent.ReadRecord record : read.records()) {
          world.kafka.delivered(record.raw());
        }
        Ownership ownership = ownerships.get(read.partition());
        if (ownership != null && ownership.epoch == read.epoch()) {
          ownership.frontier = Math.max(ownership.frontier, read.nextOffset());
        }
      }
      case CoreEvent.Written(var writes, _) -> {
        view.written(writes);
        for (Write write : writes) {
          Ownership ownership = ownerships.get(write.partition());
          if (write instanceof Write.Owned(_, long epoch)
              && ownership != null
              && ownership.epoch == epoch) {
            ownership.ownedNanos = world.nanos;
          }
        }
      }
      case CoreEvent.Replied(long callId, var verdicts, _) -> view.replied(callId, verdicts);
      case CoreEvent.RecordsReread reread -> memory.reread(reread.records());
      case CoreEvent.TemplatesChanged _,
          CoreEvent.LogBegins _,
          CoreEvent.PartitionAbandoned _,
          CoreEvent.WrittenLate _ -> {}
    }
  }

  private void told(int partition, long epoch) {
    ended.merge(partition, epoch, Math::max);
    Ownership ownership = ownerships.get(partition);
    if (ownership != null && ownership.epoch <= epoch) {
      ownership.told = true;
    }
  }

  private void decided(Effect effect, Now now) {
    switch (effect) {
      case Effect.Call call -> {
        Ownership ownership =
            ownerships.get(world.homes.of(call.requests().getFirst().workspaceId()));
        view.started(call, ownership);
        world.calls.decided(view, ownership, call, now);
      }
      case Effect.Publish(Write.OfRequest write) -> {
        view.publishes();
        Tracked tracked = world.kafka.tracked(write.position());
        Ownership ownership = ownerships.get(write.partition());
        // What an owner no more decides means nothing once there is another.
        boolean counts =
            tracked.decidedBy == null
                || tracked.decidedBy.unclean
                || (ownership != null && !ownership.unclean);
        if (write.closes()) {
          if (counts) {
            tracked.decidedBy = ownership;
          }
          world.calls.closes(tracked, write, now);
        } else if (write instanceof Write.Retrying(_, _, _, long dueMillis)
            && tracked.calledBy == ownership) {
          tracked.dueNanos = world.nanos + (dueMillis - now.millis() + 1) * 1_000_000;
        }
      }
      case Effect.Publish _,
          Effect.Commit _,
          Effect.Reread _,
          Effect.Lost _,
          Effect.Reading _,
          Effect.Released _ -> {}
    }
  }

  private void carryOut(List<Effect> effects) {
    Strike now = strike;
    if (now == null || effects.isEmpty()) {
      effects.forEach(this::carryOut);
      return;
    }
    int done = Math.min(now.afterEffects(), effects.size());
    effects.subList(0, done).forEach(this::carryOut);
    strike = null;
    if (now.kills()) {
      world.faults.count(Fault.CRASH_BETWEEN_EFFECTS);
      kill();
    } else {
      suspend(effects.subList(done, effects.size()));
    }
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Call call -> send(call);
      case Effect.Publish(var write) -> publisher.publish(write);
      case Effect.Commit commit -> intake.commit(commit);
      case Effect.Reread reread -> intake.reread(reread);
      case Effect.Lost lost -> {
        Ownership ownership = ownerships.get(lost.partition());
        if (ownership != null) {
          world.kafka.lost(lost, ownership);
        }
      }
      case Effect.Reading reading -> intake.setReading(reading);
      case Effect.Released released -> {
        ownerships.remove(released.partition());
        intake.released(released);
      }
    }
  }

  private void send(Effect.Call call) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < call.requests().size(); i++) {
      verdicts.add(world.calm ? CoreHarness.ACCEPTED : world.traffic.verdict(call, world.faults));
    }
    world.calls.sent(call, verdicts);
    int millis = world.calm ? 1 : world.traffic.latencyMillis(world.faults);
    soon(millis, () -> post(new CoreEvent.Replied(call.callId(), verdicts, millis * 1_000_000L)));
  }
}
