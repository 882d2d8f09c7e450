package io.campaigndispatch.bench.throughput;

import io.campaigndispatch.bench.Child;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker in its own process, which takes its data with it when it ends. */
public final class Broker implements AutoCloseable {
  public static final String COMMAND = "broker";

  private final Child child;
  private final String bootstrap;
  private final Path folder;

  private Broker(Child child, String bootstrap, Path folder) {
    this.child = child;
    this.bootstrap = bootstrap;
    this.folder = folder;
  }

  public static Broker start() throws IOException {
    Path folder = Files.createTempDirectory("bench-kafka-");
    Child child =
        Child.jvm("broker", List.of("-Xmx1g", "-XX:+UseG1GC"), List.of(COMMAND, folder.toString()));
    return new Broker(child, child.await("bootstrap"), folder).muted();
  }

  private Broker muted() {
    child.muted();
    return this;
  }

  public String bootstrap() {
    return bootstrap;
  }

  @Override
  public void close() {
    child.close();
    // Already gone unless the process had to be killed.
    delete(folder);
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process itself. */
  public static void main(List<String> args) throws Exception {
    String folder = args.getFirst();
    int port = freePort();
    int controller = freePort();
    new Formatter()
        .setPrintStream(new PrintStream(PrintStream.nullOutputStream(), false))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(folder)
        .addDirectory(folder)
        .run();
    Map<String, String> config =
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("log.dirs", folder),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));
    var server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.shutdown();
                  delete(Path.of(folder));
                }));
    server.startup();
    System.out.println("bootstrap 127.0.0.1:" + port);
    server.awaitShutdown();
  }

  /** One that nobody listens on now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
