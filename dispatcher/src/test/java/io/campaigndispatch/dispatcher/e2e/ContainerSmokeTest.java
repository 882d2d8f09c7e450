package io.campaigndispatch.dispatcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.campaigndispatch.dispatcher.control.TopicResult;
import io.campaigndispatch.dispatcher.control.TopicSettings;
import io.campaigndispatch.dispatcher.control.TopicSetup;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Kafka's own image instead of the embedded broker. Needs a Docker engine: without one it is
 * skipped and says so, unless {@code DISPATCH_REQUIRE_DOCKER} is set (as {@code .ci/run} does).
 */
@Timeout(180)
class ContainerSmokeTest {

  private static final String IMAGE = "apache/kafka:" + AppInfoParser.getVersion();

  private static KafkaContainer kafka;
  private static Map<String, Object> client;

  @BeforeAll
  static void start() {
    boolean engine = DockerClientFactory.instance().isDockerAvailable();
    boolean required = System.getenv("DISPATCH_REQUIRE_DOCKER") != null;
    System.out.println(
        engine
            ? "Container smoke: runs with " + IMAGE
            : "Container smoke: NOT RUN, since no Docker engine answers");
    assumeTrue(engine || required, "no Docker engine answers");
    kafka = new KafkaContainer(IMAGE);
    kafka.start();
    client = Map.of("bootstrap.servers", kafka.getBootstrapServers());
  }

  @AfterAll
  static void stop() {
    if (kafka != null) {
      kafka.stop();
    }
  }

  @Test
  void recordWrittenToTheTopicsSetUp_isRead() {
    Topics names;
    try (Admin admin = Admin.create(client)) {
      TopicSettings settings = new TopicSettings("dispatch.", true, 2, null);
      TopicResult result =
          new TopicSetup(admin, settings, time -> LockSupport.parkNanos(time.toNanos())).prepare();
      assertThat(result).isEqualTo(new TopicResult.Ready(settings.names(), 2));
      names = settings.names();
    }
    try (Producer<String, String> producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      Future<RecordMetadata> sent =
          producer.send(new ProducerRecord<>(names.requests(), 1, "acme", "{}"));
      producer.flush();
      assertThat(sent.resultNow().partition()).isEqualTo(1);
    }
    Map<String, Object> fromTheStart =
        Map.of("bootstrap.servers", kafka.getBootstrapServers(), "auto.offset.reset", "earliest");
    TopicPartition partition = new TopicPartition(names.requests(), 1);
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(fromTheStart, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      assertThat(consumer.poll(Duration.ofSeconds(30)).records(partition))
          .extracting(ConsumerRecord::key)
          .containsExactly("acme");
    }
  }
}
