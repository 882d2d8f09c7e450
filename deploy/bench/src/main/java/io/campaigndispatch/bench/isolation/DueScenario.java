package io.campaigndispatch.bench.isolation;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.paced.Latencies;
import io.campaigndispatch.bench.paced.RequestForm;
import io.campaigndispatch.bench.paced.WindowLaw;
import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import io.campaigndispatch.bench.throughput.Participant;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A million requests of workspace A, at 80 a second, are due at one instant: when the first is
 * called, whether A keeps its rate, and what workspace B in the same partition notices.
 */
public final class DueScenario implements Scenario {
  public static final String NAME = "due";

  private static final Measure PARKED = new Measure("parked", "requests/s");
  private static final Measure FIRST_CALL = new Measure("first call after the instant", "s");
  private static final Measure A_RATE = new Measure("A afterwards", "calls/s");
  private static final Measure A_OVER = new Measure("A over its allowance", "messages");
  private static final Measure B_P99 = new Measure("B p99 meanwhile", "ms");
  private static final Measure B_DELIVERED = new Measure("B delivered", "% of published");
  private static final Duration PROBE_EVERY = Duration.ofMillis(100);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration LATE = Duration.ofSeconds(3);

  /** Requests a second that are written and parked at least. */
  private static final long SLOWEST = 8_000;

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final long requests;
  private final Duration watched;
  private final String setting;
  private final Findings findings = new Findings(NAME);

  public DueScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.requests = CancelScenario.many(options);
    this.watched = Duration.ofSeconds(options.quick() ? 15 : 60);
    this.setting = String.format(Locale.ROOT, "%,d requests at 80/s", requests);
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
    findings.expect(ours, setting, FIRST_CALL, Target.atMost(1));
    findings.expect(ours, setting, A_OVER, Target.atMost(0));
    findings.expect(ours, setting, B_DELIVERED, Target.atLeast(100));
    return findings;
  }

  private void measure(Broker broker, int round) throws IOException, InterruptedException {
    try (Standoff standoff =
        Standoff.begin(broker, dispatcher, Participant.DISPATCHER, NAME + round, 0)) {
      long begun = System.nanoTime();
      Instant due = Instant.now().plusSeconds(30 + requests / SLOWEST);
      long dueNanos = System.nanoTime() + Duration.between(Instant.now(), due).toNanos();
      standoff.publish(RequestForm.campaign(Standoff.A, due), requests);
      double parked = awaitParked(standoff, dueNanos - BEFORE.toNanos());
      if (parked < requests) {
        findings.note(
            "round %d: %,.0f of %,d were parked before they were due"
                .formatted(round, parked, requests));
      }
      double parkedPerSecond = parked / ((System.nanoTime() - begun) / 1e9);
      sleepUntil(dueNanos - BEFORE.toNanos());
      long first = standoff.prober().next();
      standoff.prober().publishUntilStopped(PROBE_EVERY);
      sleepUntil(dueNanos + watched.toNanos());
      standoff.prober().stop();
      TimeUnit.NANOSECONDS.sleep(LATE.toNanos());
      record(standoff, round, dueNanos, parkedPerSecond, first);
    }
  }

  /** Until all wait for their time, or it has come. */
  private double awaitParked(Standoff standoff, long untilNanos)
      throws IOException, InterruptedException {
    double parked = 0;
    while (parked < requests && System.nanoTime() - untilNanos < 0) {
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
      standoff.runner().check();
      parked = standoff.metric("dispatch_not_due", "");
    }
    return parked;
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
  }

  private void record(
      Standoff standoff, int round, long dueNanos, double parkedPerSecond, long firstProbe)
      throws IOException {
    String ours = Participant.DISPATCHER.title();
    List<Call> a = standoff.trial().calls().of(Standoff.A);
    double firstCall =
        a.stream().mapToLong(Call::nanos).min().stream()
            .mapToDouble(nanos -> (nanos - dueNanos) / 1e9)
            .findFirst()
            .orElse(Double.NaN);
    long inTime = a.stream().filter(call -> call.nanos() < dueNanos + watched.toNanos()).count();
    double perSecond = inTime / (watched.toNanos() / 1e9);
    int over = WindowLaw.of(Standoff.A_THROTTLE).check(a).over();
    Latencies latencies =
        Latencies.of(
            standoff.prober().publishedFrom(firstProbe), standoff.trial().calls().of(Standoff.B));
    findings.add(ours, setting, PARKED, parkedPerSecond);
    if (Double.isFinite(firstCall)) {
      findings.add(ours, setting, FIRST_CALL, firstCall);
    }
    findings.add(ours, setting, A_RATE, perSecond);
    findings.add(ours, setting, A_OVER, over);
    findings.add(ours, setting, B_DELIVERED, 100.0 * latencies.arrived() / latencies.published());
    if (Double.isFinite(latencies.percentile(99))) {
      findings.add(ours, setting, B_P99, latencies.percentile(99));
    }
    if (firstCall < 0) {
      findings.note("round %d: a call came %.3f s too early".formatted(round, -firstCall));
    }
    System.err.printf(
        Locale.ROOT,
        "round %d of %d: parked %,.0f/s, first call %.3f s after the instant, A %.1f/s, %d over, B p99 %.1f ms%n",
        round,
        options.rounds(),
        parkedPerSecond,
        firstCall,
        perSecond,
        over,
        latencies.percentile(99));
  }
}
