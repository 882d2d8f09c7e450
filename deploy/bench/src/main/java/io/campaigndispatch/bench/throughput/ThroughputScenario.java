package io.campaigndispatch.bench.throughput;

import io.campaigndispatch.bench.Child;
import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.Spread;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.stub.VendorStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Each participant in turn works off a backlog of its own over the same broker, while the vendor
 * stub counts; rounds are interleaved. Measured is a window after a warm-up: calls that the stub
 * answered, and the CPU time of the participant's process, user and system.
 */
public final class ThroughputScenario implements Scenario {
  public static final String NAME = "throughput";
  private static final Measure RATE = new Measure("sent", "messages/s");
  private static final Measure CPU = new Measure("CPU", "s per 100,000");
  private static final Measure OF_LIMIT = new Measure("of the limit", "ratio of one round");
  private static final Measure OF_RESEND = new Measure("of RESEND", "ratio of one round");
  private static final Duration FIRST_CALL_WITHIN = Duration.ofSeconds(120);
  private static final List<Long> VENDOR_MILLIS = List.of(0L, 200L);

  private final Options options;
  private final Optional<DispatcherCommand> dispatcher;
  private final Duration warmUp;
  private final Duration measured;
  private final List<Entrant> entrants;
  private final Findings findings = new Findings(NAME);

  /** What the limit, which comes first, reached at this latency in this round. */
  private OptionalDouble limit = OptionalDouble.empty();

  /** The same of the dispatcher when it may call again, which comes before it when it may not. */
  private OptionalDouble resend = OptionalDouble.empty();

  /** What the window saw. */
  private record Window(double perSecond, double cpuSecondsPer100k) {}

