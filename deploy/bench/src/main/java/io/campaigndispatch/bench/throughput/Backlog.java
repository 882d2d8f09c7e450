package io.campaigndispatch.bench.throughput;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The requests that wait for one participant, spread evenly over the workspaces and their
 * partitions.
 *
 * @param prefix of the participant's own topics
 */
public record Backlog(String bootstrap, String prefix) {
  static final int WORKSPACES = 1_000;
  public static final int PARTITIONS = 24;

  static String workspace(long n) {
    return String.format(Locale.ROOT, "ws-%04d", n % WORKSPACES);
  }

  public String requests() {
    return prefix + "requests";
  }

  public String outcomes() {
    return prefix + "outcomes";
  }

  /** Creates both topics. */
  public void create() throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(requests(), PARTITIONS, (short) 1)
                      .configs(
                          Map.of("retention.ms", "1209600000", "max.message.bytes", "2097152")),
                  new NewTopic(outcomes(), PARTITIONS, (short) 1)))
          .all()
          .get();
      awaitLeaders(admin);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Creates both topics and writes so many requests. */
  void load(long count) throws InterruptedException {
    create();
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (var producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "linger.ms",
                "20",
                "batch.size",
                "262144",
                "buffer.memory",
                "67108864"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (long n = 0; n < count; n++) {
        var record = new ProducerRecord<>(requests(), workspace(n), request(n));
        var _ =
            producer.send(
                record,
                (_, problem) -> {
                  if (problem != null) {
                    failure.set(problem);
                  }
                });
      }
    }
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("the backlog could not be written", problem);
    }
  }

  /** A producer that writes before every leader is ready gets its sequence numbers wrong. */
  private void awaitLeaders(Admin admin) throws ExecutionException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        var _ = admin.listOffsets(latest()).all().get();
        return;
      } catch (ExecutionException e) {
        if (tries == 100 || !(e.getCause() instanceof RetriableException)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private Map<TopicPartition, OffsetSpec> latest() {
    return Stream.of(requests(), outcomes())
        .flatMap(t -> IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(t, p)))
        .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
  }

  /** About 460 bytes, as INTERFACE's example with fewer extras. */
  static byte[] request(long n) {
    return """
        {"requestId":"bench-%012d","workspaceId":"%s","campaignId":"spring-sale",\
        "sendType":"CAMPAIGN","recipient":"+52155%08d","message":{"type":"template",\
        "name":"order_shipped","language":"es","body":[{"name":"customerName","value":"Juan %d"},\
        {"name":"orderId","value":"%d"},{"name":"store","value":"Sucursal Centro Histórico"},\
        {"name":"day","value":"jueves 26 de noviembre"}]},"contact":{"name":"Juan Pérez"},\
        "metadata":{"orderId":"%d","batch":"2026-11-20"}}"""
        .formatted(n, workspace(n), n % 100_000_000, n % 997, n, n)
        .getBytes(UTF_8);
  }

  /** Outcomes that can be read now, read committed: how many of each status. */
  SortedMap<String, Long> outcomesThere() {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(outcomes()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      SortedMap<String, Long> counts = new TreeMap<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (var outcome : consumer.poll(Duration.ofMillis(200))) {
          counts.merge(PeerJson.statusOf(outcome.value()), 1L, Long::sum);
        }
      }
      return counts;
    }
  }

  public void delete() throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      List<String> own =
          admin.listTopics().names().get().stream().filter(t -> t.startsWith(prefix)).toList();
      admin.deleteTopics(own).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
