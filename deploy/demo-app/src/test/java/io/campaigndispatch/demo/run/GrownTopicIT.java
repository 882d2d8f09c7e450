package io.campaigndispatch.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.run.Results.RequestsTopic;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.Homes;
import io.campaigndispatch.model.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Partitions may be added to the requests topic at any time; nothing is lost, homes stay. */
@Timeout(120)
class GrownTopicIT {

  private static final String TOPIC = Topics.DEFAULT.requests();
  private static final String[] SETTINGS = {
    "--dispatch.topics.partitions=3",
    // Half a minute otherwise: this is how soon new partitions are noticed.
    "--spring.kafka.consumer.properties.metadata.max.age.ms=300"
  };
  private static final Homes BEFORE = new Homes(3);
  private static final Homes AFTER = new Homes(5);

  private static final Fleet FLEET = Fleets.of(12, 300);
  private static final SmallRequests REQUESTS = new SmallRequests(FLEET, 36);

  @TempDir private Path folder;

  @Test
  void requestsTopicGrown_everythingEndsOnceAndKeysKeepTheirHome()
      throws IOException, ExecutionException, InterruptedException {
    try (Installation installation = Installation.prepare(folder, FLEET)) {
      installation.startDispatcher(SETTINGS);
      publish(installation, "first", 3);
      REQUESTS.assertAllAcceptedOnce(installation, "first");

      grow(installation, 5);
      publish(installation, "running", 5);
      publishUnreadable(installation, 4);
      REQUESTS.assertAllAcceptedOnce(installation, "running");
      assertDeadLetterFrom(installation, 4);
      awaitTrue(() -> moved(installation.snapshot()) == expectedMoves());
      assertThat(installation.snapshot().unaccounted()).isZero();

      installation.stopDispatcher();
      installation.startDispatcher(SETTINGS);
      publish(installation, "restarted", 5);
      REQUESTS.assertAllAcceptedOnce(installation, "restarted");
      awaitTrue(() -> moved(installation.snapshot()) == expectedMoves());

      assertThat(RequestsTopic.read(installation.bootstrapServers()).moves().values())
          .hasSize(2 * expectedMoves())
          .containsOnly(1);
    }
  }

  /** Of a campaign that is written with the new count. */
  private static int expectedMoves() {
    return (int)
        IntStream.range(0, REQUESTS.count())
            .mapToObj(i -> REQUESTS.member(i).id())
            .filter(id -> BEFORE.of(id) != AFTER.of(id))
            .count();
  }

  private static long moved(CoreSnapshot snapshot) {
    return snapshot.workspaces().values().stream().mapToLong(one -> one.tally().moved()).sum();
  }

  private static void grow(Installation installation, int partitions)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", installation.bootstrapServers()))) {
      admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  private static void publish(Installation installation, String run, int partitions) {
    try (var producer = producer(installation)) {
      awaitTrue(() -> producer.partitionsFor(TOPIC).size() == partitions);
      for (int i = 0; i < REQUESTS.count(); i++) {
        String key = REQUESTS.member(i).id();
        var unused = producer.send(new ProducerRecord<>(TOPIC, key, REQUESTS.json(run, i)));
      }
    }
  }

  private static void publishUnreadable(Installation installation, int partition) {
    try (var producer = producer(installation)) {
      var unused = producer.send(new ProducerRecord<>(TOPIC, partition, null, "no JSON"));
    }
  }

  private static KafkaProducer<String, String> producer(Installation installation) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            installation.bootstrapServers(),
            ProducerConfig.METADATA_MAX_AGE_CONFIG,
            100),
        new StringSerializer(),
        new StringSerializer());
  }

  private static void assertDeadLetterFrom(Installation installation, int partition) {
    try (Results results = new Results(installation.bootstrapServers())) {
      awaitTrue(
          () -> {
            results.poll(Duration.ofMillis(50), _ -> {});
            return !results.deadLetters().isEmpty();
          });
      assertThat(results.deadLetters())
          .singleElement()
          .satisfies(letter -> assertThat(letter.key().source().partition()).isEqualTo(partition));
    }
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(giveUp);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
