package io.campaigndispatch.dispatcher.app;

import com.sun.management.OperatingSystemMXBean;
import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.DispatchCore;
import io.campaigndispatch.dispatcher.core.Effect;
import io.campaigndispatch.dispatcher.core.Now;
import io.campaigndispatch.dispatcher.core.WallClock;
import io.campaigndispatch.dispatcher.intake.Reader;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the {@link DispatchCore}: feeds it events and the time, hands its effects
 * on.
 */
final class CoreThread implements Reader.CoreInput, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CoreThread.class);

  private static final int MOST_EVENTS_PER_TURN = 512;
  private static final int MOST_RECORD_BATCHES_WAITING = 8;
  private static final long LONGEST_SLEEP_NANOS = Duration.ofMillis(100).toNanos();

  /**
   * The shortest time between two turns. With replies coming in at once, a turn per reply would
   * wake the event loop and this thread for each message; the first event after a pause is not kept
   * waiting.
   */
  private static final long SHORTEST_TURN_NANOS = 300_000;

  private static final long SNAPSHOT_EVERY_NANOS = Duration.ofMillis(250).toNanos();

  /** A hundredth of the time at most: a snapshot of ten thousand workspaces takes some 8 ms. */
  private static final long SNAPSHOT_SHARE = 100;

  /** What is measured may be others' use of the processor: it must not make metrics stale. */
  private static final long SNAPSHOT_AT_LEAST_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long LOAD_EVERY_NANOS = Duration.ofMillis(250).toNanos();

  private final DispatchCore core;
  private final Consumer<Effect> effects;
  private final Consumer<Throwable> onFatal;
  private final BlockingQueue<CoreEvent> events = new LinkedBlockingQueue<>();
  private final Semaphore readBatches = new Semaphore(MOST_RECORD_BATCHES_WAITING);
  private final Semaphore rereadBatches = new Semaphore(MOST_RECORD_BATCHES_WAITING);
  private final OperatingSystemMXBean processors =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Thread thread;
  private final WallClock wall = new WallClock(WorkerClock.now());
  private volatile boolean clockStepped;
  private volatile CoreSnapshot snapshot;
  private volatile long snapshotNanos = System.nanoTime();
  private volatile boolean closing;

  /**
   * @param effects called on this thread; must not block
   * @param onFatal told when the core broke: the worker must end
   */
  CoreThread(DispatchCore core, Consumer<Effect> effects, Consumer<Throwable> onFatal) {
    this.core = core;
    this.effects = effects;
    this.onFatal = onFatal;
    this.snapshot = core.snapshot();
    this.thread = Thread.ofPlatform().name("dispatch-core").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void post(CoreEvent event) {
    events.add(event);
  }

  @Override
  public void postRecords(CoreEvent.RecordsRead records) throws InterruptedException {
    readBatches.acquire();
    events.add(records);
  }

  @Override
  public void postRecords(CoreEvent.ReadAgain records) throws InterruptedException {
    rereadBatches.acquire();
    events.add(records);
  }

  @Override
  public void failed(Throwable cause) {
    onFatal.accept(cause);
  }

  /** Whether the wall clock was stepped and has not settled yet. */
  boolean isClockStepped() {
    return clockStepped;
  }

  /** What the core looked like a quarter of a second ago, a second with thousands of workspaces. */
  CoreSnapshot snapshot() {
    return snapshot;
  }

  /**
   * How old that is. From any thread, so that a core that hangs is seen: nobody else would notice,
   * for the group goes on hearing from the worker.
   */
  Duration silence(long nowNanos) {
    return Duration.ofNanos(Math.max(0, nowNanos - snapshotNanos));
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join(Duration.ofSeconds(2));
  }

  private void run() {
    List<CoreEvent> batch = new ArrayList<>();
    long snapshotAt = System.nanoTime();
    long loadAt = snapshotAt;
    long turnAt = snapshotAt;
    try {
      while (!closing) {
        LockSupport.parkNanos(turnAt + SHORTEST_TURN_NANOS - System.nanoTime());
        take(batch);
        // One time for all: each of them happened before it.
        Now taken = now();
        turnAt = taken.nanos();
        for (CoreEvent event : batch) {
          core.handle(event, taken);
          if (event instanceof CoreEvent.RecordsRead) {
            readBatches.release();
          } else if (event instanceof CoreEvent.ReadAgain) {
            rereadBatches.release();
          }
        }
        batch.clear();
        Now now = now();
        core.advance(now);
        core.drain().forEach(effects);
        if (now.nanos() - loadAt >= 0) {
          core.handle(new CoreEvent.ProcessorLoad(processorLoad()), now);
          loadAt = now.nanos() + LOAD_EVERY_NANOS;
        }
        if (now.nanos() - snapshotAt >= 0) {
          long begun = System.nanoTime();
          snapshot = core.snapshot();
          snapshotNanos = System.nanoTime();
          long lasted = snapshotNanos - begun;
          snapshotAt = now.nanos() + untilNextSnapshot(lasted);
        }
      }
    } catch (InterruptedException e) {
      LogEvent.THREAD_INTERRUPTED.log(log, "dispatch-core");
    } catch (RuntimeException | Error e) {
      LogEvent.CORE_BROKE.log(log, e);
      onFatal.accept(e);
    }
  }

  /**
   * From the beginning of one snapshot to the next, in nanoseconds.
   *
   * @param lasted how long the one took, by the clock
   */
  static long untilNextSnapshot(long lasted) {
    return Math.clamp(SNAPSHOT_SHARE * lasted, SNAPSHOT_EVERY_NANOS, SNAPSHOT_AT_LEAST_EVERY_NANOS);
  }

  /** The time, and a line for each step of the wall clock and for its end. */
  private Now now() {
    Now now = wall.at(WorkerClock.now());
    boolean steps = wall.stepMillis() != 0;
    if (steps && !clockStepped) {
      LogEvent.CLOCK_STEPPED.log(log, wall.stepMillis());
    } else if (clockStepped && !steps) {
      LogEvent.CLOCK_SETTLED.log(log, now.instant());
    }
    clockStepped = steps;
    return now;
  }

  /** Of the machine, or of the container; 1 where that cannot be told. */
  private double processorLoad() {
    double load = processors.getCpuLoad();
    return load < 0 ? 1 : load;
  }

  private void take(List<CoreEvent> batch) throws InterruptedException {
    events.drainTo(batch, MOST_EVENTS_PER_TURN);
    if (!batch.isEmpty()) {
      return;
    }
    long sleep = Math.min(LONGEST_SLEEP_NANOS, core.nextWakeNanos() - System.nanoTime());
    CoreEvent first = events.poll(Math.max(0, sleep), TimeUnit.NANOSECONDS);
    if (first != null) {
      batch.add(first);
      events.drainTo(batch, MOST_EVENTS_PER_TURN - 1);
    }
  }
}
