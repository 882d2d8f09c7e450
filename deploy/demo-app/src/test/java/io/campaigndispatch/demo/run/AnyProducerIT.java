package io.campaigndispatch.demo.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.proof.Ending;
import io.campaigndispatch.demo.proof.VendorCall;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import io.campaigndispatch.demo.scenario.Member;
import io.campaigndispatch.model.outcome.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
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
  private static final int REQUESTS = 24;

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
    for (int i = 0; i < REQUESTS; i++) {
      Member member = member(i);
      typed.append(member.id()).append('\t').append(json("console", member, i)).append('\n');
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

    assertAllAcceptedOnce("console");
  }

  @Test
  void plainStringProducer_works() {
    publish("plain", (_, _) -> null);

    assertAllAcceptedOnce("plain");
  }

  /** librdkafka's default, {@code consistent_random}: CRC-32 of the key. */
  @Test
  void otherPartitioner_endsOnceToo() {
    publish("crc", (key, partitions) -> (int) (crc32(key) % partitions));

    assertAllAcceptedOnce("crc");
  }

  @Test
  void recordsWithoutKey_endOnceToo() {
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < REQUESTS; i++) {
        var unused = producer.send(new ProducerRecord<>(TOPIC, json("keyless", member(i), i)));
      }
    }

    assertAllAcceptedOnce("keyless");
  }

  private void publish(String run, BiFunction<String, Integer, @Nullable Integer> partition) {
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      int partitions = producer.partitionsFor(TOPIC).size();
      for (int i = 0; i < REQUESTS; i++) {
        String key = member(i).id();
        var unused =
            producer.send(
                new ProducerRecord<>(
                    TOPIC, partition.apply(key, partitions), key, json(run, member(i), i)));
      }
    }
  }

  private void assertAllAcceptedOnce(String run) {
    List<String> ids = IntStream.range(0, REQUESTS).mapToObj(i -> run + "-" + i).toList();
    List<Ending> endings = new ArrayList<>();
    try (Results results = new Results(installation.bootstrapServers())) {
      long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (endings.size() < REQUESTS && System.nanoTime() < giveUp) {
        results.poll(
            Duration.ofMillis(100),
            outcome -> {
              if (outcome.requestId().startsWith(run + "-")) {
                endings.add(Ending.of(outcome));
              }
            });
      }
    }
    assertThat(endings)
        .allMatch(ending -> ending.status() == Status.ACCEPTED)
        .extracting(ending -> ending.key().requestId())
        .containsExactlyInAnyOrderElementsOf(ids);
    List<String> taken =
        LedgerReader.read(installation.sandbox(), FLEET).stream()
            .filter(VendorCall::taken)
            .map(VendorCall::addressee)
            .toList();
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(taken).containsOnlyOnce(digits(run, i));
    }
  }

  private static Member member(int i) {
    return FLEET.members().get(i % FLEET.members().size());
  }

  private static String json(String run, Member member, int i) {
    return """
        {"requestId":"%s-%d","workspaceId":"%s","recipient":"+%s","message":{"type":"template",\
        "name":"aviso","language":"es","body":[{"name":"nombre","value":"Juan"}]}}\
        """
        .formatted(run, i, member.id(), digits(run, i));
  }

  private static String digits(String run, int i) {
    return Long.toString(5_216_000_000_000L + crc32(run) % 1_000_000 * 1_000 + i);
  }

  private static long crc32(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
