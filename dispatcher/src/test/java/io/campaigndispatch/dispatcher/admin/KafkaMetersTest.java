package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.admin.KafkaMeters.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaMetersTest {

  private static final Pattern LABELS = Pattern.compile("^kafka_\\w+\\{(.*)} ");

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final KafkaMeters meters = new KafkaMeters(registry);

  private record Fixed(MetricName metricName, Object metricValue) implements Metric {}

  /** A client of which only this is known. */
  private static Map<MetricName, Metric> client(Kind kind, String figure, Object value) {
    MetricName name =
        kind.figures()
            .filter(one -> one.name().equals(figure))
            .map(one -> kind.name(one, "id"))
            .findFirst()
            .orElseThrow();
    return new HashMap<>(Map.of(name, new Fixed(name, value)));
  }

  private double gauge(String name, String role) {
    return registry.get(name).tag("client", role).gauge().value();
  }

  /** No broker answers there. */
  private static Map<String, Object> nowhere(String clientId) {
    return new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1", "client.id", clientId));
  }

  private static Consumer<byte[], byte[]> consumer(String protocol) {
    Map<String, Object> config = nowhere("g-reader");
    config.put("group.id", "g");
    config.put("group.protocol", protocol);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        nowhere("g-publisher"), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static List<MetricName> asked(Kind kind, String clientId) {
    return kind.figures().map(figure -> kind.name(figure, clientId)).toList();
  }

  @ParameterizedTest
  @CsvSource({"MEMBER,classic", "READER,classic", "MEMBER,consumer"})
  void consumer_keepsEveryFigureThatIsAsked(Kind kind, String protocol) {
    Consumer<byte[], byte[]> consumer = consumer(protocol);
    try {
      assertThat(Set.copyOf(consumer.metrics().keySet())).containsAll(asked(kind, "g-reader"));
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSACTIONAL", "PRODUCER"})
  void producer_keepsEveryFigureThatIsAsked(Kind kind) {
    Producer<byte[], byte[]> producer = producer();
    try {
      assertThat(Set.copyOf(producer.metrics().keySet())).containsAll(asked(kind, "g-publisher"));
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  @Test
  void scrape_ofAllClients_isLabelledByRoleOnly_andShort() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    KafkaMeters scraped = new KafkaMeters(prometheus);
    scraped.watch(Kind.MEMBER, "membership", "g-membership", Map.of());
    List.of("reader", "rereader", "delayed", "takeover", "control", "status")
        .forEach(role -> scraped.watch(Kind.READER, role, "g-" + role, Map.of()));
    scraped.watch(Kind.TRANSACTIONAL, "publisher", "g-publisher", Map.of());
    List.of("control", "status")
        .forEach(role -> scraped.watch(Kind.PRODUCER, role, "g-" + role, Map.of()));

    List<String> series =
        prometheus.scrape().lines().filter(line -> line.startsWith("kafka_")).toList();
    assertThat(series)
        .hasSizeLessThan(120)
        .allSatisfy(
            line ->
                assertThat(LABELS.matcher(line).results().map(found -> found.group(1)))
                    .singleElement()
                    .asString()
                    .matches("client=\"[a-z]+\""))
        .contains(
            "kafka_consumer_connection_count{client=\"reader\"} 0.0",
            "kafka_consumer_fetch_manager_fetch_latency_avg{client=\"rereader\"} 0.0",
            "kafka_consumer_coordinator_rebalance_total{client=\"membership\"} 0.0",
            "kafka_producer_request_latency_avg{client=\"publisher\"} 0.0",
            "kafka_producer_txn_commit_time_ns_total{client=\"publisher\"} 0.0");
  }

  @Test
  void figure_isReadWhenAsked_notBefore() {
    Map<MetricName, Metric> figures = client(Kind.READER, "fetch-latency-avg", 12.5);
    meters.watch(Kind.READER, "reader", "id", figures);
    assertThat(gauge("kafka.consumer.fetch.manager.fetch.latency.avg", "reader")).isEqualTo(12.5);

    figures.putAll(client(Kind.READER, "fetch-latency-avg", 40.0));
    assertThat(gauge("kafka.consumer.fetch.manager.fetch.latency.avg", "reader")).isEqualTo(40.0);
  }

  @Test
  void figure_thatGrows_isACounter() {
    meters.watch(Kind.PRODUCER, "status", "id", client(Kind.PRODUCER, "record-error-total", 3.0));

    assertThat(registry.get("kafka.producer.record.error.total").functionCounter().count())
        .isEqualTo(3.0);
  }

  @Test
  void average_ofNothing_isZero() {
    meters.watch(Kind.READER, "reader", "id", client(Kind.READER, "fetch-latency-avg", Double.NaN));

    assertThat(gauge("kafka.consumer.fetch.manager.fetch.latency.avg", "reader")).isZero();
  }

  @Test
  void clients_ofTwoRoles_areKeptApart() {
    meters.watch(Kind.READER, "reader", "id", client(Kind.READER, "connection-count", 1.0));
    meters.watch(Kind.READER, "rereader", "id", client(Kind.READER, "connection-count", 2.0));

    assertThat(gauge("kafka.consumer.connection.count", "reader")).isEqualTo(1);
    assertThat(gauge("kafka.consumer.connection.count", "rereader")).isEqualTo(2);
  }
}
