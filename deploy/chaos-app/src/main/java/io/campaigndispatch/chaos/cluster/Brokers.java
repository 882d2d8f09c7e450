package io.campaigndispatch.chaos.cluster;

import io.campaigndispatch.chaos.net.Ports;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/** A Kafka cluster whose brokers are killed and come back on their data. */
public final class Brokers implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Path folder;
  private final String cluster = Uuid.randomUuid().toString();
  private final List<Integer> direct = new ArrayList<>();
  private final List<Integer> controllers = new ArrayList<>();

  /** By broker, then by slot. */
  private final List<List<Integer>> own = new ArrayList<>();

  private final List<Program> programs = new ArrayList<>();

  /**
   * @param folder for data, settings and logs
   * @param slots dispatchers, each of which gets a listener of its own
   */
  public Brokers(Path folder, int size, int slots) {
    this.folder = folder;
    for (int node = 0; node < size; node++) {
      direct.add(Ports.next());
      controllers.add(Ports.next());
      List<Integer> ports = new ArrayList<>();
      for (int slot = 0; slot < slots; slot++) {
        ports.add(Ports.next());
      }
      own.add(ports);
    }
  }

  /** Where a dispatcher's network leads to, by broker. */
  public List<Integer> targets(int slot) {
    return own.stream().map(ports -> ports.get(slot)).toList();
  }

  /** What everybody connects to who is not to be cut off. */
  public String bootstrap() {
    return direct.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /**
   * Starts all of them; returns when they answer.
   *
   * @param advertised by slot, then by broker
   */
  public void start(List<List<Integer>> advertised, Duration within)
      throws IOException, InterruptedException {
    BrokerFile file = new BrokerFile(direct, controllers);
    for (int node = 0; node < direct.size(); node++) {
      int n = node;
      List<BrokerFile.Own> listeners =
          IntStream.range(0, advertised.size())
              .mapToObj(
                  slot -> new BrokerFile.Own(own.get(n).get(slot), advertised.get(slot).get(n)))
              .toList();
      write(file.of(node, listeners, folder.resolve("data-" + node).toString()), settings(node));
      programs.add(program(node));
    }
    if (!await(this::allAnswer, within)) {
      throw new IllegalStateException(
          "the brokers do not answer after " + within.toSeconds() + " s");
    }
  }

  private static void write(Properties properties, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
  }

  private Path settings(int node) {
    return folder.resolve("broker-" + node + ".properties");
  }

  private Program program(int node) throws IOException {
    return Program.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=chaos-logback.xml",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerMain.class.getName(),
            settings(node).toString(),
            cluster),
        Map.of(),
        folder.resolve("broker-" + node + ".log"));
  }

  /** kill -9. */
  public synchronized void kill(int node) throws InterruptedException {
    programs.get(node).kill();
  }

  /** Starts one that was killed. */
  public synchronized void restart(int node) throws IOException {
    programs.set(node, program(node));
  }

  /** Starts again what died by itself; which ones those are. */
  public synchronized List<Integer> revive() throws IOException {
    List<Integer> dead = new ArrayList<>();
    for (int node = 0; node < programs.size(); node++) {
      if (!programs.get(node).isAlive()) {
        restart(node);
        dead.add(node);
      }
    }
    return dead;
  }

  /** Waits until every copy of every partition is in sync; whether that came to be. */
  public boolean awaitInSync(Duration within) throws InterruptedException {
    return await(this::allInSync, within);
  }

  @FunctionalInterface
  private interface Question {
    boolean ask(Admin admin) throws ExecutionException, InterruptedException, TimeoutException;
  }

  private boolean await(Question question, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      while (System.nanoTime() < deadline) {
        try {
          if (question.ask(admin)) {
            return true;
          }
        } catch (ExecutionException | TimeoutException notYet) {
          // Asked again.
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      }
      return false;
    }
  }

  private boolean allAnswer(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size() == direct.size();
  }

  private boolean allInSync(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    Collection<String> topics =
        admin
            .listTopics(new ListTopicsOptions().listInternal(true))
            .names()
            .get(5, TimeUnit.SECONDS);
    Collection<TopicDescription> found =
        admin.describeTopics(topics).allTopicNames().get(5, TimeUnit.SECONDS).values();
    return allAnswer(admin)
        && found.stream()
            .flatMap(topic -> topic.partitions().stream())
            .allMatch(partition -> partition.isr().size() == partition.replicas().size());
  }

  @Override
  public void close() throws InterruptedException {
    for (Program program : programs) {
      program.kill();
    }
  }
}
