package io.campaigndispatch.bench.rates;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.paced.Publishing;
import io.campaigndispatch.bench.paced.RequestForm;
import io.campaigndispatch.bench.paced.Runner;
import io.campaigndispatch.bench.paced.Trial;
import io.campaigndispatch.bench.stub.Busy;
import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import io.campaigndispatch.bench.throughput.Participant;
import io.campaigndispatch.bench.throughput.Throttles;
import io.campaigndispatch.bench.throughput.Throttles.Throttle;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two hundred workspaces before a vendor with few permits, every other one of them with a throttle,
 * all with more to send than they may: whether tokens and permits are used. A throttled workspace
 * always has a request, and its even part of the permits would carry more than its throttle allows,
 * so each token it earns should be spent; the others have no throttle, so no permit should lie
 * idle.
 *
 * <p>A permit is seen from outside: the vendor counts the calls under way, so the time that a reply
 * travels back and the next call travels there counts as idle, and is also told by itself. What the
 * dispatcher says of its own permits stands beside it.
 */
public final class ConservationScenario implements Scenario {
  public static final String NAME = "conservation";
  private static final Measure TOKENS = new Measure("tokens used, median workspace", "%");
  private static final Measure LEAST_TOKENS = new Measure("tokens used, worst workspace", "%");
  private static final Measure PERMITS = new Measure("permits in use at the vendor", "%");
  private static final Measure OWN_PERMITS = new Measure("permits in use by its own gauge", "%");
  private static final Measure TURN = new Measure("permit idle between two calls", "ms");
  private static final Measure RATE = new Measure("calls", "calls/s");
  private static final Measure OVER = new Measure("windows over", "windows");
  private static final Measure WORST = new Measure("fullest window above the law", "messages");

  /** What the permits carry with either vendor. */
  private static final int PER_SECOND = 3_200;

  private static final List<Integer> VENDOR_MILLIS = List.of(20, 200);

  /** Its burst bridges the wait for a turn, so that a token is lost only by neglect. */
  private static final Throttle EACH = new Throttle(10, 5);

  private static final List<String> THROTTLED = names("paced");
  private static final List<String> FREE = names("free");
  private static final Throttles THROTTLES =
      new Throttles(THROTTLED.stream().collect(Collectors.toMap(Function.identity(), _ -> EACH)));
  private static final double DEPTH = 1.5;

  private static final Measure STALL = new Measure("vendor stub's longest stall", "ms");

  private static final Duration FIRST_CALL_WITHIN = Duration.ofSeconds(120);
  private static final Duration ASK_EVERY = Duration.ofSeconds(2);
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final Duration measured;
  private final Findings findings = new Findings(NAME);

