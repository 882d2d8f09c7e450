package io.campaigndispatch.bench.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.campaigndispatch.bench.Child;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.DispatcherCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** The dispatcher that is measured: its process, and what its metrics and its JVM say of it. */
final class Worker implements AutoCloseable {
  static final String NAME = "campaign-dispatch";
  static final String MAX_WORKSPACES = "--dispatch.metrics.max-workspaces";

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration START_WITHIN = Duration.ofSeconds(120);
  private static final Duration OBEYS_WITHIN = Duration.ofSeconds(120);

  private final Child child;
  private final URI dispatcher;
  private final Path workspaces;

  private Worker(Child child, URI dispatcher, Path workspaces) {
    this.child = child;
    this.dispatcher = dispatcher;
    this.workspaces = workspaces;
  }

  /**
   * @param jvmOptions such as {@code -Xmx512m}; whatever command starts the JVM, it takes them from
   *     its environment
   * @param configuration more arguments, such as {@code --dispatch.window-bytes=16MB}
   */
  static Worker start(
      DispatcherCommand command,
      Load load,
      URI vendor,
      int maxInFlight,
      List<String> jvmOptions,
      List<String> configuration)
      throws IOException {
    Path workspaces = Files.createTempFile("bench-workspaces-", ".yaml");
    Files.writeString(workspaces, load.workspaces().yaml(vendor, maxInFlight), UTF_8);
    int port = Broker.freePort();
    List<String> line = new ArrayList<>(command.line());
    line.addAll(
        List.of(
            "--spring.kafka.bootstrap-servers=" + load.bootstrap(),
            "--dispatch.topics.prefix=" + load.prefix(),
            "--dispatch.topics.replication=1",
            "--dispatch.group-id=" + load.prefix() + "workers",
            "--dispatch.workspaces-file=" + workspaces,
            "--server.port=" + port));
    if (configuration.stream().noneMatch(one -> one.startsWith(MAX_WORKSPACES))) {
      // One series for all workspaces, so that looking often costs the worker little.
      line.add(MAX_WORKSPACES + "=0");
    }
    line.addAll(configuration);
    Map<String, String> environment =
        jvmOptions.isEmpty() ? Map.of() : Map.of("JAVA_TOOL_OPTIONS", String.join(" ", jvmOptions));
    Child child = Child.start("dispatcher", line, environment).muted();
    return new Worker(child, URI.create("http://127.0.0.1:" + port), workspaces);
  }

  /**
   * Waits until it says so.
   *
   * @throws IllegalStateException it ended, or is not ready within two minutes
   */
  void awaitReady() throws IOException, InterruptedException {
    long started = System.nanoTime();
    while (!DispatcherCommand.isReady(dispatcher)) {
      if (!child.isAlive() || System.nanoTime() - started > START_WITHIN.toNanos()) {
        throw new IllegalStateException("the dispatcher serves nothing:\n" + child.tail());
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Empty while, or when, it does not answer. */
  Optional<Scrape> scrape() {
    return Scrape.of(dispatcher);
  }

  /** The sum of a metric's series; 0 while there is none. */
  double metric(String name) {
    return scrape().map(s -> s.sum(name)).orElse(OptionalDouble.empty()).orElse(0);
  }

  /**
   * Watches it read until it has read all, has read nothing more for so long, or has ended.
   *
   * @param total records that wait for it
   */
  Reading watchReading(long total, Duration patience) throws InterruptedException {
    long started = System.nanoTime();
    Look first = new Look(started, 0, cpu());
    Look last = first;
    while (last.read() < total && child.isAlive()) {
      Look look = new Look(System.nanoTime(), (long) metric("dispatch_requests_total"), cpu());
      if (look.read() > last.read()) {
        // Where one look shows it all, the look before is the only beginning there is.
        first = last.read() == 0 && look.read() < total ? look : first;
        last = look;
      } else if (last.read() == 0) {
        first = look;
        last = look;
      }
      boolean begun = last.read() > 0;
      if (look.nanos() - (begun ? last.nanos() : started)
          > (begun ? patience : START_WITHIN).toNanos()) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
    return new Reading(
        total,
        last.read(),
        last.read() - first.read(),
        (last.nanos() - first.nanos()) / 1e9,
        last.cpu().minus(first.cpu()).toNanos() / 1e9);
  }

  private record Look(long nanos, long read, Duration cpu) {}

  Duration cpu() {
    return child.cpu();
  }

  boolean isAlive() {
    return child.isAlive();
  }

  String tail() throws IOException {
    return child.tail();
  }

  /** Asks its JVM for a full collection. */
  void collectGarbage() throws IOException, InterruptedException {
    tell("GC.run");
  }

  /** Begins to note what its threads do whenever they have used the processor for a while. */
  void beginProfile() throws IOException, InterruptedException {
    tell(
        "JFR.start",
        "name=profile",
        "settings=none",
        "+jdk.CPUTimeSample#enabled=true",
        "+jdk.CPUTimeSample#throttle=10ms");
  }

  /** Ends the notes and writes them there. */
  void endProfile(Path file) throws IOException, InterruptedException {
    tell("JFR.stop", "name=profile", "filename=" + file);
  }

  private void tell(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    line.add(String.valueOf(child.pid()));
    line.addAll(List.of(command));
    Process jcmd =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!jcmd.waitFor(OBEYS_WITHIN.toSeconds(), TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
      jcmd.destroyForcibly();
      throw new IllegalStateException("jcmd could not do this: " + String.join(" ", command));
    }
  }

  /** Of its whole process; empty where there is no /proc. */
  OptionalDouble residentMiB() throws IOException {
    Path status = Path.of("/proc", String.valueOf(child.pid()), "status");
    if (!Files.exists(status)) {
      return OptionalDouble.empty();
    }
    return Files.readAllLines(status, UTF_8).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst();
  }

  @Override
  public void close() throws IOException {
    child.close();
    Files.deleteIfExists(workspaces);
  }
}
