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
 * What a message costs as workspaces grow in number while backlogs stay shallow: requests are
 * written as the worker sends them, so that it always has some and never many. And what re-reading
 * costs when a deep backlog is scattered over far more workspaces than the window has room for.
 */
public final class GrowthScenario implements Scenario {
  public static final String NAME = "growth";
  private static final Measure CPU = new Measure("CPU", "s per 100,000");
  private static final Measure RATE = new Measure("sent", "messages/s");
  private static final Measure GROWTH = new Measure("CPU beside one workspace", "ratio of a round");
  private static final Measure REREADS = new Measure("read again", "records per message");

  private static final List<Integer> MORE = List.of(100, 1_000, 10_000);
  private static final int MOST = 10_000;
  private static final int PARTITIONS = 24;
  private static final int AT_ONCE = 512;

  private static final String SMALL_WINDOW = "--dispatch.window-bytes=16MB";

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final long warmUp;
  private final long measured;
  private final long deep;
  private final Findings findings = new Findings(NAME);

  public GrowthScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.warmUp = options.quick() ? 60_000 : 1_200_000;
    this.measured = options.quick() ? 60_000 : 600_000;
    this.deep = options.quick() ? 200_000 : 1_000_000;
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    findings.expect(Worker.NAME, setting(MOST), GROWTH, Target.atMost(1.2));
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
      return findings;
    }
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        OptionalDouble one = shallow(broker, dispatcher.get(), 1, round);
        for (int workspaces : MORE) {
          OptionalDouble many = shallow(broker, dispatcher.get(), workspaces, round);
          if (one.isPresent() && many.isPresent()) {
            add(setting(workspaces), GROWTH, many.getAsDouble() / one.getAsDouble(), round);
          }
        }
        deep(broker, dispatcher.get(), round);
      }
    }
    return findings;
  }

  private static String setting(int workspaces) {
    return String.format(
        Locale.ROOT, "shallow, %,d workspace%s", workspaces, workspaces == 1 ? "" : "s");
  }

  /** CPU-seconds per 100,000; empty when it stopped sending. */
  private OptionalDouble shallow(
      Broker broker, DispatcherCommand command, int workspaces, int round)
      throws IOException, InterruptedException {
    String prefix = "growth-%d-%d.".formatted(workspaces, round);
    try (Load load =
            Load.create(broker.bootstrap(), prefix, PARTITIONS, new Workspaces(workspaces, false));
        VendorStub stub = VendorStub.start(Duration.ZERO);
        Worker worker = Worker.start(command, load, stub.uri(), AT_ONCE, List.of(), List.of())) {
      Feed feed = new Feed(load, stub, worker);
      if (!feed.until(warmUp)) {
        findings.note(setting(workspaces) + ": stopped sending while it warmed up");
        return OptionalDouble.empty();
      }
      Duration cpu = worker.cpu();
      long from = stub.answered();
      long nanos = System.nanoTime();
      if (!feed.until(warmUp + measured)) {
        findings.note(setting(workspaces) + ": stopped sending");
        return OptionalDouble.empty();
      }
      long sent = stub.answered() - from;
      double seconds = (System.nanoTime() - nanos) / 1e9;
      double cpuSeconds = worker.cpu().minus(cpu).toNanos() / 1e9;
      double per100k = cpuSeconds * 100_000 / sent;
      add(setting(workspaces), CPU, per100k, round);
      add(setting(workspaces), RATE, sent / seconds, round);
      return OptionalDouble.of(per100k);
    }
  }

  private void add(String setting, Measure measure, double value, int round) {
    findings.add(Worker.NAME, setting, measure, value);
    System.err.printf(
        Locale.ROOT,
        "round %d of %d, %s: %,.2f %s%n",
        round,
        options.rounds(),
        setting,
        value,
        measure.unit());
  }

  private void deep(Broker broker, DispatcherCommand command, int round)
      throws IOException, InterruptedException {
    String setting =
        String.format(Locale.ROOT, "deep, %,d over %,d workspaces, window 16 MB", deep, MOST);
    try (Load load =
        Load.create(
            broker.bootstrap(),
            "growth-deep-" + round + ".",
            PARTITIONS,
            new Workspaces(MOST, false))) {
      load.publish(0, deep);
      try (VendorStub stub = VendorStub.start(Duration.ZERO);
          Worker worker =
              Worker.start(command, load, stub.uri(), AT_ONCE, List.of(), List.of(SMALL_WINDOW))) {
        Feed.Progress progress = new Feed.Progress();
        while (stub.answered() == 0 && progress.goesOn(0, worker)) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
        long from = stub.answered();
        long nanos = System.nanoTime();
        Duration cpu = worker.cpu();
        long answered = from;
        while (answered < deep && progress.goesOn(answered, worker)) {
          TimeUnit.MILLISECONDS.sleep(20);
          answered = stub.answered();
        }
        long sent = answered - from;
        if (answered < deep) {
          findings.note(
              String.format(Locale.ROOT, "%s: sending stopped at %,d", setting, answered));
        }
        if (sent > 0) {
          double seconds = (progress.since() - nanos) / 1e9;
          add(setting, CPU, worker.cpu().minus(cpu).toNanos() / 1e9 * 100_000 / sent, round);
          add(setting, RATE, sent / seconds, round);
        }
        OptionalDouble rereads =
            worker
                .scrape()
                .map(s -> s.sum("dispatch_rereads_total"))
                .orElse(OptionalDouble.empty());
        if (rereads.isEmpty()) {
          findings.note(setting + ": there is no metric dispatch_rereads_total");
        } else if (answered > 0) {
          add(setting, REREADS, rereads.getAsDouble() / answered, round);
        }
      }
    }
  }
}
