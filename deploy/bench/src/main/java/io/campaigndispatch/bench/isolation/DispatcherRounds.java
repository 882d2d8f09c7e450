package io.campaigndispatch.bench.isolation;

import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Target;
import io.campaigndispatch.bench.paced.Latencies;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import io.campaigndispatch.bench.throughput.Participant;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What scenarios share in which only the dispatcher takes part, with a million of A's beside B. */
final class DispatcherRounds {
  private static final long MANY = 1_000_000;
  private static final Measure B_P99 = new Measure("B p99 meanwhile", "ms");
  private static final Measure B_DELIVERED = new Measure("B delivered", "% of published");

  static final Duration PROBE_EVERY = Duration.ofMillis(100);

  /** For B's last requests. */
  static final Duration LATE = Duration.ofSeconds(3);

  private final Options options;
  private final Findings findings;
  private final Optional<DispatcherCommand> dispatcher;
  private final String name;

  DispatcherRounds(Options options, Findings findings, String name) {
    this.options = options;
    this.findings = findings;
    this.dispatcher = DispatcherCommand.find(options.dispatcher());
    this.name = name;
  }

  /** One of them. */
  @FunctionalInterface
  interface Round {
    void measure(Standoff standoff, int round) throws IOException, InterruptedException;
  }

  /** A's requests. */
  long requests() {
    Long asked = options.backlog();
    return asked != null ? asked : options.quick() ? 50_000 : MANY;
  }

  String setting() {
    return String.format(Locale.ROOT, "%,d requests at 80/s", requests());
  }

  /**
   * @param backlog of A's that are there when a round begins
   */
  void run(long backlog, Round round) throws IOException, InterruptedException {
    expect(B_DELIVERED, Target.atLeast(100));
    if (dispatcher.isEmpty()) {
      findings.note(DispatcherCommand.ABSENT);
      return;
    }
    try (Broker broker = Broker.start()) {
      for (int i = 1; i <= options.rounds(); i++) {
        try (Standoff standoff =
            Standoff.begin(broker, dispatcher, Participant.DISPATCHER, name + i, backlog)) {
          round.measure(standoff, i);
        }
      }
    }
  }

  void add(Measure measure, double value) {
    if (Double.isFinite(value)) {
      findings.add(Participant.DISPATCHER.title(), setting(), measure, value);
    }
  }

  void addB(Latencies latencies) {
    add(B_DELIVERED, 100.0 * latencies.arrived() / latencies.published());
    add(B_P99, latencies.percentile(99));
  }

  void expect(Measure measure, Target target) {
    findings.expect(Participant.DISPATCHER.title(), setting(), measure, target);
  }
}
