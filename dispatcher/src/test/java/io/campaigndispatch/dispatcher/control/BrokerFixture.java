package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.dispatcher.embedded.EmbeddedBroker;
import io.campaigndispatch.dispatcher.embedded.TestBrokers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A broker with what the tests of topics do to it. */
final class BrokerFixture implements AutoCloseable {

  private final EmbeddedBroker broker;
  private final Admin admin;

  private BrokerFixture(EmbeddedBroker broker) {
    this.broker = broker;
    this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  static BrokerFixture start(Path folder) {
    return new BrokerFixture(TestBrokers.start(folder));
  }

  static AdoptionLog adoptions(String bootstrapServers, String progressTopic) {
    return new AdoptionLog(
        () ->
            new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()),
        () ->
            new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer()),
        progressTopic);
  }

  AdoptionLog adoptions(TopicSettings settings) {
    return adoptions(broker.bootstrapServers(), settings.names().progress());
  }

  TopicResult prepare(TopicSettings settings, Instant now) {
    return new TopicSetup(
            admin, adoptions(settings), settings, time -> LockSupport.parkNanos(time.toNanos()))
        .prepare(now);
  }

  TopicResult.Ready ready(TopicSettings settings, Instant now) {
    return switch (prepare(settings, now)) {
      case TopicResult.Ready ready -> ready;
      case TopicResult.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  Admin admin() {
    return admin;
  }

  /** As large requests as the dispatcher would create it for. */
  void create(String topic, int partitions) {
    NewTopic created =
        new NewTopic(topic, partitions, (short) 1).configs(Map.of("max.message.bytes", "2097152"));
    await(admin.createTopics(List.of(created)).all());
    awaitPartitions(topic, partitions);
  }

  void grow(String topic, int partitions) {
    await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
    awaitPartitions(topic, partitions);
  }

  void delete(String topic) {
    await(admin.deleteTopics(List.of(topic)).all());
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !await(admin.listTopics().names()).contains(topic));
  }

  int partitions(String topic) {
    TopicDescription description =
        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    return description == null ? 0 : description.partitions().size();
  }

  void send(String topic, int partition, int records) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        var unused = producer.send(new ProducerRecord<>(topic, partition, null, new byte[] {1}));
      }
    }
  }

  private void awaitPartitions(String topic, int partitions) {
    Awaitility.await()
        .ignoreExceptions()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> partitions(topic) == partitions);
  }

  static <T> T await(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    admin.close();
    broker.close();
  }
}
