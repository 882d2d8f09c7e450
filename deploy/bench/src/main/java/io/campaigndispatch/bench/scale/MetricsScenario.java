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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What being watched costs a worker: the CPU of a scrape of an idle one whose workspaces all have
 * series of their own, with the metrics of Kafka's clients and without; and what its meters cost a
 * message. Both workers run at once and are scraped in turn, so that what the machine does besides
 * befalls both. Then what meters and scrapes take of a worker's CPU at full throughput, by samples.
 */
public final class MetricsScenario implements Scenario {
  public static final String NAME = "metrics";
  private static final Measure CPU = new Measure("a scrape", "ms of CPU");
  private static final Measure SERIES = new Measure("a scrape", "series");
  private static final Measure COUNTERS = new Measure("a message's meters", "ns");
  private static final Measure RATE = new Measure("sent", "messages/s");
  private static final Measure METERS_SHARE = new Measure("in meters", "% of CPU");
  private static final Measure SCRAPES_SHARE = new Measure("in scrapes", "% of CPU");
  private static final Measure SNAPSHOTS_SHARE = new Measure("in snapshots", "% of CPU");
  private static final Measure SAMPLED = new Measure("sampled", "% of CPU");
  private static final Measure SHARE = new Measure("metrics", "% of CPU");
  private static final int WORKSPACES = 1_000;
  private static final int PARTITIONS = 24;
  private static final int AT_ONCE = 512;
  private static final String OWN_SERIES = Worker.MAX_WORKSPACES + "=" + (WORKSPACES + 1);

  /** As the chart asks Prometheus to do. */
  static final Duration SCRAPE_EVERY = Duration.ofSeconds(15);

  private static final int DEFAULT_WORKSPACES = 500;
  static final String DEFAULT_SERIES = Worker.MAX_WORKSPACES + "=" + DEFAULT_WORKSPACES;

  private static final String BUSY =
      String.format(
          Locale.ROOT,
          "full throughput, %,d of %,d workspaces with series, a scrape every %d s",
          DEFAULT_WORKSPACES,
          WORKSPACES,
          SCRAPE_EVERY.toSeconds());

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final int scrapes;
  private final Duration idle;
  private final long warmUp;
  private final long measured;
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
    this.warmUp = options.quick() ? 60_000 : 1_200_000;
    this.measured = options.quick() ? 60_000 : 2_700_000;
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    for (int round = 1; round <= options.rounds(); round++) {
      findings.add(Worker.NAME, "a call of one request", COUNTERS, MeterCost.nanosPerMessage());
    }
    findings.expect(Worker.NAME, BUSY, SHARE, Target.atMost(2));
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
      return findings;
    }
    idle(dispatcher.get());
    for (int round = 1; round <= options.rounds(); round++) {
      busy(dispatcher.get(), round);
    }
    return findings;
  }

  private void idle(DispatcherCommand command) throws IOException, InterruptedException {
    try (Broker broker = Broker.start();
        VendorStub stub = VendorStub.start(Duration.ZERO);
        Load first = load(broker, Shown.ALL);
        Load second = load(broker, Shown.WITHOUT_KAFKA);
        Worker all = worker(command, first, stub, Shown.ALL);
        Worker without = worker(command, second, stub, Shown.WITHOUT_KAFKA)) {
      all.awaitReady();
      without.awaitReady();
      scrape(all, scrapes);
      scrape(without, scrapes);
      for (int round = 1; round <= options.rounds(); round++) {
        measure(round, Shown.ALL, all);
        measure(round, Shown.WITHOUT_KAFKA, without);
      }
    }
  }

  /** As many messages as it can send, while it is scraped. */
  private void busy(DispatcherCommand command, int round) throws IOException, InterruptedException {
    Path recording = Files.createTempFile("bench-metrics-", ".jfr");
    try (Broker broker = Broker.start();
        VendorStub stub = VendorStub.start(Duration.ZERO);
        Load load =
            Load.create(
                broker.bootstrap(),
                "metrics-busy-" + round + ".",
                PARTITIONS,
                new Workspaces(WORKSPACES, false));
        Worker worker =
            Worker.start(command, load, stub.uri(), AT_ONCE, List.of(), List.of(DEFAULT_SERIES))) {
      Feed feed = new Feed(load, stub, worker);
      if (!feed.until(warmUp)) {
        findings.note(BUSY + ": stopped sending while it warmed up");
        return;
      }
      worker.beginProfile();
      long from = stub.answered();
      Duration before = worker.cpu();
      long nanos = System.nanoTime();
      LongAdder answered = new LongAdder();
      boolean sent;
      try (ScheduledExecutorService prometheus = Executors.newSingleThreadScheduledExecutor()) {
        var scrapes =
            prometheus.scheduleAtFixedRate(
                () -> worker.scrape().ifPresent(_ -> answered.increment()),
                0,
                SCRAPE_EVERY.toSeconds(),
                TimeUnit.SECONDS);
        sent = feed.until(from + measured);
        scrapes.cancel(false);
      }
      double seconds = (System.nanoTime() - nanos) / 1e9;
      double rate = (stub.answered() - from) / seconds;
      Duration cpu = worker.cpu().minus(before);
      worker.endProfile(recording);
      if (!sent) {
        findings.note(BUSY + ": stopped sending");
        return;
      }
      long due = (long) (seconds / SCRAPE_EVERY.toSeconds());
      if (answered.sum() < due) {
        findings.note("%s: of %d scrapes, %d were answered".formatted(BUSY, due, answered.sum()));
      }
      CpuProfile profile = CpuProfile.of(recording);
      if (profile.all().isZero()) {
        // Nothing seen is not nothing spent.
        findings.note(
            BUSY + ": not measured, this JVM takes no samples of CPU time (Linux, JDK 25)");
        return;
      }
      findings.add(Worker.NAME, BUSY, SAMPLED, 100.0 * seconds(profile.all()) / seconds(cpu));
      double meters = 100.0 * seconds(profile.meters()) / seconds(cpu);
      double scrapes = 100.0 * seconds(profile.scrapes()) / seconds(cpu);
      double snapshots = 100.0 * seconds(profile.snapshots()) / seconds(cpu);
      findings.add(Worker.NAME, BUSY, RATE, rate);
      findings.add(Worker.NAME, BUSY, SNAPSHOTS_SHARE, snapshots);
      findings.add(Worker.NAME, BUSY, METERS_SHARE, meters);
      findings.add(Worker.NAME, BUSY, SCRAPES_SHARE, scrapes);
      findings.add(Worker.NAME, BUSY, SHARE, meters + scrapes + snapshots);
      System.err.printf(
          Locale.ROOT,
          "round %d of %d, %s: %,.0f messages/s, %.2f %% of CPU in meters, %.2f %% in scrapes, %.2f %% in snapshots%n",
          round,
          options.rounds(),
          BUSY,
          rate,
          meters,
          scrapes,
          snapshots);
    } finally {
      Files.deleteIfExists(recording);
    }
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
        List.of(OWN_SERIES, "--management.metrics.enable.kafka=" + shown.kafka));
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
