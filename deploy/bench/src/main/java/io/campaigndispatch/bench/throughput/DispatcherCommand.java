package io.campaigndispatch.bench.throughput;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.campaigndispatch.bench.Child;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the dispatcher is started: any command that takes its configuration as arguments and becomes,
 * or is, the JVM (its CPU time is read from that process).
 */
public record DispatcherCommand(List<String> line) {

  /** What a scenario notes when there is none. */
  public static final String ABSENT =
      "The dispatcher takes no part: there is no deploy/dispatcher (--dispatcher names another"
          + " command).";

  private static final int ANSWER_MILLIS = 2_000;

  /**
   * @param asked words separated by blanks; null: {@code deploy/dispatcher} of this checkout, where
   *     there is one
   */
  public static Optional<DispatcherCommand> find(@Nullable String asked) {
    if (asked != null) {
      return Optional.of(new DispatcherCommand(List.of(asked.strip().split("\\s+"))));
    }
    Path launcher = Path.of(System.getProperty("bench.root", "."), "deploy", "dispatcher");
    return Files.isExecutable(launcher)
        ? Optional.of(new DispatcherCommand(List.of(launcher.toString())))
        : Optional.empty();
  }

  /**
   * @param resends whether calls of unknown outcome may be made again, so that none is announced
   */
  Child start(Peer peer, boolean resends, Path workspaces) throws IOException {
    Files.writeString(workspaces, workspaces(peer, resends), UTF_8);
    return start(peer.backlog(), workspaces, 0);
  }

  /**
   * @param workspaces the file with the vendor and its workspaces
   * @param port of its HTTP server; 0: any
   */
  public Child start(Backlog topics, Path workspaces, int port) throws IOException {
    List<String> whole = new ArrayList<>(line);
    whole.addAll(
        List.of(
            "--spring.kafka.bootstrap-servers=" + topics.bootstrap(),
            "--dispatch.topics.prefix=" + topics.prefix(),
            "--dispatch.topics.replication=1",
            "--dispatch.workspaces-file=" + workspaces,
            "--server.port=" + port));
    return Child.start("dispatcher", whole).muted();
  }

  /** Whether the one that answers there says so (its readiness page). */
  public static boolean isReady(URI http) {
    try {
      var connection =
          (HttpURLConnection) http.resolve("/actuator/health/readiness").toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      boolean ok = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      connection.disconnect();
      return ok;
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  /** A thousand workspaces without a throttle. */
  private static String workspaces(Peer peer, boolean resends) {
    StringBuilder yaml =
        new StringBuilder(
            """
            vendors:
              - { id: stub, type: plazbot, base-url: "%s", dialect: current, max-in-flight: %d, response-timeout: 10s }
            workspaces:
            """
                .formatted(peer.vendor(), peer.atOnce()));
    for (int n = 0; n < Backlog.WORKSPACES; n++) {
      yaml.append("  - { id: ")
          .append(Backlog.workspace(n))
          .append(", vendor: stub, credential: none")
          .append(resends ? ", on-uncertain: RESEND }\n" : " }\n");
    }
    return yaml.toString();
  }
}
