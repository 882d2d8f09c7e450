package io.campaigndispatch.bench.isolation;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.paced.Latencies;
import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import io.campaigndispatch.bench.throughput.Participant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Workspace B sends one message a second while workspace A's throttled backlog lies before it in
 * their partition: how long B's messages take from their publishing to the vendor.
 */
public final class IsolationScenario implements Scenario {
  public static final String NAME = "isolation";
  static final long BACKLOG = 200_000;
  static final long LARGE_BACKLOG = 5_000_000;

  private static final Measure DELIVERED = new Measure("B delivered", "% of published");
  private static final Measure HALF = new Measure("B p50", "ms");
  private static final Measure P99 = new Measure("B p99", "ms");
  private static final Measure SLOWEST = new Measure("B slowest delivered", "ms");
  private static final Measure BESIDE_EMPTY =
      new Measure("B p99 beside an empty system's", "ratio");
  private static final Measure A_RATE = new Measure("A meanwhile", "calls/s");
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(5);

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final int probes;
  private final Findings findings = new Findings(NAME);

  /** Of this round. */
  private final Map<Participant, Double> emptyP99 = new EnumMap<>(Participant.class);

  public IsolationScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.probes = options.quick() ? 15 : 60;
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    introduce(options, dispatcher, findings);
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        emptyP99.clear();
        for (long backlog : backlogs(options)) {
          for (Participant participant : takingPart(options, dispatcher, backlog)) {
            attempt(broker, participant, backlog, round);
          }
        }
      }
    }
    if (options.takes(Participant.DISPATCHER)) {
      backlogs(options).forEach(this::expect);
    }
    return findings;
  }

  /** An empty system first: what the others are compared with. */
  private static List<Long> backlogs(Options options) {
    List<Long> backlogs = new ArrayList<>(List.of(0L));
    backlogs.addAll(fullBacklogs(options));
    return backlogs;
  }

  static List<Long> fullBacklogs(Options options) {
    Long asked = options.backlog();
    if (asked != null) {
      return List.of(asked);
    }
    return options.quick() ? List.of(BACKLOG) : List.of(BACKLOG, LARGE_BACKLOG);
  }

  /** What a reader must know about who takes part. */
  static void introduce(
      Options options, Optional<DispatcherCommand> dispatcher, Findings findings) {
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
    }
    if (fullBacklogs(options).stream().anyMatch(backlog -> backlog >= LARGE_BACKLOG)) {
      findings.note(
          "Only the dispatcher is measured with a backlog of millions: the limit would hold it all"
              + " in memory, and the others fail with the smaller one.");
    }
  }

  static List<Participant> takingPart(
      Options options, Optional<DispatcherCommand> dispatcher, long backlog) {
    return List.of(Participant.values()).stream()
        .filter(options::takes)
        .filter(p -> p != Participant.DISPATCHER || dispatcher.isPresent())
        .filter(p -> p == Participant.DISPATCHER || backlog < LARGE_BACKLOG)
        .toList();
  }

  static String setting(long backlog) {
    return backlog == 0
        ? "no backlog"
        : String.format(Locale.ROOT, "A's %,d requests before B", backlog);
  }

  /** One that fails must not cost the others their measurements. */
  private void attempt(Broker broker, Participant participant, long backlog, int round)
      throws InterruptedException {
    String what = "round " + round + ", " + participant.title() + ", " + setting(backlog);
    try {
      System.err.println(what + " …");
      measure(broker, participant, backlog, round, what);
    } catch (IOException | RuntimeException e) {
      findings.note(what + ": not measured: " + e.getMessage());
    }
  }

  private void measure(Broker broker, Participant participant, long backlog, int round, String what)
      throws IOException, InterruptedException {
    try (Standoff standoff =
        Standoff.begin(broker, dispatcher, participant, NAME + round + "-" + backlog, backlog)) {
      long first = standoff.prober().next();
      long from = System.nanoTime();
      standoff.prober().publish(probes, EVERY);
      long to = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(LATE.toNanos());
      List<Call> a = standoff.trial().calls().of(Standoff.A);
      Latencies latencies = standoff.latenciesFrom(first);
      double perSecond =
          a.stream().filter(call -> call.nanos() >= from && call.nanos() < to).count()
              / ((to - from) / 1e9);
      record(participant, backlog, latencies, perSecond);
      if (latencies.arrived() < probes) {
        findings.note(
            "%s: %d of B's %d messages arrived%s; percentiles that need the others have no figure."
                .formatted(
                    what,
                    latencies.arrived(),
                    probes,
                    standoff.isAtFrontier() ? "" : ", and none that was published before"));
      }
      System.err.printf(
          Locale.ROOT,
          "%s: %d of %d delivered, p50 %s, p99 %s, A %.1f/s%n",
          what,
          latencies.arrived(),
          probes,
          text(latencies.percentile(50)),
          text(latencies.percentile(99)),
          perSecond);
    }
  }

  private static String text(double millis) {
    return Double.isFinite(millis) ? String.format(Locale.ROOT, "%.1f ms", millis) : "never";
  }

  private void record(
      Participant participant, long backlog, Latencies latencies, double aPerSecond) {
    String setting = setting(backlog);
    findings.add(participant.title(), setting, DELIVERED, 100.0 * latencies.arrived() / probes);
    add(participant, setting, HALF, latencies.percentile(50));
    add(participant, setting, P99, latencies.percentile(99));
    add(participant, setting, SLOWEST, latencies.slowestArrived());
    if (backlog == 0) {
      emptyP99.put(participant, latencies.percentile(99));
      return;
    }
    findings.add(participant.title(), setting, A_RATE, aPerSecond);
    double empty = emptyP99.getOrDefault(participant, Double.POSITIVE_INFINITY);
    if (Double.isFinite(empty)) {
      add(participant, setting, BESIDE_EMPTY, latencies.percentile(99) / empty);
    }
  }

  /** A percentile that never arrived has no figure; the share delivered says so. */
  private void add(Participant participant, String setting, Measure measure, double millis) {
    if (Double.isFinite(millis)) {
      findings.add(participant.title(), setting, measure, millis);
    }
  }

  private void expect(long backlog) {
    String ours = Participant.DISPATCHER.title();
    String setting = setting(backlog);
    findings.expect(ours, setting, DELIVERED, Target.atLeast(100));
    findings.expect(ours, setting, P99, Target.atMost(50));
    if (backlog > 0) {
      findings.expect(ours, setting, BESIDE_EMPTY, Target.atMost(1.5));
    }
  }
}
