package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.load.Load;
import io.campaigndispatch.chaos.load.Planned;
import io.campaigndispatch.chaos.plan.Plan;
import io.campaigndispatch.chaos.proof.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** One seed, from the first process to the verdict. */
public final class SeedRun {

  private final long seed;
  private final int seconds;
  private final int dispatchers;
  private final Path root;
  private final Path folder;
  private final Chronicle chronicle;

  /**
   * @param root of this checkout
   * @param folder empty; gets everything that this run leaves
   * @param out gets a line for everything that happens
   */
  public SeedRun(long seed, int seconds, int dispatchers, Path root, Path folder, PrintStream out) {
    this.seed = seed;
    this.seconds = seconds;
    this.dispatchers = dispatchers;
    this.root = root;
    this.folder = folder;
    this.chronicle = new Chronicle(out);
  }

  /**
   * What came of it.
   *
   * @param steps that were carried out
   * @param drained how long everything took to end once all was calm
   * @param longestStandStill of the vendors' process, milliseconds
   */
  public record Result(
      long seed, int steps, Verdict verdict, Duration drained, long longestStandStill) {}

  /** Runs it. */
  public Result run() throws IOException, ExecutionException, InterruptedException {
    chronicle.say(
        "seed %d: starting %d brokers and %d dispatchers"
            .formatted(seed, Installation.BROKERS, dispatchers));
    try (Installation installation =
        Installation.start(root, folder, dispatchers, Tenants.ofChaos(), chronicle)) {
      return run(installation);
    }
  }

  private Result run(Installation installation)
      throws IOException, ExecutionException, InterruptedException {
    List<Planned> load = Load.of(seed, seconds);
    Plan plan = Plan.of(seed, seconds, dispatchers, Installation.BROKERS);
    chronicle.start();
    long start = System.nanoTime();
    chronicle.say("publishing " + load.size() + " records");
    Producing producing = new Producing(installation.brokers().bootstrap(), load, start);
    int steps = new Conductor(installation, chronicle, start).carryOut(plan);
    chronicle.say("calm: everything must end now");
    long calm = System.nanoTime();
    installation.calm();
    Accounts.Closed closed =
        new Accounts(installation, Tenants.ofChaos().ceilings(), chronicle, folder)
            .close(producing.published(), calm);
    return new Result(
        seed, steps, closed.verdict(), closed.drained(), installation.standStills().longest());
  }
}
