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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration BEFORE = Duration.ofSeconds(5);

  /** Requests a second that are written and parked at least. */
  private static final long SLOWEST = 8_000;

  private final Options options;
  private final Duration watched;
  private final Findings findings = new Findings(NAME);
  private final DispatcherRounds rounds;

  public DueScenario(Options options) {
    this.options = options;
    this.watched = Duration.ofSeconds(options.quick() ? 15 : 60);
    this.rounds = new DispatcherRounds(options, findings, NAME);
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    rounds.run(0, this::measure);
    rounds.expect(FIRST_CALL, Target.atMost(1));
    rounds.expect(A_OVER, Target.atMost(0));
    return findings;
  }

  private void measure(Standoff standoff, int round) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Instant due = Instant.now().plusSeconds(30 + rounds.requests() / SLOWEST);
    long dueNanos = System.nanoTime() + Duration.between(Instant.now(), due).toNanos();
    standoff.publish(RequestForm.campaign(Standoff.A, due), rounds.requests());
    double parked = awaitParked(standoff, dueNanos - BEFORE.toNanos());
    double parkedPerSecond = parked / ((System.nanoTime() - begun) / 1e9);
    if (parked < rounds.requests()) {
      findings.note(
          "round %d: %,.0f of %,d were parked before they were due"
              .formatted(round, parked, rounds.requests()));
    }
    sleepUntil(dueNanos - BEFORE.toNanos());
    long probe = standoff.prober().next();
    standoff.prober().publishUntilStopped(DispatcherRounds.PROBE_EVERY);
    sleepUntil(dueNanos + watched.toNanos());
    standoff.prober().stop();
    TimeUnit.NANOSECONDS.sleep(DispatcherRounds.LATE.toNanos());
    rounds.add(PARKED, parkedPerSecond);
    record(standoff, round, dueNanos, standoff.latenciesFrom(probe));
  }

  /** Until all wait for their time, or it has come. */
  private double awaitParked(Standoff standoff, long untilNanos)
      throws IOException, InterruptedException {
    double parked = 0;
    while (parked < rounds.requests() && System.nanoTime() - untilNanos < 0) {
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
      standoff.runner().check();
      parked = standoff.metric("dispatch_not_due", "");
    }
    return parked;
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
  }

  private void record(Standoff standoff, int round, long dueNanos, Latencies latencies)
      throws IOException {
    List<Call> a = standoff.trial().calls().of(Standoff.A);
    double firstCall =
        a.isEmpty()
            ? Double.NaN
            : (a.stream().mapToLong(Call::nanos).min().orElseThrow() - dueNanos) / 1e9;
    double perSecond =
        a.stream().filter(call -> call.nanos() < dueNanos + watched.toNanos()).count()
            / (watched.toNanos() / 1e9);
    int over = WindowLaw.of(Standoff.A_THROTTLE).check(a).over();
    rounds.add(FIRST_CALL, firstCall);
    rounds.add(A_RATE, perSecond);
    rounds.add(A_OVER, over);
    rounds.addB(latencies);
    if (firstCall < 0) {
      findings.note("round %d: a call came %.3f s too early".formatted(round, -firstCall));
    }
    System.err.printf(
        Locale.ROOT,
        "round %d of %d: first call %.3f s after the instant, A %.1f/s, %d over, B p99 %.1f ms%n",
        round,
        options.rounds(),
        firstCall,
        perSecond,
        over,
        latencies.percentile(99));
  }
}