  public ConservationScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.measured = Duration.ofSeconds(options.quick() ? 15 : 60);
  }

  private static List<String> names(String stem) {
    return IntStream.range(0, 100).mapToObj(n -> "%s-%02d".formatted(stem, n)).toList();
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    List<Participant> participants =
        Stream.of(Participant.values())
            .filter(options::takes)
            .filter(p -> p != Participant.DISPATCHER || dispatcher.isPresent())
            .toList();
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
    }
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (int vendorMillis : VENDOR_MILLIS) {
          for (Participant participant : participants) {
            attempt(broker, participant, vendorMillis, round);
          }
        }
      }
    }
    if (options.takes(Participant.DISPATCHER)) {
      VENDOR_MILLIS.forEach(this::expect);
    }
    return findings;
  }

  private void expect(int vendorMillis) {
    String ours = Participant.DISPATCHER.title();
    findings.expect(ours, setting(vendorMillis), LEAST_TOKENS, Target.atLeast(99));
    findings.expect(ours, setting(vendorMillis), PERMITS, Target.atLeast(99));
    findings.expect(ours, setting(vendorMillis), OVER, Target.atMost(0));
  }

  private static int permits(int vendorMillis) {
    return PER_SECOND * vendorMillis / 1_000;
  }

  private static String setting(int vendorMillis) {
    return "vendor %d ms, %d permits".formatted(vendorMillis, permits(vendorMillis));
  }

  /** One that fails must not cost the others their measurements. */
  private void attempt(Broker broker, Participant participant, int vendorMillis, int round)
      throws InterruptedException {
    String what = "round %d, %s, %s".formatted(round, participant.title(), setting(vendorMillis));
    System.err.println(what + " …");
    int atOnce = Math.min(permits(vendorMillis), participant.atOnce(true));
    var setup =
        new Trial.Setup(
            participant,
            atOnce,
            Duration.ofMillis(vendorMillis),
            Stream.concat(THROTTLED.stream(), FREE.stream()).toList(),
            THROTTLES);
    try (Trial trial =
        Trial.prepare(broker, dispatcher, NAME + round + "-" + vendorMillis, setup)) {
      load(trial);
      Runner runner = trial.start();
      if (trial.calls().await(_ -> true, FIRST_CALL_WITHIN).isEmpty()) {
        throw new IllegalStateException("it made no call:\n" + runner.tail());
      }
      TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
      Busy before = trial.stub().busy();
      long from = System.nanoTime();
      watch(participant, runner, vendorMillis);
      Busy after = trial.stub().busy();
      Span span = new Span(from, System.nanoTime());
      findings.add(participant.title(), setting(vendorMillis), STALL, after.stallNanos() / 1e6);
      record(participant, vendorMillis, trial.calls().all(), span, after.atOnceSince(before), what);
    } catch (IOException | RuntimeException e) {
      findings.note(what + ": not measured: " + e.getMessage());
    }
  }

  /** Waits while it is measured; asks the dispatcher now and then, too rarely to disturb it. */
  private void watch(Participant participant, Runner runner, int vendorMillis)
      throws InterruptedException {
    long end = System.nanoTime() + measured.toNanos();
    List<Double> inFlight = new ArrayList<>();
    while (System.nanoTime() + ASK_EVERY.toNanos() - end < 0) {
      TimeUnit.NANOSECONDS.sleep(ASK_EVERY.toNanos());
      runner.http().ifPresent(http -> InFlightGauge.read(http).ifPresent(inFlight::add));
    }
    TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    if (!inFlight.isEmpty()) {
      double mean = inFlight.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      findings.add(
          participant.title(),
          setting(vendorMillis),
          OWN_PERMITS,
          100 * mean / permits(vendorMillis));
    }
  }

  /** Each workspace has as much as the busiest could send. */
  private void load(Trial trial) {
    long throttled = EACH.perSecond() * THROTTLED.size();
    double busiest = Math.max(throttled, PER_SECOND - throttled);
    long each = (long) (busiest / FREE.size() * measured.plus(WARM_UP).toSeconds() * DEPTH);
    List<RequestForm> forms = new ArrayList<>();
    for (int n = 0; n < FREE.size(); n++) {
      forms.add(RequestForm.campaign(FREE.get(n)));
      forms.add(RequestForm.campaign(THROTTLED.get(n)));
    }
    Publishing.publish(trial.topics(), forms, each * forms.size());
  }

  private void record(
      Participant participant,
      int vendorMillis,
      List<Call> calls,
      Span span,
      double underWay,
      String what) {
    UsedShares used = UsedShares.of(calls, THROTTLES, List.of(span));
    double perSecond =
        calls.stream().filter(call -> span.contains(call.nanos())).count() / span.seconds();
    if (perSecond == 0) {
      throw new IllegalStateException("it made no call while it was measured");
    }
    double permits = 100 * underWay / permits(vendorMillis);
    double turn = idleMillis(permits(vendorMillis), underWay, perSecond);
    Windows windows = Windows.of(calls, THROTTLES);
    String name = participant.title();
    String setting = setting(vendorMillis);
    findings.add(name, setting, TOKENS, used.median());
    findings.add(name, setting, LEAST_TOKENS, used.least());
    findings.add(name, setting, PERMITS, permits);
    findings.add(name, setting, TURN, turn);
    findings.add(name, setting, RATE, perSecond);
    findings.add(name, setting, OVER, windows.over());
    findings.add(name, setting, WORST, windows.worst());
    System.err.printf(
        Locale.ROOT,
        "%s: tokens %.1f %% (median), %.1f %% (worst), permits %.1f %%, idle %.2f ms a turn, %,.0f/s, %d windows over%n",
        what,
        used.median(),
        used.least(),
        permits,
        turn,
        perSecond,
        windows.over());
  }

  /** How long a permit lies between a reply and the next call, by Little's law. */
  static double idleMillis(int permits, double underWay, double perSecond) {
    return Math.max(0, permits - underWay) / perSecond * 1_000;
  }
}