  public ThroughputScenario(Options options) {
    this.options = options;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.entrants =
        Stream.of(Entrant.values())
            .filter(options::takes)
            .filter(one -> !one.isDispatcher() || dispatcher.isPresent())
            .toList();
    this.warmUp = Duration.ofSeconds(options.quick() ? 5 : 60);
    this.measured = Duration.ofSeconds(options.quick() ? 4 : 20);
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
    }
    try (Broker broker = Broker.start()) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (long vendorMillis : VENDOR_MILLIS) {
          for (Entrant entrant : entrants) {
            measureOrSayWhyNot(broker, entrant, vendorMillis, round);
          }
        }
      }
    }
    expectations();
    return findings;
  }

  private static String setting(long vendorMillis) {
    return "vendor " + vendorMillis + " ms";
  }

  private static String name(Entrant entrant, long vendorMillis) {
    return "%s, %,d at once"
        .formatted(entrant.title(), entrant.participant().atOnce(vendorMillis > 0));
  }

  /** One that fails must not cost the others their figures. */
  private void measureOrSayWhyNot(Broker broker, Entrant entrant, long vendorMillis, int round)
      throws IOException, InterruptedException {
    if (entrant == entrants.getFirst()) {
      limit = OptionalDouble.empty();
      resend = OptionalDouble.empty();
    }
    try {
      measure(broker, entrant, vendorMillis, round);
    } catch (IllegalStateException e) {
      findings.note(
          "%s, %s, round %d: %s"
              .formatted(
                  name(entrant, vendorMillis), setting(vendorMillis), round, e.getMessage()));
    }
  }

  /** The ratio to the limit of the same round: only that travels to another machine. */
  private void add(Entrant entrant, long vendorMillis, Window window) {
    String name = name(entrant, vendorMillis);
    String setting = setting(vendorMillis);
    findings.add(name, setting, RATE, window.perSecond());
    findings.add(name, setting, CPU, window.cpuSecondsPer100k());
    if (entrant == Entrant.LIMIT) {
      limit = OptionalDouble.of(window.perSecond());
    }
    if (entrant == Entrant.RESEND) {
      resend = OptionalDouble.of(window.perSecond());
    }
    if (entrant == Entrant.DISPATCHER) {
      resend.ifPresent(rate -> findings.add(name, setting, OF_RESEND, window.perSecond() / rate));
    }
    limit.ifPresent(rate -> findings.add(name, setting, OF_LIMIT, window.perSecond() / rate));
  }

  /**
   * Both ways of calling a vendor have to reach ninety per cent of what the calls at once allow, or
   * of their rate at the faster vendor; beside the limit, which remembers nothing, the one that
   * writes no markers is held.
   */
  private void expectations() {
    expectBeside(Entrant.RESEND, OF_LIMIT, Entrant.LIMIT);
    expectBeside(Entrant.DISPATCHER, OF_RESEND, Entrant.RESEND);
    for (Entrant entrant : List.of(Entrant.RESEND, Entrant.DISPATCHER)) {
      if (!options.takes(entrant)) {
        continue;
      }
      findings.expect(name(entrant, 0), setting(0), CPU, Target.atMost(5));
      List<Double> above = findings.values(name(entrant, 0), setting(0), RATE);
      if (!above.isEmpty()) {
        double possible = Participant.DISPATCHER.atOnce(true) / 0.2;
        findings.expect(
            name(entrant, 200),
            setting(200),
            RATE,
            Target.atLeast(0.9 * Math.min(possible, Spread.of(above).median())));
      }
    }
  }

  private void expectBeside(Entrant entrant, Measure ratio, Entrant other) {
    if (options.takes(entrant) && options.takes(other)) {
      findings.expect(name(entrant, 0), setting(0), ratio, Target.atLeast(0.8));
    }
  }

  private void measure(Broker broker, Entrant entrant, long vendorMillis, int round)
      throws IOException, InterruptedException {
    boolean slow = vendorMillis > 0;
    Participant participant = entrant.participant();
    String prefix =
        "%s-%d-%d.".formatted(entrant.name().toLowerCase(Locale.ROOT), vendorMillis, round);
    Backlog backlog = new Backlog(broker.bootstrap(), prefix);
    long size = participant.backlog(slow) / (options.quick() ? 2 : 1);
    backlog.load(size);
    Path workspaces = Files.createTempFile("bench-workspaces-", ".yaml");
    try (VendorStub stub = VendorStub.start(Duration.ofMillis(vendorMillis))) {
      Peer peer = new Peer(backlog, stub.uri(), participant.atOnce(slow));
      Window window;
      try (Child child = start(entrant, peer, workspaces)) {
        window = watch(child, stub, participant, size);
      }
      // Ended in an orderly way: what it still answered is an outcome by now, unless it was cut
      // off.
      long answered = stub.answered();
      Map<String, Long> outcomes = backlog.outcomesThere();
      String name = name(entrant, vendorMillis);
      add(entrant, vendorMillis, window);
      if (!outcomes.keySet().equals(Set.of("ACCEPTED"))) {
        findings.note("%s, %s: outcomes %s".formatted(name, setting(vendorMillis), outcomes));
      }
      System.err.printf(
          Locale.ROOT,
          "round %d of %d, vendor %d ms, %s: %,.0f/s, %.1f CPU-s per 100,000 (%,d calls, outcomes %s)%n",
          round,
          options.rounds(),
          vendorMillis,
          entrant.title(),
          window.perSecond(),
          window.cpuSecondsPer100k(),
          answered,
          outcomes);
    } finally {
      Files.deleteIfExists(workspaces);
      backlog.delete();
    }
  }

  private Child start(Entrant entrant, Peer peer, Path workspaces) throws IOException {
    Participant participant = entrant.participant();
    return entrant.isDispatcher()
        ? dispatcher.orElseThrow().start(peer, entrant == Entrant.RESEND, workspaces)
        : Child.jvm(
                participant.name().toLowerCase(Locale.ROOT),
                List.of("-Xmx1g"),
                peer.command(participant))
            .muted();
  }

  private Window watch(Child child, VendorStub stub, Participant participant, long size)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (stub.answered() == 0) {
      if (!child.isAlive() || System.nanoTime() - begun > FIRST_CALL_WITHIN.toNanos()) {
        throw new IllegalStateException(participant + " made no call:\n" + child.tail());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    TimeUnit.MILLISECONDS.sleep(warmUp.toMillis());
    long from = stub.answered();
    Duration cpuFrom = child.cpu();
    long start = System.nanoTime();
    long to = from;
    while (to < size && System.nanoTime() - start < measured.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(50);
      to = stub.answered();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu = child.cpu().minus(cpuFrom).toNanos() / 1e9;
    if (to == from || seconds < 1) {
      throw new IllegalStateException(
          participant
              + ": "
              + from
              + " of "
              + size
              + " were done before the measurement:\n"
              + child.tail());
    }
    return new Window((to - from) / seconds, cpu * 100_000 / (to - from));
  }
}
