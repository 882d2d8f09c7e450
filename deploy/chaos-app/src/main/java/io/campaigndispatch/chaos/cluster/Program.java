package io.campaigndispatch.chaos.cluster;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process of ours: what it says goes to a file, and none outlives this one. */
public final class Program {

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;

  private Program(Process process) {
    this.process = process;
  }

  /**
   * @param line the command and its arguments
   */
  public static Program start(List<String> line, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    RUNNING.add(process);
    var _ = process.onExit().thenAccept(RUNNING::remove);
    return new Program(process);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with its exit status. */
  CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** SIGKILL, which reaches a suspended process too; returns when it is gone. */
  public void kill() throws InterruptedException {
    int _ = process.destroyForcibly().waitFor();
  }

  /** SIGTERM; whether it ended within that time. */
  boolean terminate(Duration within) throws InterruptedException {
    process.destroy();
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  void suspend() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void wake() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    // One that is gone already needs no signal.
    int _ = new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
  }
}
