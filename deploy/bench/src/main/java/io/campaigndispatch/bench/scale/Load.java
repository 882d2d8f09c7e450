package io.campaigndispatch.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * The topics of one run and whoever writes requests into them: two producers, so that ten million
 * small ones take well under a minute. The topics go when it is closed.
 */
final class Load implements AutoCloseable {
  private static final int WRITERS = 2;
  private static final Map<String, String> UNLIKE_DEFAULT =
      Map.of("retention.ms", "1209600000", "max.message.bytes", "2097152");

  private final String bootstrap;
  private final String prefix;
  private final int partitions;
  private final Workspaces workspaces;
  private final byte[][] keys;
  private final int[] homes;
  private final List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private Load(String bootstrap, String prefix, int partitions, Workspaces workspaces) {
    this.bootstrap = bootstrap;
    this.prefix = prefix;
    this.partitions = partitions;
    this.workspaces = workspaces;
    this.keys = new byte[workspaces.count()][];
    this.homes = new int[workspaces.count()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Workspaces.key(Workspaces.id(i));
      homes[i] = home(keys[i]);
    }
  }

  /** Creates the topics. */
  static Load create(String bootstrap, String prefix, int partitions, Workspaces workspaces)
      throws InterruptedException {
    Load load = new Load(bootstrap, prefix, partitions, workspaces);
    load.createTopics();
    for (int i = 0; i < WRITERS; i++) {
      load.producers.add(load.producer());
    }
    return load;
  }

  String bootstrap() {
    return bootstrap;
  }

  String prefix() {
    return prefix;
  }

  String requests() {
    return prefix + "requests";
  }

  String outcomes() {
    return prefix + "outcomes";
  }

  int partitions() {
    return partitions;
  }

  Workspaces workspaces() {
    return workspaces;
  }

  /** Writes the requests with these numbers; returns when the broker has them. */
  void publish(long from, long count) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      var parts =
          IntStream.range(0, WRITERS)
              .mapToObj(
                  w -> CompletableFuture.runAsync(() -> write(w, from + w, from + count), threads))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(parts).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the backlog could not be written", e.getCause());
    }
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("the backlog could not be written", problem);
    }
  }

  private void write(int writer, long from, long to) {
    KafkaProducer<byte[], byte[]> producer = producers.get(writer);
    for (long n = from; n < to; n += WRITERS) {
      int workspace = workspaces.of(n);
      byte[] key = keys[workspace];
      send(producer, homes[workspace], key, SmallRequest.of(n, key));
    }
    producer.flush();
  }

  /** Writes one request of the workspace without a throttle at once. */
  void publishProbe(long n) {
    byte[] key = Workspaces.key(Workspaces.PROBE);
    KafkaProducer<byte[], byte[]> producer = producers.getFirst();
    send(producer, home(key), key, SmallRequest.of(n, key));
    producer.flush();
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer, int partition, byte[] key, byte[] value) {
    var _ =
        producer.send(
            new ProducerRecord<>(requests(), partition, key, value),
            (_, problem) -> {
              if (problem != null) {
                failure.set(problem);
              }
            });
  }

  /** Where Kafka's default partitioner puts the key. */
  private int home(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", bootstrap,
            "compression.type", "lz4",
            "linger.ms", "20",
            "batch.size", "262144",
            "buffer.memory", "67108864"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private void createTopics() throws InterruptedException {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(requests(), partitions, (short) 1).configs(UNLIKE_DEFAULT),
                  new NewTopic(outcomes(), partitions, (short) 1)))
          .all()
          .get();
      awaitLeaders(admin);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** A producer that writes before every leader is ready gets its sequence numbers wrong. */
  private void awaitLeaders(Admin admin) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        Stream.of(requests(), outcomes())
            .flatMap(t -> IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(t, p)))
            .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
    for (int tries = 1; ; tries++) {
      try {
        var _ = admin.listOffsets(latest).all().get();
        return;
      } catch (ExecutionException e) {
        if (tries == 100 || !(e.getCause() instanceof RetriableException)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  @Override
  public void close() throws InterruptedException {
    producers.forEach(KafkaProducer::close);
    try (Admin admin = admin()) {
      List<String> own =
          admin.listTopics().names().get().stream().filter(t -> t.startsWith(prefix)).toList();
      admin.deleteTopics(own).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
