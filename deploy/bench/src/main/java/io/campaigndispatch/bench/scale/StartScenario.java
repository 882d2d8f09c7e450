package io.campaigndispatch.bench.scale;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.stub.VendorStub;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * From a worker's process start, its launcher included, to ready; and the memory that it keeps when
 * it has had nothing to do but to be scraped for a while. The CPU is the worker's own. One start
 * before, which builds, trains and creates topics, is not counted.
 */
public final class StartScenario implements Scenario {
  public static final String NAME = "start";
  private static final Measure READY = new Measure("start to ready", "s");
  private static final Measure CPU = new Measure("CPU until ready", "s");
  private static final Measure RESIDENT = new Measure("resident when idle", "MiB");
  private static final int PARTITIONS = 24;
  private static final int WORKSPACES = 100;

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final Duration idle;
  private final Findings findings = new Findings(NAME);

  public StartScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.idle = Duration.ofSeconds(options.quick() ? 5 : 150);
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    String setting =
        String.format(Locale.ROOT, "%d partitions, %d workspaces", PARTITIONS, WORKSPACES);
    findings.expect(Worker.NAME, setting, READY, Target.atMost(4));
    findings.expect(Worker.NAME, setting, RESIDENT, Target.atMost(400));
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
      return findings;
    }
    try (Broker broker = Broker.start();
        VendorStub stub = VendorStub.start(Duration.ZERO);
        Load load =
            Load.create(
                broker.bootstrap(), "start.", PARTITIONS, new Workspaces(WORKSPACES, true))) {
      for (int round = 0; round <= options.rounds(); round++) {
        try (Started started = start(dispatcher.get(), load, stub)) {
          if (round > 0) {
            measure(setting, started, round);
          }
        }
      }
    }
    return findings;
  }

  private record Started(Worker worker, double seconds) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      worker.close();
    }
  }

  private static Started start(DispatcherCommand command, Load load, VendorStub stub)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Worker worker =
        Worker.start(
            command, load, stub.uri(), 64, List.of(), List.of(MetricsScenario.DEFAULT_SERIES));
    try {
      worker.awaitReady();
    } catch (IOException | InterruptedException | IllegalStateException e) {
      worker.close();
      throw e;
    }
    return new Started(worker, (System.nanoTime() - began) / 1e9);
  }

  private void measure(String setting, Started started, int round)
      throws IOException, InterruptedException {
    double cpu = started.worker().cpu().toNanos() / 1e9;
    findings.add(Worker.NAME, setting, READY, started.seconds());
    findings.add(Worker.NAME, setting, CPU, cpu);
    long until = System.nanoTime() + idle.toNanos();
    while (System.nanoTime() < until) {
      TimeUnit.NANOSECONDS.sleep(
          Math.min(until - System.nanoTime(), MetricsScenario.SCRAPE_EVERY.toNanos()));
      var _ = started.worker().scrape().orElseThrow();
    }
    OptionalDouble resident = started.worker().residentMiB();
    if (resident.isEmpty()) {
      findings.note("there is no /proc here: what is resident is not known");
    }
    resident.ifPresent(mib -> findings.add(Worker.NAME, setting, RESIDENT, mib));
    System.err.printf(
        Locale.ROOT,
        "round %d of %d: ready after %.2f s, %.1f s of CPU, then %.0f MiB resident%n",
        round,
        options.rounds(),
        started.seconds(),
        cpu,
        resident.orElse(Double.NaN));
  }
}
