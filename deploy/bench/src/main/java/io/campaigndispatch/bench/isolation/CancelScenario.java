package io.campaigndispatch.bench.isolation;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.paced.Latencies;
import io.campaigndispatch.bench.paced.Publishing;
import io.campaigndispatch.bench.paced.RequestForm;
import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import io.campaigndispatch.bench.throughput.Participant;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A campaign of workspace A is cancelled while a million of its requests wait: how long calls for
 * it go on, how fast its requests end, and what workspace B in the same partition notices. Only the
 * dispatcher can: nothing else here knows of campaigns.
 */
public final class CancelScenario implements Scenario {
  public static final String NAME = "cancel";
  static final long MANY = 1_000_000;

  private static final Measure ENDED = new Measure("ended", "outcomes/s");
  private static final Measure LAST_CALL = new Measure("last call after the order", "s");
  private static final Measure B_P99 = new Measure("B p99 meanwhile", "ms");
  private static final Measure B_DELIVERED = new Measure("B delivered", "% of published");
  private static final Duration PROBE_EVERY = Duration.ofMillis(100);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LATE = Duration.ofSeconds(3);

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final long requests;
  private final String setting;
  private final Findings findings = new Findings(NAME);

  public CancelScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.requests = many(options);
    this.setting = String.format(Locale.ROOT, "%,d requests at 80/s", requests);
  }

  static long many(Options options) {
    Long asked = options.backlog();
    return asked != null ? asked : options.quick() ? 50_000 : MANY;
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
      return findings;
    }
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        measure(broker, round);
      }
    }
    String ours = Participant.DISPATCHER.title();
    findings.expect(ours, setting, ENDED, Target.atLeast(10_000));
    findings.expect(ours, setting, LAST_CALL, Target.atMost(1));
    findings.expect(ours, setting, B_DELIVERED, Target.atLeast(100));
    return findings;
  }

  private void measure(Broker broker, int round) throws IOException, InterruptedException {
    try (Standoff standoff =
        Standoff.begin(broker, dispatcher, Participant.DISPATCHER, NAME + round, requests)) {
      long called = standoff.trial().calls().of(Standoff.A).size();
      long first = standoff.prober().next();
      standoff.prober().publishUntilStopped(PROBE_EVERY);
      long ordered = System.nanoTime();
      Publishing.order(
          standoff.trial().topics(),
          Standoff.A,
          RequestForm.CAMPAIGN,
          """
          {"state":"CANCELLED"}""");
      Ended ended = awaitEnd(standoff);
      standoff.prober().stop();
      TimeUnit.NANOSECONDS.sleep(LATE.toNanos());
      record(standoff, round, new Order(ordered, called, first), ended);
    }
  }

  /**
   * @param nanos when the cancel was published
   * @param called A's calls until then
   * @param probe number of B's first request from then on
   */
  private record Order(long nanos, long called, long probe) {}

  private record Ended(long count, long nanos) {}

  /** Until nothing more ends. */
  private static Ended awaitEnd(Standoff standoff) throws IOException, InterruptedException {
    Ended last = new Ended(0, System.nanoTime());
    while (System.nanoTime() - last.nanos() < PATIENCE.toNanos()) {
      long now = (long) standoff.metric("dispatch_outcomes_total", "status=\"CANCELLED\"");
      if (now > last.count()) {
        last = new Ended(now, System.nanoTime());
      }
      if (now > 0 && standoff.metric("dispatch_open_requests", "") == 0) {
        return last;
      }
      standoff.runner().check();
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
    return last;
  }

  private void record(Standoff standoff, int round, Order order, Ended ended) throws IOException {
    String ours = Participant.DISPATCHER.title();
    var a = standoff.trial().calls().of(Standoff.A);
    double lastCall =
        a.stream().mapToLong(Call::nanos).max().stream()
            .mapToDouble(nanos -> Math.max(0, nanos - order.nanos()) / 1e9)
            .findFirst()
            .orElse(0);
    double perSecond = ended.count() / ((ended.nanos() - order.nanos()) / 1e9);
    Latencies latencies =
        Latencies.of(
            standoff.prober().publishedFrom(order.probe()),
            standoff.trial().calls().of(Standoff.B));
    findings.add(ours, setting, ENDED, perSecond);
    findings.add(ours, setting, LAST_CALL, lastCall);
    findings.add(ours, setting, B_DELIVERED, 100.0 * latencies.arrived() / latencies.published());
    if (Double.isFinite(latencies.percentile(99))) {
      findings.add(ours, setting, B_P99, latencies.percentile(99));
    }
    long missing = requests - a.size() - ended.count();
    if (missing != 0) {
      findings.note(
          "round %d: %,d requests neither called for nor ended as CANCELLED"
              .formatted(round, missing));
    }
    System.err.printf(
        Locale.ROOT,
        "round %d of %d: %,d cancelled, %,.0f/s, last call after %.3f s (%,d before), B p99 %.1f ms%n",
        round,
        options.rounds(),
        ended.count(),
        perSecond,
        lastCall,
        order.called(),
        latencies.percentile(99));
  }
}
