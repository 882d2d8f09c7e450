package io.campaigndispatch.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.tools.ConsoleProducer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Any producer works, with nothing but key and JSON. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnyProducerIT {

  private static final String TOPIC = "dispatch.requests";
  private static final Fleet FLEET = Fleets.of(12, 300);
  private static final SmallRequests REQUESTS = new SmallRequests(FLEET, 24);

  @TempDir private static Path folder;

  private Installation installation;

  @BeforeAll
  void start() throws IOException {
    installation = Installation.prepare(folder, FLEET);
    installation.startDispatcher();
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  /** What Kafka's distribution runs as {@code kafka-console-producer.sh}. */
  @Test
  void consoleProducer_works() throws IOException, InterruptedException {
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i < REQUESTS.count(); i++) {
      typed.append(REQUESTS.member(i).id()).append('\t');
      typed.append(REQUESTS.json("console", i)).append('\n');
    }
    Process console =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                ConsoleProducer.class.getName(),
                "--bootstrap-server",
                installation.bootstrapServers(),
                "--topic",
                TOPIC,
                "--reader-property",
                "parse.key=true")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream keyboard = console.getOutputStream()) {
      keyboard.write(typed.toString().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(console.waitFor(60, TimeUnit.SECONDS)).isTrue();

    REQUESTS.assertAllAcceptedOnce(installation, "console");
  }

  @Test
  void plainStringProducer_works() {
    publish("plain", (_, _) -> null);

    REQUESTS.assertAllAcceptedOnce(installation, "plain");
  }

  /** librdkafka's default, {@code consistent_random}: CRC-32 of the key. */
  @Test
  void otherPartitioner_endsOnceToo() {
    publish("crc", (key, partitions) -> (int) (SmallRequests.crc32(key) % partitions));

    REQUESTS.assertAllAcceptedOnce(installation, "crc");
  }

  @Test
  void recordsWithoutKey_endOnceToo() {
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < REQUESTS.count(); i++) {
        var unused = producer.send(new ProducerRecord<>(TOPIC, REQUESTS.json("keyless", i)));
      }
    }

    REQUESTS.assertAllAcceptedOnce(installation, "keyless");
  }

  private void publish(String run, BiFunction<String, Integer, @Nullable Integer> partition) {
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      int partitions = producer.partitionsFor(TOPIC).size();
      for (int i = 0; i < REQUESTS.count(); i++) {
        String key = REQUESTS.member(i).id();
        var unused =
            producer.send(
                new ProducerRecord<>(
                    TOPIC, partition.apply(key, partitions), key, REQUESTS.json(run, i)));
      }
    }
  }
}
