package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.load.Planned;
import io.campaigndispatch.chaos.load.SteadyLoad;
import io.campaigndispatch.chaos.proof.Disruption;
import io.campaigndispatch.chaos.proof.Latencies;
import io.campaigndispatch.chaos.proof.Published;
import io.campaigndispatch.chaos.proof.Seen;
import io.campaigndispatch.chaos.proof.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An even load, while one dispatcher after the other is stopped in good order and started again,
 * and at last one is killed: nobody may notice the former, and the latter's partitions must soon be
 * served.
 */
public final class RollingRun {

  private static final long LATE_MILLIS = 3_000;
  private static final Duration SERVED_AGAIN_WITHIN = Duration.ofSeconds(15);

  /** Between two steps. */
  private static final Duration STEADY = Duration.ofSeconds(15);

  /** How long the killed one stays away: others have its partitions by then. */
  private static final Duration AWAY = Duration.ofSeconds(30);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

  private final long seed;
  private final int dispatchers;
  private final Path root;
  private final Path folder;
  private final Chronicle chronicle;
  private final List<Phase> phases = new ArrayList<>();

  /**
   * @param root of this checkout
   * @param folder empty; gets everything that this run leaves
   * @param out gets a line for everything that happens
   */
  public RollingRun(long seed, int dispatchers, Path root, Path folder, PrintStream out) {
    this.seed = seed;
    this.dispatchers = dispatchers;
    this.root = root;
    this.folder = folder;
    this.chronicle = new Chronicle(out);
  }

  private record Phase(String name, Instant from, Instant to, boolean mayBeLate) {}

  /**
   * What came of it.
   *
   * @param lateness of workspaces without a throttle, a line for each thing that went on
   * @param late whether one of these was too late
   * @param servedAgain after the kill, the last workspace was called for after this time
   * @param longestStandStill of the vendors' process, milliseconds
   */
  public record Result(
      Verdict verdict,
      List<String> lateness,
      boolean late,
      Duration servedAgain,
      long longestStandStill) {

    public Result {
      lateness = List.copyOf(lateness);
    }

    public boolean holds() {
      return verdict.holds() && !late && servedAgain.compareTo(SERVED_AGAIN_WITHIN) <= 0;
    }

    /** The figures. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>(lateness);
      lines.add(
          String.format(
              Locale.ROOT,
              "after the kill the last workspace was served again in %.1f s (at most %d)",
              servedAgain.toMillis() / 1e3,
              SERVED_AGAIN_WITHIN.toSeconds()));
      lines.add(
          "%d records published, %d messages at the vendors; ended %s; sent again, by cause: %s"
              .formatted(verdict.published(), verdict.calls(), verdict.ended(), verdict.repeats()));
      lines.add("the vendors' process stood still for %d ms at most".formatted(longestStandStill));
      lines.add(holds() ? "every promise holds" : "FAILS");
      return lines;
    }
  }

  /** Runs it. */
  public Result run() throws IOException, ExecutionException, InterruptedException {
    chronicle.say(
        "starting %d brokers and %d dispatchers".formatted(Installation.BROKERS, dispatchers));
    try (Installation installation =
        Installation.start(root, folder, dispatchers, Tenants.steady(), chronicle)) {
      return run(installation);
    }
  }

  private Result run(Installation installation)
      throws IOException, ExecutionException, InterruptedException {
    SteadyLoad load = new SteadyLoad(seed);
    chronicle.start();
    Instant start = Instant.now();
    Producing producing =
        new Producing(installation.brokers().bootstrap(), load, System.nanoTime());
    phase("nothing", true, () -> TimeUnit.MILLISECONDS.sleep(STEADY.toMillis()));
    for (int slot = 0; slot < dispatchers; slot++) {
      int own = slot;
      phase("restart of dispatcher " + slot, false, () -> restart(installation, own));
    }
    Instant killed = Instant.now();
    phase("kill -9 of dispatcher 0, and its return", true, () -> kill(installation));
    load.stop();
    long calm = System.nanoTime();
    List<Published> published = producing.published();
    Accounts.Closed closed =
        new Accounts(installation, Tenants.steady().ceilings(), chronicle, folder)
            .close(published, calm);
    Map<String, Instant> due = new HashMap<>();
    load.free().forEach(planned -> due.put(planned.recipient(), start.plus(planned.at())));
    List<Seen> seen = closed.evidence().seen();
    List<String> lateness = new ArrayList<>();
    boolean late = false;
    for (Phase phase : phases) {
      Latencies latencies = Latencies.of(due, seen, phase.from(), phase.to());
      late |= !phase.mayBeLate() && latencies.quantile(0.99) >= LATE_MILLIS;
      lateness.add(line(phase, latencies));
    }
    return new Result(
        closed.verdict(),
        lateness,
        late,
        servedAgain(load.free(), due, seen, killed),
        installation.standStills().longest());
  }

  private static String line(Phase phase, Latencies latencies) {
    return "%-42s %6d requests, to the first call p50 %5d ms, p99 %5d ms, longest %5d ms"
        .formatted(
            phase.name(),
            latencies.millis().size(),
            latencies.quantile(0.5),
            latencies.quantile(0.99),
            latencies.quantile(1));
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  private void phase(String name, boolean mayBeLate, Action action)
      throws IOException, InterruptedException {
    chronicle.say(name);
    Instant from = Instant.now();
    action.run();
    phases.add(new Phase(name, from, Instant.now(), mayBeLate));
  }

  private void restart(Installation installation, int slot)
      throws IOException, InterruptedException {
    if (!installation.dispatcher(slot).stop(STOP_WITHIN)) {
      chronicle.say("dispatcher " + slot + ": did not end after SIGTERM, killed");
      chronicle.add(Disruption.kill(slot, Instant.now()));
    }
    installation.dispatcher(slot).start();
    installation.awaitReady(slot);
    TimeUnit.MILLISECONDS.sleep(STEADY.toMillis());
  }

  private void kill(Installation installation) throws IOException, InterruptedException {
    installation.dispatcher(0).kill();
    chronicle.add(Disruption.kill(0, Instant.now()));
    TimeUnit.MILLISECONDS.sleep(AWAY.toMillis());
    installation.dispatcher(0).start();
    installation.awaitReady(0);
    TimeUnit.MILLISECONDS.sleep(STEADY.toMillis());
  }

  /** Until every workspace had a call for a request that was published after the kill. */
  private static Duration servedAgain(
      List<Planned> free, Map<String, Instant> due, List<Seen> seen, Instant killed) {
    Map<String, Instant> calls = Latencies.firstCalls(seen);
    Map<String, Instant> first = new HashMap<>();
    for (Planned planned : free) {
      Instant called = calls.get(planned.recipient());
      Instant at = due.get(planned.recipient());
      if (called != null && at != null && at.isAfter(killed)) {
        first.merge(planned.workspace(), called, (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    return Duration.between(killed, Collections.max(first.values()));
  }
}
