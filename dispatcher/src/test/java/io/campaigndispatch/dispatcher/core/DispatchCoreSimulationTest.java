package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Random histories of the core, each by its seed, two at a time. A failing one says what replays
 * it, made as small as it could be. More of them, or one alone, step by step:
 *
 * <pre>
 * mvn -pl dispatcher -am test -Dtest=DispatchCoreSimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dsimulation.histories=100000        (or -Dsimulation.seed=4711 -Dsimulation.trace=true)
 * </pre>
 */
class DispatchCoreSimulationTest {

  private static final int HISTORIES = Integer.getInteger("simulation.histories", 10_000);
  private static final int ENOUGH_HISTORIES = 10_000;
  private static final int LEAST_OF_EACH_FAULT = 100;

  private static final long ENDLESS_NANOS = TimeUnit.MINUTES.toNanos(1);

  private record Failed(History history, Throwable why) {}

  private record Running(long seed, long sinceNanos) {}

  @Test
  void everyHistory_keepsTheInvariants() throws InterruptedException {
    Long seed = Long.getLong("simulation.seed");
    if (seed != null) {
      replay(seed);
      return;
    }
    Faults faults = new Faults();
    ConcurrentLinkedQueue<Failed> failures = new ConcurrentLinkedQueue<>();
    AtomicLong next = new AtomicLong(1);
    Map<Thread, Running> running = new ConcurrentHashMap<>();
    ExecutorService both = Executors.newFixedThreadPool(2, daemons());
    for (int i = 0; i < 2; i++) {
      both.execute(() -> runAll(next, faults, failures, running));
    }
    both.shutdown();
    while (!both.awaitTermination(1, TimeUnit.SECONDS)) {
      running.forEach(DispatchCoreSimulationTest::failIfEndless);
    }
    Failed failed = failures.peek();
    if (failed != null) {
      throw fail(failed);
    }
    System.out.println(HISTORIES + " histories; faults: " + faults);
    if (HISTORIES >= ENOUGH_HISTORIES) {
      assertThat(faults.rarerThan(LEAST_OF_EACH_FAULT)).isEmpty();
    }
  }

  private static ThreadFactory daemons() {
    return Thread.ofPlatform().daemon().factory();
  }

  /** A history takes some milliseconds: one that takes so long goes round in circles. */
  private static void failIfEndless(Thread thread, Running history) {
    if (System.nanoTime() - history.sinceNanos() > ENDLESS_NANOS) {
      AssertionError endless =
          new AssertionError(
              "seed %s: has no end; again: %s"
                  .formatted(history.seed(), History.of(history.seed()).command()));
      endless.setStackTrace(thread.getStackTrace());
      throw endless;
    }
  }

  private static void runAll(
      AtomicLong next,
      Faults faults,
      ConcurrentLinkedQueue<Failed> failures,
      Map<Thread, Running> running) {
    Faults mine = new Faults();
    for (long seed = next.getAndIncrement();
        seed <= HISTORIES && failures.isEmpty();
        seed = next.getAndIncrement()) {
      Simulation simulation = new Simulation(History.of(seed), Tampering.NONE);
      running.put(Thread.currentThread(), new Running(seed, System.nanoTime()));
      try {
        simulation.run();
        mine.addAll(simulation.faults());
      } catch (AssertionError | RuntimeException e) {
        failures.add(new Failed(History.of(seed), e));
      }
    }
    running.remove(Thread.currentThread());
    synchronized (faults) {
      faults.addAll(mine);
    }
  }

  private static AssertionError fail(Failed failed) {
    History smallest = Shrinking.of(failed.history(), failed.why(), Tampering.NONE);
    Throwable why = Shrinking.failureOf(smallest, Tampering.NONE);
    return new AssertionError(
        "seed %s: %s; as small as it gets, again: %s"
            .formatted(failed.history().seed(), failed.why().getMessage(), smallest.command()),
        why);
  }

  private static void replay(long seed) {
    Set<EventKind> without = EnumSet.noneOf(EventKind.class);
    Arrays.stream(System.getProperty("simulation.without", "").split(","))
        .filter(name -> !name.isEmpty())
        .map(EventKind::valueOf)
        .forEach(without::add);
    int events = Integer.getInteger("simulation.events", History.EVENTS);
    new Simulation(new History(seed, events, without), Tampering.NONE).run();
  }
}
