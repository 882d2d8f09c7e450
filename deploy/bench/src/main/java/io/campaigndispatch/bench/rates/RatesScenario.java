package io.campaigndispatch.bench.rates;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.paced.Calls;
import io.campaigndispatch.bench.paced.Publishing;
import io.campaigndispatch.bench.paced.RequestForm;
import io.campaigndispatch.bench.paced.Runner;
import io.campaigndispatch.bench.paced.Trial;
import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import io.campaigndispatch.bench.throughput.Participant;
import io.campaigndispatch.bench.throughput.Throttles;
import io.campaigndispatch.bench.throughput.Throttles.Throttle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fifty workspaces with a throttle each and more to send than it allows: how much of its allowance
 * each one uses, and whether any window holds more than the law gives, by the vendor's clock. Ours
 * also while a second dispatcher joins, and across a kill.
 */
public final class RatesScenario implements Scenario {
  public static final String NAME = "rates";
  private static final Measure MEDIAN = new Measure("allowance used, median workspace", "%");
  private static final Measure LEAST = new Measure("allowance used, worst workspace", "%");
  private static final Measure OVER = new Measure("windows over", "windows");
  private static final Measure WORST = new Measure("fullest window above the law", "messages");
  private static final Measure PAUSE = new Measure("longest pause of a workspace", "s");
  private static final Measure NOT_READY = new Measure("kill to ready", "s");

  private static final List<String> WORKSPACES =
      IntStream.range(0, 50).mapToObj(n -> "paced-%02d".formatted(n)).toList();
  private static final Throttle EACH = new Throttle(20, 2);
  private static final Throttles THROTTLES =
      new Throttles(WORKSPACES.stream().collect(Collectors.toMap(Function.identity(), _ -> EACH)));
  private static final double DEPTH = 1.5;

  private static final Measure STALL = new Measure("vendor stub's longest stall", "ms");

  private static final Duration FIRST_CALL_WITHIN = Duration.ofSeconds(120);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration READY_WITHIN = Duration.ofSeconds(120);

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final Duration measured;
  private final Findings findings = new Findings(NAME);

  /** What happens halfway. */
  private enum Event {
    NOTHING("undisturbed", 99),
    JOIN("a second dispatcher joins", 95),
    KILL("kill -9 and restart", 95);

    final String setting;
    final double leastUsed;

    Event(String setting, double leastUsed) {
      this.setting = setting;
      this.leastUsed = leastUsed;
    }
  }

