package io.campaigndispatch.chaos.drill;

import io.campaigndispatch.chaos.cluster.Program;
import io.campaigndispatch.chaos.net.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A Prometheus of our own, with the rules that are installed, that scrapes the dispatchers. */
final class Monitoring implements AutoCloseable {

  /** Prometheus's habit; compose's is shorter. */
  private static final int SCRAPE_MILLIS = 15_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Program program;
  private final int port;

  private Monitoring(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param prometheus the program
   * @param rules as they are installed
   * @param faster by which their times, and those of scrape and evaluation, are divided
   * @param folder for settings, data and log
   * @param workers ports of the dispatchers
   */
  static Monitoring start(
      Path prometheus, String rules, int faster, Path folder, List<Integer> workers)
      throws IOException {
    Path ruleFile = folder.resolve("rules.json");
    Files.writeString(ruleFile, RuleTimes.divided(rules, faster));
    Path settings = folder.resolve("prometheus.yaml");
    Files.writeString(
        settings,
        """
        global: { scrape_interval: %1$dms, scrape_timeout: %1$dms, evaluation_interval: %1$dms }
        rule_files: [ "%2$s" ]
        scrape_configs:
          - job_name: campaign-dispatch
            metrics_path: /actuator/prometheus
            static_configs: [ { targets: [ %3$s ] } ]
        """
            .formatted(
                SCRAPE_MILLIS / faster,
                ruleFile,
                workers.stream()
                    .map(worker -> "\"127.0.0.1:" + worker + "\"")
                    .collect(Collectors.joining(", "))));
    int port = Ports.next();
    Program program =
        Program.start(
            List.of(
                prometheus.toString(),
                "--config.file=" + settings,
                "--storage.tsdb.path=" + folder.resolve("prometheus-data"),
                "--web.listen-address=127.0.0.1:" + port),
            Map.of(),
            folder.resolve("prometheus.log"));
    return new Monitoring(program, port);
  }

  /** What it says now; null while it does not answer. */
  @Nullable Sample sample() {
    try {
      Set<Alert> firing = new HashSet<>();
      Set<Alert> pending = new HashSet<>();
      for (JsonNode alert : ask("/api/v1/alerts").at("/data/alerts")) {
        JsonNode labels = alert.path("labels");
        Alert one =
            new Alert(
                labels.path("alertname").asString(),
                labels.path("workspace").asString(labels.path("vendor").asString("")));
        (alert.path("state").asString().equals("firing") ? firing : pending).add(one);
      }
      return new Sample(System.nanoTime(), firing, pending);
    } catch (IOException silent) {
      return null;
    }
  }

  /** Whether it has scraped every worker, and evaluated every rule without an error. */
  boolean isWorking(int workers) {
    try {
      String rules = ask("/api/v1/rules").toString();
      return value("sum(up)") == workers
          && rules.contains("\"health\":\"ok\"")
          && !rules.contains("\"health\":\"unknown\"")
          && !rules.contains("\"health\":\"err\"");
    } catch (IOException silent) {
      return false;
    }
  }

  /** Whether every worker serves partitions, and results are written. */
  boolean isServing(int workers) {
    return value("count(dispatch_partitions > 0)") == workers
        && value("sum(increase(dispatch_outcomes_total[1m]))") > 0;
  }

  private double value(String query) {
    try {
      return ask("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
          .at("/data/result/0/value/1")
          .asDouble(0);
    } catch (IOException silent) {
      return 0;
    }
  }

  private JsonNode ask(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(2_000);
    connection.setReadTimeout(5_000);
    try (InputStream in = connection.getInputStream()) {
      return JSON.readTree(in);
    }
  }

  boolean isAlive() {
    return program.isAlive();
  }

  @Override
  public void close() throws InterruptedException {
    program.kill();
  }
}
