package io.campaigndispatch.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of the measurement. What it has to say to the scenario are lines on its standard
 * output; its log goes to a file beside the others.
 */
public final class Child implements AutoCloseable {
  private static final Duration END_WITHIN = Duration.ofSeconds(20);
  private static final Duration SAY_WITHIN = Duration.ofMinutes(2);

  private final Process process;
  private final BufferedReader said;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.said = process.inputReader(UTF_8);
    this.log = log;
  }

  /** Another JVM of the same kind, with one of {@link Bench}'s commands. */
  public static Child jvm(String name, List<String> jvmArgs, List<String> command)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=bench-logback.xml"));
    line.addAll(jvmArgs);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    line.addAll(command);
    return start(name, line);
  }

  /** Any program. */
  public static Child start(String name, List<String> line) throws IOException {
    return start(name, line, Map.of());
  }

  /** Any program, with more in its environment. */
  public static Child start(String name, List<String> line, Map<String, String> environment)
      throws IOException {
    Path log = Files.createTempFile("bench-" + name + "-", ".log");
    log.toFile().deleteOnExit();
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    // Ctrl-C leaves nothing behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return new Child(process, log);
  }

  /** The next line it says that starts with the word, within two minutes; the rest of it. */
  public String await(String word) throws IOException {
    Thread watchdog = Thread.ofVirtual().start(this::killWhenItIsSilent);
    try {
      String line = said.readLine();
      while (line != null) {
        if (line.startsWith(word + " ")) {
          return line.substring(word.length() + 1);
        }
        line = said.readLine();
      }
    } finally {
      watchdog.interrupt();
    }
    throw new IllegalStateException(
        "a process ended, or was ended after %d s, before it said %s:%n%s"
            .formatted(SAY_WITHIN.toSeconds(), word, tail()));
  }

  private void killWhenItIsSilent() {
    try {
      Thread.sleep(SAY_WITHIN);
      process.destroyForcibly();
    } catch (InterruptedException e) {
      // It spoke.
    }
  }

  /** Adds whatever else it says to its log, so that it never waits for a reader. */
  public Child muted() {
    Thread.ofVirtual()
        .start(
            () -> {
              try (OutputStream end = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
                process.getInputStream().transferTo(end);
              } catch (IOException e) {
                // It ended.
              }
            });
    return this;
  }

  /** User and system time of the process so far. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The end of its log. */
  public String tail() throws IOException {
    List<String> lines = Files.readAllLines(log, UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // A log left behind in the temporary folder harms nobody.
    }
  }
}
