package io.campaigndispatch.bench.scale;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.stub.VendorStub;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What being watched costs a worker: the CPU of a scrape of an idle one whose workspaces all have
 * series of their own, with the metrics of Kafka's clients and without; and what its meters cost a
 * message. Both workers run at once and are scraped in turn, so that what the machine does besides
 * befalls both.
 */
public final class MetricsScenario implements Scenario {
  public static final String NAME = "metrics";
  private static final Measure CPU = new Measure("a scrape", "ms of CPU");
  private static final Measure SERIES = new Measure("a scrape", "series");
  private static final Measure COUNTERS = new Measure("a message's meters", "ns");
  private static final int WORKSPACES = 1_000;
  private static final int PARTITIONS = 24;
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final int scrapes;
  private final Duration idle;
  private final Findings findings = new Findings(NAME);

  private enum Shown {
    ALL("all metrics", true),
    WITHOUT_KAFKA("without Kafka's clients", false);

    private final String text;
    private final boolean kafka;

    Shown(String text, boolean kafka) {
      this.text = text;
      this.kafka = kafka;
    }
  }

  public MetricsScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.scrapes = options.quick() ? 20 : 200;
    this.idle = Duration.ofSeconds(options.quick() ? 2 : 20);
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    for (int round = 1; round <= options.rounds(); round++) {
      findings.add(Worker.NAME, "a call of one request", COUNTERS, MeterCost.nanosPerMessage());
    }
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
      return findings;
    }
    try (Broker broker = Broker.start();
        VendorStub stub = VendorStub.start(Duration.ZERO);
        Load first = load(broker, Shown.ALL);
        Load second = load(broker, Shown.WITHOUT_KAFKA);
        Worker all = worker(dispatcher.get(), first, stub, Shown.ALL);
        Worker without = worker(dispatcher.get(), second, stub, Shown.WITHOUT_KAFKA)) {
      awaitServing(all);
      awaitServing(without);
      scrape(all, scrapes);
      scrape(without, scrapes);
      for (int round = 1; round <= options.rounds(); round++) {
        measure(round, Shown.ALL, all);
        measure(round, Shown.WITHOUT_KAFKA, without);
      }
    }
    return findings;
  }

  private static Load load(Broker broker, Shown shown) throws InterruptedException {
    return Load.create(
        broker.bootstrap(),
        "metrics-" + shown.ordinal() + ".",
        PARTITIONS,
        new Workspaces(WORKSPACES, true));
  }

  private static Worker worker(DispatcherCommand command, Load load, VendorStub stub, Shown shown)
      throws IOException {
    return Worker.start(
        command,
        load,
        stub.uri(),
        64,
        List.of(),
        List.of(
            Worker.MAX_WORKSPACES + "=" + (WORKSPACES + 1),
            "--management.metrics.enable.kafka=" + shown.kafka));
  }

  private static void awaitServing(Worker worker) throws IOException, InterruptedException {
    long started = System.nanoTime();
    while (worker.metric("dispatch_partitions") < PARTITIONS) {
      if (!worker.isAlive() || System.nanoTime() - started > READY_WITHIN.toNanos()) {
        throw new IllegalStateException("the dispatcher serves nothing:\n" + worker.tail());
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private static Scrape scrape(Worker worker, int times) {
    Scrape last = worker.scrape().orElseThrow();
    for (int i = 1; i < times; i++) {
      last = worker.scrape().orElseThrow();
    }
    return last;
  }

  /** What scraping adds to what the worker does anyway. */
  private void measure(int round, Shown shown, Worker worker) throws InterruptedException {
    Duration before = worker.cpu();
    TimeUnit.MILLISECONDS.sleep(idle.toMillis());
    double idleShare = seconds(worker.cpu().minus(before)) / seconds(idle);

    before = worker.cpu();
    long started = System.nanoTime();
    Scrape last = scrape(worker, scrapes);
    double took = (System.nanoTime() - started) / 1e9;
    double millis = (seconds(worker.cpu().minus(before)) - idleShare * took) * 1e3 / scrapes;

    String setting = String.format(Locale.ROOT, "%,d workspaces, %s", WORKSPACES, shown.text);
    findings.add(Worker.NAME, setting, CPU, millis);
    findings.add(
        Worker.NAME,
        setting,
        SERIES,
        (double) last.text().lines().filter(line -> !line.startsWith("#")).count());
    System.err.printf(
        Locale.ROOT,
        "round %d of %d, %s: %.1f ms of CPU a scrape, %.1f %% of a processor idle%n",
        round,
        options.rounds(),
        shown.text,
        millis,
        idleShare * 100);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
