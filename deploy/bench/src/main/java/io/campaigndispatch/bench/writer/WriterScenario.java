package io.campaigndispatch.bench.writer;

import io.campaigndispatch.bench.Child;
import io.campaigndispatch.bench.Findings;
import io.campaigndispatch.bench.Measure;
import io.campaigndispatch.bench.Options;
import io.campaigndispatch.bench.Scenario;
import io.campaigndispatch.bench.throughput.Broker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * 20,000 results a second by one writer, plain or in transactions that also carry the journal, to
 * one broker and to three with replication.
 */
public final class WriterScenario implements Scenario {
  public static final String NAME = "writer";
  private static final Measure WRITTEN = new Measure("written", "results/s");
  private static final Measure PRODUCER = new Measure("producer CPU", "µs per result");
  private static final Measure BROKERS = new Measure("brokers' CPU", "µs per result");
  private static final Measure MIDDLE = new Measure("ack or commit, p50", "ms");
  private static final Measure TAIL = new Measure("ack or commit, p99", "ms");

  private static final List<Integer> BROKER_COUNTS = List.of(1, 3);

  /** Milliseconds between transactions; 0: none. */
  private static final List<Integer> TRANSACTIONS = List.of(0, 20, 50, 100);

  private final Options options;
  private final Duration warmUp;
  private final Duration measured;
  private final Findings findings = new Findings(NAME);

  public WriterScenario(Options options) {
    this.options = options;
    this.warmUp = Duration.ofSeconds(options.quick() ? 2 : 5);
    this.measured = Duration.ofSeconds(options.quick() ? 3 : 12);
  }

  @Override
  public Findings run() throws IOException, InterruptedException {
    for (int round = 1; round <= options.rounds(); round++) {
      for (int count : BROKER_COUNTS) {
        List<Broker> brokers = Broker.cluster(count);
        try {
          for (int millis : TRANSACTIONS) {
            measure(brokers, millis, round);
          }
        } finally {
          brokers.forEach(Broker::close);
        }
      }
    }
    return findings;
  }

  private static String participant(int millis) {
    return millis == 0 ? "plain idempotent, linger 5 ms" : "a transaction every " + millis + " ms";
  }

  private void measure(List<Broker> brokers, int millis, int round)
      throws IOException, InterruptedException {
    String setting =
        brokers.size() == 1 ? "one broker" : "three brokers, replication 3, min.insync 2";
    String results = "results-" + millis;
    String journal = "journal-" + millis;
    String bootstrap = brokers.stream().map(Broker::bootstrap).collect(Collectors.joining(","));
    createTopics(bootstrap, (short) brokers.size(), List.of(results, journal));
    List<String> command =
        WriterRun.command(
            bootstrap, results, journal, millis, warmUp.toMillis(), measured.toMillis());
    try (Child writer = Child.jvm("writer", List.of("-Xmx1g"), command)) {
      var _ = writer.await("measuring");
      double before = cpuMicros(brokers);
      String[] figures = writer.await("result").split(" ", -1);
      double brokersMicros = cpuMicros(brokers) - before;
      double written = Double.parseDouble(figures[0]);
      if (written == 0) {
        throw new IllegalStateException(participant(millis) + ": nothing was written");
      }
      if (!figures[1].equals("0")) {
        findings.note(
            "%s, %s: %s writes failed".formatted(setting, participant(millis), figures[1]));
      }
      add(
          setting,
          millis,
          Map.of(
              WRITTEN, written * 1e9 / Double.parseDouble(figures[3]),
              PRODUCER, Double.parseDouble(figures[2]) / 1e3 / written,
              BROKERS, brokersMicros / written,
              MIDDLE, Double.parseDouble(figures[4]) / 1e3,
              TAIL, Double.parseDouble(figures[5]) / 1e3),
          round);
    }
  }

  private void add(String setting, int millis, Map<Measure, Double> values, int round) {
    StringBuilder line = new StringBuilder();
    for (Measure measure : List.of(WRITTEN, PRODUCER, BROKERS, MIDDLE, TAIL)) {
      double value = values.getOrDefault(measure, 0.0);
      findings.add(participant(millis), setting, measure, value);
      line.append(
          String.format(Locale.ROOT, ", %s %.1f %s", measure.name(), value, measure.unit()));
    }
    System.err.printf(
        "round %d of %d, %s, %s%s%n", round, options.rounds(), setting, participant(millis), line);
  }

  private static double cpuMicros(List<Broker> brokers) {
    return brokers.stream().mapToDouble(b -> b.cpu().toNanos() / 1e3).sum();
  }

  private static void createTopics(String bootstrap, short replication, List<String> topics)
      throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(
              topics.stream()
                  .map(
                      t ->
                          new NewTopic(t, WriterRun.PARTITIONS, replication)
                              .configs(Map.of("min.insync.replicas", replication > 1 ? "2" : "1")))
                  .toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
