package io.campaigndispatch.bench.scale;

import io.campaigndispatch.bench.Child;
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

/**
 * How fast a worker reads a backlog that it has never seen, none of which may be sent: every
 * workspace is allowed one message a minute. Beside it, in the same rounds, a consumer that parses
 * and keeps nothing.
 */
public final class CatchUpScenario implements Scenario {
  public static final String NAME = "catch-up";
  private static final Measure SPEED = new Measure("read", "records/s");
  private static final Measure CPU = new Measure("CPU", "s per 1,000,000");
  private static final Measure SHARE = new Measure("read", "share of the backlog");
  private static final int PARTITIONS = 4;
  private static final int WORKSPACES = 1_000;
  private static final int AT_ONCE = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final long records;
  private final String setting;
  private final Findings findings = new Findings(NAME);

  private enum Reader {
    DISPATCHER,
    BARE
  }

  public CatchUpScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.records = options.quick() ? 300_000 : 2_000_000;
    this.setting =
        String.format(
            Locale.ROOT, "%,d requests, %,d workspaces at 1 a minute", records, WORKSPACES);
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
    }
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        try (Load load =
            Load.create(
                broker.bootstrap(),
                "catch-up-" + round + ".",
                PARTITIONS,
                new Workspaces(WORKSPACES, true))) {
          load.publish(0, records);
          if (options.takes(Reader.BARE)) {
            record(BareReader.NAME, round, bare(load));
          }
          if (options.takes(Reader.DISPATCHER) && dispatcher.isPresent()) {
            record(Worker.NAME, round, ours(dispatcher.get(), load));
          }
        }
      }
    }
    if (options.takes(Reader.DISPATCHER)) {
      findings.expect(Worker.NAME, setting, SPEED, Target.atLeast(200_000));
      findings.expect(Worker.NAME, setting, SHARE, Target.atLeast(1));
    }
    findings.note(
        "Requests of about 200 bytes in four partitions. A listener or Parallel Consumer has no row here: with a throttle in its handler it stops"
            + " reading once what it holds has no token (the scenario isolation shows it).");
    return findings;
  }

  private Reading bare(Load load) throws IOException {
    try (Child child =
        Child.jvm("bare-reader", List.of("-Xmx1g"), BareReader.command(load, records))) {
      return BareReader.reading(child.await("result"), records);
    }
  }

  private Reading ours(DispatcherCommand command, Load load)
      throws IOException, InterruptedException {
    try (VendorStub stub = VendorStub.start(Duration.ZERO);
        Worker worker = Worker.start(command, load, stub.uri(), AT_ONCE, List.of(), List.of())) {
      Reading reading = worker.watchReading(records, PATIENCE);
      if (!worker.isAlive()) {
        findings.note("campaign-dispatch ended while it read:\n" + worker.tail());
      }
      return reading;
    }
  }

  private void record(String participant, int round, Reading reading) {
    findings.add(participant, setting, SHARE, reading.share());
    if (!reading.isComplete()) {
      findings.note(
          String.format(
              Locale.ROOT,
              "round %d: %s stopped reading at %,d of %,d; its speed is that up to there",
              round,
              participant,
              reading.read(),
              reading.total()));
    }
    if (reading.hasSpeed()) {
      findings.add(participant, setting, SPEED, reading.perSecond());
      findings.add(participant, setting, CPU, reading.cpuSecondsPerMillion());
      System.err.printf(
          Locale.ROOT,
          "round %d of %d, %s: %,.0f records/s, %.1f CPU-s per million%n",
          round,
          options.rounds(),
          participant,
          reading.perSecond(),
          reading.cpuSecondsPerMillion());
    }
  }
}
