package io.campaigndispatch.dispatcher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker keeps its records, its address and its directory to itself. */
@Timeout(120)
class EmbeddedBrokerTest {

  private static final TopicPartition PARTITION = new TopicPartition("kept", 0);

  @TempDir private Path folder;

  @Test
  void records_surviveARestartOnTheSameAddress() {
    String address;
    try (EmbeddedBroker broker = started(folder)) {
      address = broker.bootstrapServers();
      write(address, "one");
    }

    try (EmbeddedBroker broker = started(folder)) {
      assertThat(broker.bootstrapServers()).isEqualTo(address);
      assertThat(read(address)).containsExactly("one");
    }
  }

  @Test
  void otherAddressesOfThisHost_areNotListenedOn() throws IOException {
    try (EmbeddedBroker broker = started(folder);
        Socket loopback = new Socket()) {
      String[] address = broker.bootstrapServers().split(":");
      int port = Integer.parseInt(address[1]);
      loopback.connect(new InetSocketAddress(address[0], port));

      assertThat(loopback.isConnected()).isTrue();
      // Whoever listens on every address listens on this one.
      try (Socket other = new Socket()) {
        assertThatIOException()
            .isThrownBy(() -> other.connect(new InetSocketAddress("127.0.0.2", port), 2_000));
      }
    }
  }

  @Test
  void recordsOfAKilledProcess_survive() throws IOException, InterruptedException {
    Process process = BrokerProcess.start(folder);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String address = output.readLine();
      write(address, "one");

      assertThat(EmbeddedBroker.start(settings(folder)))
          .isEqualTo(
              new EmbeddedBrokerStart.Refused(
                  "embedded broker: " + folder + " is in use by another process"));
    } finally {
      process.destroyForcibly().waitFor();
    }

    try (EmbeddedBroker broker = started(folder)) {
      assertThat(read(broker.bootstrapServers())).containsExactly("one");
    }
  }

  @Test
  void wantedPortThatIsTaken_isNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThat(EmbeddedBroker.start(new EmbeddedBrokerSettings(folder, port)))
          .isEqualTo(
              new EmbeddedBrokerStart.Refused(
                  "embedded broker: %s cannot be served on port %d: the port is taken"
                      .formatted(folder, port)));
    }
  }

  @Test
  void rememberedPortThatIsTaken_givesWayToAnother() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(folder.resolve("embedded.port"), taken.getLocalPort() + "\n");

      assertThat(Ports.choose(folder, null)).isPresent().get().isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void fileInPlaceOfTheDirectory_isNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(EmbeddedBroker.start(settings(file)))
        .isEqualTo(
            new EmbeddedBrokerStart.Refused(
                "embedded broker: %s cannot be used as a data directory:".formatted(file)
                    + " java.nio.file.FileAlreadyExistsException: "
                    + file));
  }

  @Test
  void directoryOfAnotherNode_isNamed() throws IOException {
    Files.writeString(folder.resolve("meta.properties"), "version=1\nnode.id=7\ncluster.id=abc\n");

    assertThat(EmbeddedBroker.start(settings(folder)))
        .isInstanceOfSatisfying(
            EmbeddedBrokerStart.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith(
                        "embedded broker: " + folder + " cannot be used as a data directory")
                    .contains("Stored node id 7")
                    .hasLineCount(1));
  }

  private static EmbeddedBrokerSettings settings(Path dataDir) {
    return new EmbeddedBrokerSettings(dataDir, null);
  }

  private static EmbeddedBroker started(Path dataDir) {
    return TestBrokers.started(settings(dataDir));
  }

  private static void write(String address, String value) {
    Map<String, Object> client = Map.of("bootstrap.servers", address);
    try (Admin admin = Admin.create(client);
        Producer<String, String> producer =
            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      NewTopic topic = new NewTopic(PARTITION.topic(), 1, (short) 1);
      admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture().join();
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(PARTITION.topic(), value));
      producer.flush();
      assertThat(sent.resultNow().topic()).isEqualTo(PARTITION.topic());
    }
  }

  private static List<String> read(String address) {
    Map<String, Object> client =
        Map.of("bootstrap.servers", address, "auto.offset.reset", "earliest");
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      return consumer.poll(Duration.ofSeconds(30)).records(PARTITION).stream()
          .map(ConsumerRecord::value)
          .toList();
    }
  }
}
