package io.campaigndispatch.bench.paced;

import io.campaigndispatch.bench.throughput.Backlog;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/** Writes requests. */
public final class Publishing {

  private Publishing() {}

  /** So many requests in all, the workspaces in turn; every record is there when it returns. */
  public static void publish(Backlog topics, List<RequestForm> workspaces, long count) {
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (var producer =
        producer(
            topics,
            Map.of(
                "linger.ms", "20",
                "batch.size", "262144",
                "buffer.memory", "67108864",
                "compression.type", "lz4"))) {
      for (long n = 0; n < count && failure.get() == null; n++) {
        RequestForm form = workspaces.get((int) (n % workspaces.size()));
        var _ =
            producer.send(
                record(topics, form, n / workspaces.size()),
                (_, problem) -> {
                  if (problem != null) {
                    failure.set(problem);
                  }
                });
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the backlog could not be written", failure.get());
    }
  }

  /** Orders something of a campaign, as {@code dispatch.campaigns} takes it. */
  public static void order(Backlog topics, String workspace, String campaign, String json) {
    try (var producer = producer(topics, Map.of("linger.ms", "0"))) {
      producer
          .send(
              new ProducerRecord<>(
                  topics.prefix() + "campaigns",
                  workspace + "/" + campaign,
                  json.getBytes(StandardCharsets.UTF_8)))
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an order was written", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an order could not be written", e.getCause());
    }
  }

  static KafkaProducer<String, byte[]> producer(Backlog topics, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", topics.bootstrap());
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  static ProducerRecord<String, byte[]> record(Backlog topics, RequestForm form, long number) {
    return new ProducerRecord<>(topics.requests(), form.workspace(), form.request(number));
  }

  /** The first of the names {@code stem-1}, {@code stem-2}, … that shares the other's partition. */
  public static String neighbour(String stem, String other) {
    int n = 1;
    while (home(stem + "-" + n) != home(other)) {
      n++;
    }
    return stem + "-" + n;
  }

  /** The partition that Kafka's default partitioner gives to the key. */
  static int home(String key) {
    return Utils.toPositive(Utils.murmur2(Utils.utf8(key))) % Backlog.PARTITIONS;
  }
}
