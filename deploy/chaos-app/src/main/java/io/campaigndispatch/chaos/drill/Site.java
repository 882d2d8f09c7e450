package io.campaigndispatch.chaos.drill;

import io.campaigndispatch.chaos.cluster.Brokers;
import io.campaigndispatch.chaos.cluster.Dispatcher;
import io.campaigndispatch.chaos.net.Ports;
import io.campaigndispatch.sandbox.Sandbox;
import io.campaigndispatch.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the drill breaks: a broker on a disk of its own, two dispatchers, the vendors, who
 * publishes.
 */
final class Site implements AutoCloseable {

  static final int WORKERS = 2;

  /** The machine may have others to serve. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);

  private final Path folder;
  private final Sandbox sandbox;
  private final Brokers brokers;
  private final Upstream upstream;
  private final @Nullable SmallDisk disk;
  private final @Nullable WorkerClock clock;
  private final List<Dispatcher> dispatchers = new ArrayList<>();

  private Site(
      Path folder,
      Sandbox sandbox,
      Brokers brokers,
      @Nullable SmallDisk disk,
      @Nullable WorkerClock clock) {
    this.folder = folder;
    this.sandbox = sandbox;
    this.brokers = brokers;
    this.disk = disk;
    this.clock = clock;
    this.upstream = new Upstream(brokers.bootstrap());
  }

  /**
   * Starts everything; returns when every dispatcher is ready.
   *
   * @param root of this checkout
   * @param folder for data, settings and logs
   * @param wallClock the library; null: nobody's clock can be set
   * @param out told when a dispatcher ends that nobody ended
   */
  static Site start(Path root, Path folder, @Nullable Path wallClock, PrintStream out)
      throws IOException, InterruptedException {
    Sandbox.warmUp();
    SmallDisk disk = SmallDisk.mount(folder.resolve("data-0"));
    WorkerClock clock =
        wallClock == null ? null : new WorkerClock(wallClock, folder.resolve("clock"));
    Site site =
        new Site(
            folder,
            Sandbox.start(SandboxSettings.defaults()),
            new Brokers(folder, 1, 0),
            disk,
            clock);
    try {
      site.start(root, out);
      return site;
    } catch (IOException | InterruptedException | RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private void start(Path root, PrintStream out) throws IOException, InterruptedException {
    brokers.start(List.of(), READY_WITHIN);
    renewCredential();
    Path workspaces = folder.resolve("workspaces.yaml");
    Files.writeString(workspaces, Shop.yaml(sandbox::uri, credential().toString()));
    for (int slot = 0; slot < WORKERS; slot++) {
      Map<String, String> environment = new HashMap<>(Map.of("DRILL_TOKEN", "token-of-the-drill"));
      if (slot == 0 && clock != null) {
        environment.putAll(clock.environment());
      }
      dispatchers.add(
          new Dispatcher(
              root,
              workspaces,
              brokers.bootstrap(),
              Ports.next(),
              folder.resolve("dispatcher-" + slot + ".log"),
              List.of("--dispatch.topics.partitions=6"),
              environment,
              status -> out.println("a dispatcher ended by itself with status " + status)));
    }
    for (Dispatcher dispatcher : dispatchers) {
      dispatcher.start();
      if (!dispatcher.awaitReady(READY_WITHIN)) {
        throw new IllegalStateException(
            "not ready after %d s: see %s".formatted(READY_WITHIN.toSeconds(), dispatcher.log()));
      }
    }
    upstream.start();
  }

  private Path credential() {
    return folder.resolve("credential");
  }

  /** Puts another token where one workspace's is read from. */
  void renewCredential() throws IOException {
    Files.writeString(credential(), "token-" + System.nanoTime());
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Brokers brokers() {
    return brokers;
  }

  Upstream upstream() {
    return upstream;
  }

  /** The broker's; null: it has none of its own. */
  @Nullable SmallDisk disk() {
    return disk;
  }

  /** The first dispatcher's; null: it cannot be set. */
  @Nullable WorkerClock clock() {
    return clock;
  }

  /** An operator's order to any dispatcher. */
  void order(String path) {
    if (!dispatchers.getFirst().order(path)) {
      throw new IllegalStateException("the order was not taken: " + path);
    }
  }

  /** Where they serve their metrics. */
  List<Integer> metricsPorts() {
    return dispatchers.stream().map(Dispatcher::port).toList();
  }

  @Override
  public void close() throws InterruptedException {
    upstream.close();
    for (Dispatcher dispatcher : dispatchers) {
      dispatcher.kill();
    }
    brokers.close();
    sandbox.close();
    if (disk != null) {
      disk.close();
    }
  }
}
