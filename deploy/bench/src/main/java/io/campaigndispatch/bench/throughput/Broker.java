package io.campaigndispatch.bench.throughput;

import io.campaigndispatch.bench.Child;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker in its own process, which takes its data with it when it ends. */
public final class Broker implements AutoCloseable {

  private static final Set<Integer> GIVEN_OUT = ConcurrentHashMap.newKeySet();
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
    return cluster(1).getFirst();
  }

  /** So many, each with a copy of everything and a vote; whoever gets them closes them. */
  public static List<Broker> cluster(int size) throws IOException {
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      nodes.add(freePort() + ":" + freePort());
    }
    String cluster = Uuid.randomUuid().toString();
    List<Broker> brokers = new ArrayList<>();
    for (int node = 0; node < size; node++) {
      Path folder = Files.createTempDirectory("bench-kafka-");
      List<String> command =
          List.of(
              COMMAND, folder.toString(), cluster, String.valueOf(node), String.join(",", nodes));
      Child child = Child.jvm("broker", List.of("-Xmx1g", "-XX:+UseG1GC"), command);
      String bootstrap = "127.0.0.1:" + nodes.get(node).split(":", -1)[0];
      brokers.add(new Broker(child, bootstrap, folder));
    }
    try {
      // None is ready before most of them are there.
      for (Broker broker : brokers) {
        var _ = broker.child.await("ready");
        broker.child.muted();
      }
    } catch (IllegalStateException e) {
      brokers.forEach(Broker::close);
      throw e;
    }
    return brokers;
  }

  public String bootstrap() {
    return bootstrap;
  }

  /** User and system time of its process so far. */
  public Duration cpu() {
    return child.cpu();
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
    int node = Integer.parseInt(args.get(2));
    List<String[]> ports =
        Stream.of(args.get(3).split(",", -1)).map(n -> n.split(":", -1)).toList();
    String voters =
        IntStream.range(0, ports.size())
            .mapToObj(n -> n + "@127.0.0.1:" + ports.get(n)[1])
            .collect(Collectors.joining(","));
    String copies = String.valueOf(ports.size());
    new Formatter()
        .setPrintStream(new PrintStream(PrintStream.nullOutputStream(), false))
        .setClusterId(args.get(1))
        .setNodeId(node)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(folder)
        .addDirectory(folder)
        .run();
    Map<String, String> config =
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", args.get(2)),
            Map.entry("controller.quorum.voters", voters),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s"
                    .formatted(ports.get(node)[0], ports.get(node)[1])),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("log.dirs", folder),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("offsets.topic.replication.factor", copies),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", copies),
            Map.entry("transaction.state.log.min.isr", ports.size() > 1 ? "2" : "1"),
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
    System.out.println("ready " + args.get(2));
    server.awaitShutdown();
  }

  /** One that nobody listens on now, and that was not given out before. */
  public static int freePort() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0)) {
        if (GIVEN_OUT.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      }
    }
  }
}
