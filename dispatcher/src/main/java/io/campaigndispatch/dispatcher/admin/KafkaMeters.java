package io.campaigndispatch.dispatcher.admin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks of Kafka's clients: a few of the figures that each keeps anyway, read when
 * they are scraped. Names and units are Kafka's own, the label is the client's role; why not all of
 * them, by Micrometer's binder, is in docs/adr/0028.
 */
public final class KafkaMeters {

  /** What a client is for, and so what is asked of it. */
  public enum Kind {
    /** In the group, and reads nothing. */
    MEMBER("consumer", List.of(Figure.CONNECTION, Figure.MEMBERSHIP)),
    /** Reads partitions that it was told. */
    READER("consumer", List.of(Figure.CONNECTION, Figure.FETCH)),
    /** Writes in transactions. */
    TRANSACTIONAL("producer", List.of(Figure.CONNECTION, Figure.PRODUCE, Figure.TRANSACTION)),
    /** Writes without. */
    PRODUCER("producer", List.of(Figure.CONNECTION, Figure.PRODUCE));

    private final String client;
    private final List<List<Figure>> figures;

    Kind(String client, List<List<Figure>> figures) {
      this.client = client;
      this.figures = figures;
    }

    Stream<Figure> figures() {
      return figures.stream().flatMap(List::stream);
    }

    /** As the client calls it. */
    MetricName name(Figure figure, String clientId) {
      return new MetricName(
          figure.name(), client + figure.part() + "-metrics", "", Map.of("client-id", clientId));
    }

    /** As the registry calls it. */
    String meter(Figure figure) {
      return ("kafka." + client + figure.part() + "." + figure.name()).replace('-', '.');
    }
  }

  /**
   * One that is read.
   *
   * @param part of the client that keeps it: a suffix of its group, or nothing
   * @param name in Kafka; one that ends in {@code total} only grows
   */
  record Figure(String part, String name) {

    static final List<Figure> CONNECTION =
        of(
            "",
            "connection-count",
            "failed-authentication-total",
            "incoming-byte-total",
            "outgoing-byte-total");

    /** Whether it is heard of by its group, and comes back to it in time. */
    static final List<Figure> MEMBERSHIP =
        Stream.of(
                of("", "last-poll-seconds-ago", "time-between-poll-max"),
                of(
                    "-coordinator",
                    "last-heartbeat-seconds-ago",
                    "heartbeat-response-time-max",
                    "commit-latency-avg",
                    "commit-latency-max",
                    "rebalance-latency-avg",
                    "rebalance-latency-max",
                    "rebalance-total",
                    "failed-rebalance-total"))
            .flatMap(List::stream)
            .toList();

    static final List<Figure> FETCH =
        of(
            "-fetch-manager",
            "fetch-latency-avg",
            "fetch-latency-max",
            "fetch-throttle-time-max",
            "records-consumed-total");

    static final List<Figure> PRODUCE =
        of(
            "",
            "request-latency-avg",
            "request-latency-max",
            "record-queue-time-max",
            "produce-throttle-time-max",
            "record-send-total",
            "record-retry-total",
            "record-error-total",
            "buffer-available-bytes",
            "bufferpool-wait-time-ns-total");

    static final List<Figure> TRANSACTION =
        of("", "txn-commit-time-ns-total", "txn-abort-time-ns-total");

    private static List<Figure> of(String part, String... names) {
      return Stream.of(names).map(name -> new Figure(part, name)).toList();
    }

    boolean grows() {
      return name.endsWith("total");
    }
  }

  private final MeterRegistry registry;

  public KafkaMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Shows a client that lives as long as the process.
   *
   * @param role one of a few, unlike the id
   * @param figures the client's own map, which it goes on writing
   */
  public void watch(
      Kind kind, String role, String clientId, Map<MetricName, ? extends Metric> figures) {
    Tags tags = Tags.of("client", role);
    kind.figures()
        .forEach(
            figure -> {
              MetricName name = kind.name(figure, clientId);
              String meter = kind.meter(figure);
              if (figure.grows()) {
                FunctionCounter.builder(meter, this, _ -> value(figures.get(name)))
                    .tags(tags)
                    .register(registry);
              } else {
                Gauge.builder(meter, this, _ -> value(figures.get(name)))
                    .tags(tags)
                    .register(registry);
              }
            });
  }

  /** An average of nothing is 0: a sum over clients must not become NaN by an idle one. */
  private static double value(@Nullable Metric metric) {
    if (metric == null || !(metric.metricValue() instanceof Number number)) {
      return 0;
    }
    double value = number.doubleValue();
    return Double.isNaN(value) ? 0 : value;
  }
}
