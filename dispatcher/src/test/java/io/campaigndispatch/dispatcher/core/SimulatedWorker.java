package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker: a core and the threads around it, process after process. It can be killed or stopped
 * (kill -9, SIGSTOP) between any two effects.
 */
final class SimulatedWorker {

  /** Kafka's session time-out. */
  private static final int SESSION_MILLIS = 10_000;

  private static final int CALM_TURN_MILLIS = 20;

  /** A core that did not run for longer asks whether it is still a member. */
  private static final long NOTICED_NANOS = Duration.ofSeconds(5).toNanos();

  /** What is to befall it after so many more effects. */
  private record Strike(boolean kills, int afterEffects) {}

  private final World world;
  private final int number;
  private final List<CoreEvent> inbox = new ArrayList<>();
  private final List<Runnable> delayed = new ArrayList<>();

  private ObservedCore core;
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
    this.millisAhead = world.chance.between(-400, 400);
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
    if (!isRunning()) {
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
    alive = true;
    // System.nanoTime may be negative.
    nanosAhead = world.chance.between(-1_000_000_000_000L, 1_000_000_000_000L);
    String transactionalId = "w" + number + "-" + process;
    intake = new SimulatedIntake(world, this, transactionalId);
    publisher = new SimulatedPublisher(world, this, intake, transactionalId);
    core = new ObservedCore(world, intake, now());
    turnNanos = world.nanos;
    turnIsNear = false;
    world.group.join(intake);
  }

  /** After its next few effects it is killed, or stopped for a while. */
  void strike(boolean kills, int afterEffects) {
    if (isRunning()) {
      strike = new Strike(kills, afterEffects);
    }
  }

  private void kill() {
    world.faults.count(Fault.CRASH_BETWEEN_EFFECTS);
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
    core.dies();
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
    core.goesOn(world.nanos - turnNanos > NOTICED_NANOS);
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

  // What others see of it

  boolean isRunning() {
    return alive && !suspended;
  }

  /** Whether nothing is left for it to do. */
  boolean isIdle() {
    return isRunning() && publisher.isIdle() && inbox.isEmpty() && !core.hasOpenRequests();
  }

  SimulatedIntake intake() {
    return intake;
  }

  void endsUnclean(int partition) {
    core.endsUnclean(partition);
  }

  void endsUnclean(SimulatedIntake which) {
    if (which == intake) {
      core.endsUnclean();
    }
  }

  /** Its core is told once more of what is over. */
  void late() {
    if (isRunning() && inbox.isEmpty()) {
      core.late(now());
    }
  }

  void checkWork() {
    if (isRunning() && inbox.isEmpty()) {
      core.checkWork(now());
    }
  }

  void checkEmpty() {
    core.checkEmpty();
  }

  // Its core's thread

  void post(CoreEvent event) {
    if (!alive) {
      return;
    }
    inbox.add(event);
    if (world.calm) {
      turnSoon();
    } else if (world.chance.percent(10)) {
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
    if (!isRunning()) {
      return;
    }
    turnNanos = world.nanos;
    List<CoreEvent> events = List.copyOf(inbox);
    inbox.clear();
    ObservedCore within = core;
    carryOut(core.turn(events, now()));
    within.check();
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
      case Effect.ScanDelayed scan -> intake.scan(scan);
      case Effect.RereadDelayed reread -> intake.reread(reread);
      case Effect.DeleteDelayed(int partition, long below) ->
          world.kafka.delay(partition).delete(below);
      case Effect.LostDelayed lost ->
          throw Invariant.ONE_FINAL_OUTCOME.violated("nothing deletes what waits: %s", lost);
      case Effect.Lost lost -> {
        Ownership ownership = core.ownership(lost.partition());
        if (ownership != null) {
          world.kafka.log(lost.partition()).lost(lost, ownership);
        }
      }
      case Effect.LostUnread unread -> world.kafka.log(unread.partition()).lostUnread(unread);
      case Effect.ConfirmMembership(long question) -> intake.confirm(question);
      case Effect.BreakerMoved _ -> {}
      case Effect.Reading reading -> intake.setReading(reading);
      case Effect.Released released -> {
        core.released(released.partition());
        intake.released(released);
      }
    }
  }

  private void send(Effect.Call call) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < call.requests().size(); i++) {
      verdicts.add(world.calm ? CoreHarness.ACCEPTED : world.traffic.verdict(call, world.faults));
    }
    Verdict down = world.calm ? null : world.traffic.down(call, world.nanos);
    if (down != null) {
      verdicts.replaceAll(_ -> down);
    }
    int late = world.calm ? 0 : world.traffic.lateMillis(world.faults);
    if (late * 1_000_000L >= call.mostLateNanos()) {
      world.faults.count(Fault.CALL_NOT_WRITTEN);
      verdicts.replaceAll(_ -> new Verdict.NotWritten());
      soon(late, () -> post(new CoreEvent.Replied(call.callId(), verdicts, late * 1_000_000L)));
      return;
    }
    world.calls.sent(call, verdicts);
    if (late > 0) {
      soon(late, () -> post(new CoreEvent.WrittenLate(call.callId(), now().nanos())));
    }
    int millis = late + (world.calm ? 1 : world.traffic.latencyMillis(world.faults));
    soon(millis, () -> post(new CoreEvent.Replied(call.callId(), verdicts, millis * 1_000_000L)));
  }
}
