package io.campaigndispatch.bench.isolation;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.paced.Calls;
import io.campaigndispatch.bench.paced.Latencies;
import io.campaigndispatch.bench.paced.Runner;
import io.campaigndispatch.bench.paced.WindowLaw;
import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import io.campaigndispatch.bench.throughput.Participant;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A participant is killed while it works on A's throttled backlog, and started again at once. From
 * the kill on, B publishes ten messages a second behind that backlog.
 *
 * <p>Ready is when the dispatcher says so (its readiness page), and for a peer, which has no such
 * page, when its group's partitions are given out to the new process alone.
 */
public final class RestartScenario implements Scenario {
  public static final String NAME = "restart";
  private static final Measure TO_READY = new Measure("process start to ready", "s");
  private static final Measure READY_TO_B = new Measure("ready to B's first call", "s");
  private static final Measure KILL_TO_B = new Measure("kill to B's first call", "s");
  private static final Measure B_DELIVERED = new Measure("B delivered", "% of published");
  private static final Measure A_PAUSE = new Measure("A's longest pause", "s");
  private static final Measure A_TWICE = new Measure("A's calls made twice", "calls");
  private static final Measure A_OVER = new Measure("A's windows over", "windows");

  private static final Measure A_WORST =
      new Measure("A's fullest window above the law", "messages");
  private static final Measure STALL = new Measure("vendor stub's longest stall", "ms");

  private static final Duration UNDER_WAY = Duration.ofSeconds(5);
  private static final Duration PUBLISH_EVERY = Duration.ofMillis(100);
  private static final Duration READY_WITHIN = Duration.ofSeconds(120);
  private static final Duration CALL_WITHIN = Duration.ofSeconds(60);

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final Duration afterwards;
  private final Findings findings = new Findings(NAME);

  public RestartScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.afterwards = Duration.ofSeconds(options.quick() ? 10 : 30);
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    IsolationScenario.introduce(options, dispatcher, findings);
    List<Long> backlogs = IsolationScenario.fullBacklogs(options);
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (long backlog : backlogs) {
          for (Participant participant :
              IsolationScenario.takingPart(options, dispatcher, backlog)) {
            attempt(broker, participant, backlog, round);
          }
        }
      }
    }
    if (options.takes(Participant.DISPATCHER)) {
      backlogs.forEach(this::expect);
    }
    return findings;
  }

  private void expect(long backlog) {
    String setting = IsolationScenario.setting(backlog);
    String ours = Participant.DISPATCHER.title();
    findings.expect(ours, setting, READY_TO_B, Target.atMost(1));
    findings.expect(ours, setting, A_OVER, Target.atMost(0));
  }

  /** One that fails must not cost the others their measurements. */
  private void attempt(Broker broker, Participant participant, long backlog, int round)
      throws InterruptedException {
    String what =
        "round %d, %s, %s"
            .formatted(round, participant.title(), IsolationScenario.setting(backlog));
    try (Standoff standoff =
        Standoff.begin(broker, dispatcher, participant, NAME + round + "-" + backlog, backlog)) {
      System.err.println(what + " …");
      if (!standoff.isAtFrontier()) {
        findings.note(what + ": nothing of B's got through before the kill.");
      }
      TimeUnit.NANOSECONDS.sleep(UNDER_WAY.toNanos());
      measure(standoff, participant, backlog, what);
    } catch (IOException | RuntimeException e) {
      findings.note(what + ": not measured: " + e.getMessage());
    }
  }

  private void measure(Standoff standoff, Participant participant, long backlog, String what)
      throws IOException, InterruptedException {
    long firstProbe = standoff.prober().next();
    long killed = standoff.runner().kill();
    standoff.prober().publishUntilStopped(PUBLISH_EVERY);
    Runner again = standoff.trial().start();
    long ready = again.awaitReady(READY_WITHIN);
    Optional<Call> b =
        standoff
            .trial()
            .calls()
            .await(
                call -> call.workspace().equals(Standoff.B) && call.nanos() > killed, CALL_WITHIN);
    TimeUnit.NANOSECONDS.sleep(afterwards.toNanos());
    standoff.prober().stop();
    // The last ones get the time that the first were given at most.
    TimeUnit.SECONDS.sleep(1);
    String name = participant.title();
    String setting = IsolationScenario.setting(backlog);
    findings.add(name, setting, TO_READY, (ready - again.startedNanos()) / 1e9);
    if (b.isPresent()) {
      findings.add(name, setting, READY_TO_B, (b.get().nanos() - ready) / 1e9);
      findings.add(name, setting, KILL_TO_B, (b.get().nanos() - killed) / 1e9);
    } else {
      findings.note(
          "%s: no call of B's within %d s from ready.".formatted(what, CALL_WITHIN.toSeconds()));
    }
    Latencies latencies = standoff.latenciesFrom(firstProbe);
    findings.add(name, setting, B_DELIVERED, 100.0 * latencies.arrived() / latencies.published());
    List<Call> a = standoff.trial().calls().of(Standoff.A);
    findings.add(name, setting, A_PAUSE, Calls.longestPause(a, killed, System.nanoTime()) / 1e9);
    findings.add(name, setting, A_TWICE, Calls.repeats(a));
    WindowLaw.Verdict verdict = WindowLaw.of(Standoff.A_THROTTLE).check(a);
    findings.add(name, setting, A_OVER, verdict.over());
    findings.add(name, setting, A_WORST, verdict.worst());
    findings.add(name, setting, STALL, standoff.trial().stub().busy().stallNanos() / 1e6);
    System.err.printf(
        Locale.ROOT,
        "%s: ready after %.1f s, B's first call %s, %d of %d delivered, %d of A's calls twice%n",
        what,
        (ready - again.startedNanos()) / 1e9,
        b.map(call -> "%+.2f s from then".formatted((call.nanos() - ready) / 1e9)).orElse("never"),
        latencies.arrived(),
        latencies.published(),
        Calls.repeats(a));
  }
}
