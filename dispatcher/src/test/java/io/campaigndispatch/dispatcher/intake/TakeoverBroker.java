package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.embedded.EmbeddedBroker;
import io.campaigndispatch.dispatcher.embedded.TestBrokers;
import io.campaigndispatch.model.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A broker and the clients that the tests of takeovers use. */
final class TakeoverBroker implements AutoCloseable {

  private final EmbeddedBroker broker;
  private final Admin admin;

  private TakeoverBroker(EmbeddedBroker broker) {
    this.broker = broker;
    this.admin = Admin.create(client());
  }

  static TakeoverBroker start(Path folder) {
    return new TakeoverBroker(TestBrokers.start(folder));
  }

  Admin admin() {
    return admin;
  }

  Map<String, Object> client() {
    return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  void create(Topics topics, int partitions) {
    List<String> names =
        List.of(
            topics.delay(),
            topics.journal(),
            topics.progress(),
            topics.outcomes(),
            topics.deadLetters());
    await(
        admin
            .createTopics(
                names.stream().map(name -> new NewTopic(name, partitions, (short) 1)).toList())
            .all());
    Awaitility.await()
        .ignoreExceptions()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> await(admin.describeTopics(names).allTopicNames()).size() == names.size());
  }

  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config = client();
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "earliest");
    config.put("fetch.max.wait.ms", 10);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Its transactions stay open for a minute when nobody ends them. */
  Producer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> config = client();
    config.put("transactional.id", transactionalId);
    config.put("transaction.timeout.ms", 60_000);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static <T> T await(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  static Stream<Integer> partitions(int count) {
    return Stream.iterate(0, next -> next + 1).limit(count);
  }

  @Override
  public void close() {
    admin.close();
    broker.close();
  }
}
