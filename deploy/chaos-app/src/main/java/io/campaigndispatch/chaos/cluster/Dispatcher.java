package io.campaigndispatch.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One dispatcher as its operator sees it: a process of {@code deploy/dispatcher} that is started
 * again whenever it ends without having been asked to. Guarded by itself.
 */
public final class Dispatcher {

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration RESTART_AFTER = Duration.ofSeconds(1);

  private final List<String> command;
  private final Path log;
  private final int port;
  private final IntConsumer onOwnEnd;
  private final Map<String, String> environment;
  private @Nullable Program program;
  private boolean wanted;

  /**
   * @param root of this checkout
   * @param bootstrap brokers as this dispatcher reaches them
   * @param port of its HTTP server
   * @param settings further ones, as arguments
   * @param environment the credentials
   * @param onOwnEnd told the exit status when it ends by itself
   */
  public Dispatcher(
      Path root,
      Path workspaces,
      String bootstrap,
      int port,
      Path log,
      List<String> settings,
      Map<String, String> environment,
      IntConsumer onOwnEnd) {
    this.log = log;
    this.port = port;
    this.onOwnEnd = onOwnEnd;
    this.environment = new HashMap<>(environment);
    // A tenth of the heap and half of the start-up time of the defaults: three share two cores.
    this.environment.put("JAVA_OPTS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    command =
        Stream.concat(
                Stream.of(
                    root.resolve("deploy").resolve("dispatcher").toString(),
                    "--spring.kafka.bootstrap-servers=" + bootstrap,
                    "--dispatch.workspaces-file=" + workspaces,
                    "--server.address=127.0.0.1",
                    "--server.port=" + port),
                settings.stream())
            .toList();
  }

  /** What it says. */
  public Path log() {
    return log;
  }

  /** Of its HTTP server. */
  public int port() {
    return port;
  }

  /** Starts it, unless it runs. */
  public synchronized void start() throws IOException {
    wanted = true;
    if (program == null || !program.isAlive()) {
      Program started = Program.start(command, environment, log);
      program = started;
      var _ = started.ended().thenAccept(status -> ended(started, status));
    }
  }

  private void ended(Program which, int status) {
    synchronized (this) {
      if (!wanted || program != which) {
        return;
      }
    }
    onOwnEnd.accept(status);
    try {
      TimeUnit.MILLISECONDS.sleep(RESTART_AFTER.toMillis());
      synchronized (this) {
        if (wanted && program == which) {
          start();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kill -9. */
  public synchronized void kill() throws InterruptedException {
    wanted = false;
    if (program != null) {
      program.kill();
    }
  }

  /** SIGTERM; whether it ended within that time, else it is killed. */
  public boolean stop(Duration within) throws InterruptedException {
    Program running;
    synchronized (this) {
      wanted = false;
      running = program;
    }
    if (running == null || running.terminate(within)) {
      return true;
    }
    running.kill();
    return false;
  }

  /** SIGSTOP. */
  public synchronized void suspend() throws IOException, InterruptedException {
    if (program != null) {
      program.suspend();
    }
  }

  /** SIGCONT. */
  public synchronized void wake() throws IOException, InterruptedException {
    if (program != null) {
      program.wake();
    }
  }

  /** Waits until it says that it is ready; whether it did. */
  public boolean awaitReady(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < deadline) {
      if (ask("/actuator/health/readiness") != null) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
    return false;
  }

  /** The sum of a metric's series; empty when it does not answer. */
  public OptionalDouble metric(String name) {
    String page = ask("/actuator/prometheus");
    if (page == null) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        page.lines()
            .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum());
  }

  /** An operator's order, such as {@code /api/workspaces/acme/resume}; whether it was taken. */
  public boolean order(String path) {
    try {
      HttpURLConnection connection = connection(path);
      connection.setRequestMethod("POST");
      return connection.getResponseCode() == HttpURLConnection.HTTP_ACCEPTED;
    } catch (IOException silent) {
      return false;
    }
  }

  private HttpURLConnection connection(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(2_000);
    connection.setReadTimeout(5_000);
    return connection;
  }

  private @Nullable String ask(String path) {
    try {
      HttpURLConnection connection = connection(path);
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        return null;
      }
      try (var in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException silent) {
      return null;
    }
  }
}