  public RatesScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.measured = Duration.ofSeconds(options.quick() ? 20 : 60);
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
    }
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (Event event : Event.values()) {
          for (Participant participant : takingPart(event)) {
            attempt(broker, participant, event, round);
          }
        }
      }
    }
    if (options.takes(Participant.DISPATCHER)) {
      Stream.of(Event.values()).forEach(this::expect);
    }
    return findings;
  }

  private void expect(Event event) {
    String ours = Participant.DISPATCHER.title();
    findings.expect(ours, event.setting, LEAST, Target.atLeast(event.leastUsed));
    findings.expect(ours, event.setting, OVER, Target.atMost(0));
  }

  private List<Participant> takingPart(Event event) {
    return Stream.of(Participant.values())
        .filter(options::takes)
        .filter(p -> p != Participant.DISPATCHER || dispatcher.isPresent())
        .filter(p -> p == Participant.DISPATCHER || event == Event.NOTHING)
        .toList();
  }

  /** One that fails must not cost the others their measurements. */
  private void attempt(Broker broker, Participant participant, Event event, int round)
      throws InterruptedException {
    String what = "round %d, %s, %s".formatted(round, participant.title(), event.setting);
    System.err.println(what + " …");
    String name = NAME + round + "-" + event.name().toLowerCase(Locale.ROOT);
    var setup =
        new Trial.Setup(
            participant, participant.atOnce(false), Duration.ZERO, WORKSPACES, THROTTLES);
    try (Trial trial = Trial.prepare(broker, dispatcher, name, setup)) {
      long backlog = (long) (measured.toSeconds() * EACH.perSecond() * WORKSPACES.size() * DEPTH);
      Publishing.publish(
          trial.topics(), WORKSPACES.stream().map(RequestForm::campaign).toList(), backlog);
      Runner runner = trial.start();
      if (trial.calls().await(_ -> true, FIRST_CALL_WITHIN).isEmpty()) {
        throw new IllegalStateException("it made no call:\n" + runner.tail());
      }
      TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
      List<Span> spans =
          switch (event) {
            case NOTHING -> undisturbed();
            case JOIN -> join(trial, what);
            case KILL -> kill(trial, runner, participant, event);
          };
      record(participant, event, trial.calls().all(), spans, what);
      findings.add(
          participant.title(), event.setting, STALL, trial.stub().busy().stallNanos() / 1e6);
    } catch (IOException | RuntimeException e) {
      findings.note(what + ": not measured: " + e.getMessage());
    }
  }

  private List<Span> undisturbed() throws InterruptedException {
    long from = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(measured.toNanos());
    return List.of(new Span(from, System.nanoTime()));
  }

  /** The second process is started a quarter on, so that it has partitions about halfway. */
  private List<Span> join(Trial trial, String what) throws IOException, InterruptedException {
    long from = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(measured.dividedBy(4).toNanos());
    Runner second = trial.start();
    long ready = second.awaitReady(READY_WITHIN);
    long end = Math.max(from + measured.toNanos(), ready + measured.dividedBy(3).toNanos());
    TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    System.err.printf(
        Locale.ROOT,
        "%s: joined %.1f s into %.1f s%n",
        what,
        (ready - from) / 1e9,
        (end - from) / 1e9);
    return List.of(new Span(from, end));
  }

  /** The time in which no process was ready is not measured, but told. */
  private List<Span> kill(Trial trial, Runner runner, Participant participant, Event event)
      throws IOException, InterruptedException {
    long from = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(measured.dividedBy(2).toNanos());
    long killed = runner.kill();
    long ready = trial.start().awaitReady(READY_WITHIN);
    findings.add(participant.title(), event.setting, NOT_READY, (ready - killed) / 1e9);
    TimeUnit.NANOSECONDS.sleep(measured.dividedBy(2).toNanos());
    return List.of(new Span(from, killed), new Span(ready, System.nanoTime()));
  }

  private void record(
      Participant participant, Event event, List<Call> calls, List<Span> spans, String what) {
    UsedShares used = UsedShares.of(calls, THROTTLES, spans);
    Windows windows = Windows.of(calls, THROTTLES);
    double pause = longestPause(calls, spans);
    String name = participant.title();
    findings.add(name, event.setting, MEDIAN, used.median());
    findings.add(name, event.setting, LEAST, used.least());
    findings.add(name, event.setting, OVER, windows.over());
    findings.add(name, event.setting, WORST, windows.worst());
    findings.add(name, event.setting, PAUSE, pause);
    System.err.printf(
        Locale.ROOT,
        "%s: used %.1f %% (median), %.1f %% (worst), %d windows over, worst %+.2f messages, longest pause %.1f s%n",
        what,
        used.median(),
        used.least(),
        windows.over(),
        windows.worst(),
        pause);
  }

  /** Of any workspace, from the first span's begin to the last one's end. */
  private static double longestPause(List<Call> calls, List<Span> spans) {
    Map<String, List<Call>> each = calls.stream().collect(Collectors.groupingBy(Call::workspace));
    return WORKSPACES.stream()
            .mapToLong(
                workspace ->
                    Calls.longestPause(
                        each.getOrDefault(workspace, List.of()),
                        spans.getFirst().from(),
                        spans.getLast().to()))
            .max()
            .orElse(0)
        / 1e9;
  }
}
