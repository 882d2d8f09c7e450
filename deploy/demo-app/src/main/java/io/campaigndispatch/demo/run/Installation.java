package io.campaigndispatch.demo.run;

import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.dispatcher.app.DispatcherApplication;
import io.campaigndispatch.dispatcher.app.Worker;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.sandbox.Sandbox;
import io.campaigndispatch.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Everything in this process: the vendor sandbox, and the real dispatcher with its embedded Kafka.
 * The dispatcher can be stopped and started again on its data; the sandbox stays.
 *
 * <p>Guarded by itself, so that a shutdown hook may close what another thread starts.
 */
public final class Installation implements AutoCloseable {

  private final Path folder;
  private final Cluster cluster;
  private final Sandbox sandbox;
  private @Nullable ConfigurableApplicationContext dispatcher;
  private boolean closed;

  /** Where Kafka is. */
  private sealed interface Cluster {
    /** In the dispatcher's own process. */
    record Embedded(int port) implements Cluster {}

    /** Somewhere else. */
    record Given(String bootstrapServers) implements Cluster {}
  }

  private Installation(Path folder, Cluster cluster, Sandbox sandbox) {
    this.folder = folder;
    this.cluster = cluster;
    this.sandbox = sandbox;
  }

  /**
   * Starts the sandbox and prepares the dispatcher's files; every port is a free one.
   *
   * @param folder for all files: configuration, credentials, Kafka's data, log
   */
  public static Installation prepare(Path folder, Fleet fleet) throws IOException {
    return prepare(folder, fleet, new Cluster.Embedded(freePort()));
  }

  /** The same with a Kafka that runs already. */
  public static Installation prepare(Path folder, Fleet fleet, String bootstrapServers)
      throws IOException {
    return prepare(folder, fleet, new Cluster.Given(bootstrapServers));
  }

  private static Installation prepare(Path folder, Fleet fleet, Cluster cluster)
      throws IOException {
    // Until Spring sets logging up, libraries would write theirs to standard output.
    LoggingSystem.get(Installation.class.getClassLoader()).beforeInitialize();
    warmUp();
    Sandbox sandbox = Sandbox.start(SandboxSettings.defaults());
    try {
      Path credentials = Files.createDirectories(folder.resolve("credentials"));
      for (Map.Entry<String, String> credential : fleet.credentials().entrySet()) {
        Files.writeString(credentials.resolve(credential.getKey()), credential.getValue());
      }
      String yaml = fleet.yaml(vendor -> sandbox.uri(vendor.sandbox()), credentials);
      Files.writeString(workspacesFile(folder), yaml);
      return new Installation(folder, cluster, sandbox);
    } catch (IOException | RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  private static void warmUp() throws IOException {
    try {
      Sandbox.warmUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the sandbox warmed up");
    }
  }

  private static Path workspacesFile(Path folder) {
    return folder.resolve("workspaces.yaml");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts the dispatcher, on the data that an earlier one left; returns when it takes requests.
   *
   * @param settings further ones, as on its command line
   */
  public synchronized void startDispatcher(String... settings) {
    if (closed || dispatcher != null) {
      throw new IllegalStateException("closed, or started already");
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("--dispatch.workspaces-file=" + workspacesFile(folder));
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--server.port=0");
    arguments.add("--logging.threshold.console=OFF");
    arguments.add("--logging.file.name=" + logFile());
    switch (cluster) {
      case Cluster.Given(String bootstrapServers) ->
          arguments.add("--spring.kafka.bootstrap-servers=" + bootstrapServers);
      case Cluster.Embedded(int port) -> {
        arguments.add("--dispatch.embedded-broker.data-dir=" + folder.resolve("kafka"));
        arguments.add("--dispatch.embedded-broker.port=" + port);
        // Whatever the environment says: this one is embedded.
        arguments.add("--spring.kafka.bootstrap-servers=");
      }
    }
    arguments.addAll(List.of(settings));
    dispatcher =
        new SpringApplicationBuilder(DispatcherApplication.class)
            .registerShutdownHook(false)
            .run(arguments.toArray(String[]::new));
  }

  /** Stops the dispatcher and its Kafka in good order, as SIGTERM does. */
  public synchronized void stopDispatcher() {
    if (dispatcher != null) {
      dispatcher.close();
      dispatcher = null;
    }
  }

  /** Where Kafka answers. */
  public String bootstrapServers() {
    return switch (cluster) {
      case Cluster.Embedded(int port) -> "127.0.0.1:" + port;
      case Cluster.Given(String bootstrapServers) -> bootstrapServers;
    };
  }

  /** Where the dispatcher answers. */
  public synchronized URI dispatcherUri() {
    return URI.create(
        "http://127.0.0.1:" + running().getEnvironment().getProperty("local.server.port"));
  }

  /** What the dispatcher says of itself. */
  public synchronized CoreSnapshot snapshot() {
    return running().getBean(Worker.class).snapshot();
  }

  private ConfigurableApplicationContext running() {
    ConfigurableApplicationContext context = dispatcher;
    if (context == null) {
      throw new IllegalStateException("the dispatcher does not run");
    }
    return context;
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  /** What the dispatcher logs. */
  public Path logFile() {
    return folder.resolve("dispatcher.log");
  }

  /** Stops everything; the files stay. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      stopDispatcher();
      sandbox.close();
    }
  }
}
