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
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A campaign of workspace A is cancelled while a million of its requests wait: how long calls for
 * it go on, how fast its requests end, and what workspace B in the same partition notices. Only the
 * dispatcher can: nothing else here knows of campaigns.
 */
public final class CancelScenario implements Scenario {
  public static final String NAME = "cancel";

  private static final Measure ENDED = new Measure("ended", "outcomes/s");
  private static final Measure LAST_CALL = new Measure("last call after the order", "s");
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Options options;
  private final Findings findings = new Findings(NAME);
  private final DispatcherRounds rounds;

  public CancelScenario(Options options) {
    this.options = options;
    this.rounds = new DispatcherRounds(options, findings, NAME);
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    rounds.run(rounds.requests(), this::measure);
    rounds.expect(ENDED, Target.atLeast(10_000));
    rounds.expect(LAST_CALL, Target.atMost(1));
    return findings;
  }

  private void measure(Standoff standoff, int round) throws IOException, InterruptedException {
    long before = standoff.trial().calls().of(Standoff.A).size();
    long probe = standoff.prober().next();
    standoff.prober().publishUntilStopped(DispatcherRounds.PROBE_EVERY);
    long ordered = System.nanoTime();
    Publishing.order(
        standoff.trial().topics(),
        Standoff.A,
        RequestForm.CAMPAIGN,
        """
        {"state":"CANCELLED"}""");
    Ended ended = awaitEnd(standoff);
    standoff.prober().stop();
    TimeUnit.NANOSECONDS.sleep(DispatcherRounds.LATE.toNanos());
    List<Call> a = standoff.trial().calls().of(Standoff.A);
    double perSecond = ended.count() / ((ended.nanos() - ordered) / 1e9);
    double lastCall =
        a.stream().mapToLong(call -> Math.max(0, call.nanos() - ordered)).max().orElse(0) / 1e9;
    Latencies latencies = standoff.latenciesFrom(probe);
    rounds.add(ENDED, perSecond);
    rounds.add(LAST_CALL, lastCall);
    rounds.addB(latencies);
    long missing = rounds.requests() - a.size() - ended.count();
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
        before,
        latencies.percentile(99));
  }

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
}
