package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.cluster.Dispatcher;
import io.campaigndispatch.chaos.load.Fleet;
import io.campaigndispatch.chaos.load.Load;
import io.campaigndispatch.chaos.load.Planned;
import io.campaigndispatch.chaos.plan.Plan;
import io.campaigndispatch.chaos.proof.Comparison;
import io.campaigndispatch.chaos.proof.Evidence;
import io.campaigndispatch.chaos.proof.Published;
import io.campaigndispatch.chaos.proof.Seen;
import io.campaigndispatch.chaos.proof.Verdict;
import io.campaigndispatch.sandbox.Sandbox;
import io.campaigndispatch.sandbox.ledger.Call;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** One seed, from the first process to the verdict. */
public final class SeedRun {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Nothing happened for so long: it never will. */
  private static final Duration STALLED = Duration.ofSeconds(120);

  /** How long nothing may happen after the last end, so that what should not come can come. */
  private static final Duration QUIET = Duration.ofSeconds(3);

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
    try (Installation installation = Installation.start(root, folder, dispatchers, chronicle)) {
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
    List<Published> published = producing.published();
    try (Results results = new Results(installation.brokers().bootstrap())) {
      Duration drained = drain(results, published.size(), calm);
      chronicle.say("%d of %d records ended".formatted(results.ended(), published.size()));
      long unaccounted = unaccounted(installation);
      installation.stopDispatchers();
      results.readToEnd();
      Evidence evidence = evidence(installation, published, results, unaccounted);
      Verdict verdict = Comparison.of(evidence, Fleet.ceilings());
      keep(evidence, verdict);
      return new Result(seed, steps, verdict, drained, installation.standStills().longest());
    }
  }

  /** Reads until every record has ended and nothing moves any more, or nothing has for long. */
  private static Duration drain(Results results, int records, long sinceNanos) {
    long changed = System.nanoTime();
    long last = changed;
    int seen = 0;
    while (true) {
      results.poll(POLL);
      long now = System.nanoTime();
      int told = results.told().size() + results.deadLetters().size();
      if (told != seen) {
        seen = told;
        changed = now;
        last = now;
      }
      boolean done = results.ended() >= records;
      if (now - changed > (done ? QUIET : STALLED).toNanos()) {
        return Duration.ofNanos(last - sinceNanos);
      }
    }
  }

  private static long unaccounted(Installation installation) {
    double sum = 0;
    for (Dispatcher dispatcher : installation.dispatchers()) {
      sum += Math.abs(dispatcher.metric("dispatch_unaccounted_requests").orElse(0));
    }
    return Math.round(sum);
  }

  private Evidence evidence(
      Installation installation, List<Published> published, Results results, long unaccounted)
      throws IOException {
    for (int slot = 0; slot < installation.dispatchers().size(); slot++) {
      chronicle.read(slot, installation.dispatchers().get(slot).log());
    }
    Sandbox sandbox = installation.sandbox();
    if (sandbox.ledgerSize().dropped() > 0) {
      throw new IllegalStateException("the vendors' ledger had no room for every call");
    }
    List<Seen> seen = new ArrayList<>();
    for (Call call : sandbox.calls()) {
      if (call.recipient() != null) {
        seen.add(
            Seen.of(
                call,
                installation.standStills().earliest(call.at()),
                installation.standStills().lateness(call.at())));
      }
    }
    return new Evidence(
        published,
        results.told(),
        results.deadLetters(),
        seen,
        chronicle.disruptions(),
        chronicle.awakenings(),
        unaccounted);
  }

  /** For whoever looks into a failure. */
  private void keep(Evidence evidence, Verdict verdict) throws IOException {
    Files.write(folder.resolve("findings.txt"), lines(verdict.findings()));
    Files.write(folder.resolve("published.txt"), lines(evidence.published()));
    Files.write(folder.resolve("outcomes.txt"), lines(evidence.told()));
    Files.write(
        folder.resolve("calls.txt"),
        evidence.seen().stream()
            .map(
                call ->
                    call.recipient()
                        + " earliest "
                        + call.earliest()
                        + " late "
                        + call.lateMillis()
                        + " "
                        + call)
            .toList());
    Files.write(folder.resolve("disruptions.txt"), lines(evidence.disruptions()));
  }

  private static List<String> lines(List<? extends Record> records) {
    return records.stream().map(Record::toString).toList();
  }
}
