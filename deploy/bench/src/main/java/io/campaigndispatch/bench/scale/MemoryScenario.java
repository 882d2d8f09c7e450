package io.campaigndispatch.bench.scale;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.Spread;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.stub.VendorStub;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a worker with 512 MiB of heap does with millions of open requests in one partition, none of
 * which may be sent: all of one workspace, and scattered over ten thousand. Afterwards a workspace
 * without a throttle writes behind them.
 */
public final class MemoryScenario implements Scenario {
  public static final String NAME = "memory";
  private static final Measure READ = new Measure("read", "share of the backlog");
  private static final Measure KEPT = new Measure("open or ended", "share of the backlog");
  private static final Measure TIME = new Measure("read in", "s");
  private static final Measure HEAP = new Measure("heap after a full collection", "MiB");
  private static final Measure RESIDENT = new Measure("resident", "MiB");
  private static final Measure THROUGH = new Measure("later messages through", "share of 20");
  private static final Measure MIDDLE = new Measure("their publish → call, median", "ms");
  private static final Measure LONGEST = new Measure("the same, longest", "ms");

  private static final int HEAP_MIB = 512;
  private static final int SCATTERED_OVER = 10_000;
  private static final int AT_ONCE = 256;
  private static final int PROBES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(15);
  private static final int PAUSE_MILLIS = 250;

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final long records;
  private final Findings findings = new Findings(NAME);

  public MemoryScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.records = options.quick() ? 1_000_000 : 10_000_000;
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    for (int workspaces : List.of(1, SCATTERED_OVER)) {
      String setting = setting(workspaces);
      findings.expect(Worker.NAME, setting, READ, Target.atLeast(1));
      findings.expect(Worker.NAME, setting, KEPT, Target.atLeast(1));
      findings.expect(Worker.NAME, setting, HEAP, Target.atMost(HEAP_MIB));
      findings.expect(Worker.NAME, setting, THROUGH, Target.atLeast(1));
    }
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
      return findings;
    }
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (int workspaces : List.of(1, SCATTERED_OVER)) {
          measure(broker, dispatcher.get(), workspaces, round);
        }
      }
    }
    findings.note(
        "One partition, a heap of at most 512 MiB. A listener or Parallel Consumer has no row here: they stop reading.");
    return findings;
  }

  private String setting(int workspaces) {
    return workspaces == 1
        ? String.format(Locale.ROOT, "%,d of one workspace", records)
        : String.format(Locale.ROOT, "%,d scattered over %,d workspaces", records, workspaces);
  }

  private void measure(Broker broker, DispatcherCommand command, int workspaces, int round)
      throws IOException, InterruptedException {
    String prefix = "memory-%d-%d.".formatted(workspaces, round);
    try (Load load = Load.create(broker.bootstrap(), prefix, 1, new Workspaces(workspaces, true))) {
      long began = System.nanoTime();
      load.publish(0, records);
      System.err.printf(
          Locale.ROOT,
          "round %d of %d, %s: %,.0f records/s published%n",
          round,
          options.rounds(),
          setting(workspaces),
          records * 1e9 / (System.nanoTime() - began));
      try (VendorStub stub = VendorStub.recording(Duration.ZERO);
          Worker worker =
              Worker.start(
                  command,
                  load,
                  stub.uri(),
                  AT_ONCE,
                  List.of("-Xmx" + HEAP_MIB + "m"),
                  List.of())) {
        Reading reading = worker.watchReading(records, PATIENCE);
        note(setting(workspaces), reading, worker);
        if (worker.isAlive() && reading.read() > 0) {
          memory(setting(workspaces), worker);
          probe(setting(workspaces), new Probe(load, stub));
        }
      }
    }
  }

  private void note(String setting, Reading reading, Worker worker) throws IOException {
    findings.add(Worker.NAME, setting, READ, reading.share());
    if (reading.isComplete()) {
      findings.add(Worker.NAME, setting, TIME, reading.seconds());
    } else {
      findings.note(
          String.format(
              Locale.ROOT,
              "%s: reading %s at %,d%s",
              setting,
              worker.isAlive() ? "stopped" : "ended with the process",
              reading.read(),
              worker.isAlive() ? "" : ":\n" + worker.tail()));
    }
  }

  private void memory(String setting, Worker worker) throws IOException, InterruptedException {
    worker.collectGarbage();
    Scrape scrape =
        worker
            .scrape()
            .orElseThrow(() -> new IllegalStateException("the dispatcher answers no more"));
    double mib = 1024 * 1024;
    double most = value(scrape, "jvm_memory_max_bytes", "area=\"heap\"") / mib;
    if (most > HEAP_MIB) {
      throw new IllegalStateException(
          "the dispatcher's heap: expected at most %d MiB, found %.0f".formatted(HEAP_MIB, most));
    }
    double kept =
        value(scrape, "dispatch_open_requests", "") + value(scrape, "dispatch_outcomes_total", "");
    double heap = value(scrape, "jvm_memory_used_bytes", "area=\"heap\"") / mib;
    findings.add(Worker.NAME, setting, KEPT, kept / records);
    findings.add(Worker.NAME, setting, HEAP, heap);
    double resident = worker.residentMiB().orElse(0);
    if (resident > 0) {
      findings.add(Worker.NAME, setting, RESIDENT, resident);
    }
    System.err.printf(
        Locale.ROOT,
        "  %,.0f open or ended, heap %.0f MiB, resident %.0f MiB%n",
        kept,
        heap,
        resident);
  }

  private static double value(Scrape scrape, String metric, String label) {
    return scrape
        .sum(metric, label)
        .orElseThrow(() -> new IllegalStateException("the dispatcher has no metric " + metric));
  }

  private void probe(String setting, Probe probe) throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      var took = probe.millis(records + i, PROBE_PATIENCE);
      if (took.isEmpty()) {
        findings.note(
            "%s: a message of the workspace without a throttle made no call within %d s"
                .formatted(setting, PROBE_PATIENCE.toSeconds()));
        break;
      }
      millis.add(took.getAsDouble());
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    findings.add(Worker.NAME, setting, THROUGH, (double) millis.size() / PROBES);
    if (!millis.isEmpty()) {
      Spread spread = Spread.of(millis);
      findings.add(Worker.NAME, setting, MIDDLE, spread.median());
      findings.add(Worker.NAME, setting, LONGEST, spread.most());
      System.err.printf(
          Locale.ROOT,
          "  publish → call of a workspace without a throttle: %.1f ms, longest %.1f%n",
          spread.median(),
          spread.most());
    }
  }
}
