package io.campaigndispatch.bench;

import io.campaigndispatch.bench.http.ClientRun;
import io.campaigndispatch.bench.http.HttpClientsScenario;
import io.campaigndispatch.bench.isolation.CancelScenario;
import io.campaigndispatch.bench.isolation.DueScenario;
import io.campaigndispatch.bench.isolation.IsolationScenario;
import io.campaigndispatch.bench.isolation.RestartScenario;
import io.campaigndispatch.bench.rates.ConservationScenario;
import io.campaigndispatch.bench.rates.RatesScenario;
import io.campaigndispatch.bench.scale.BareReader;
import io.campaigndispatch.bench.scale.CatchUpScenario;
import io.campaigndispatch.bench.scale.GrowthScenario;
import io.campaigndispatch.bench.scale.MemoryScenario;
import io.campaigndispatch.bench.scale.MetricsScenario;
import io.campaigndispatch.bench.scale.StartScenario;
import io.campaigndispatch.bench.stub.VendorStub;
import io.campaigndispatch.bench.throughput.Broker;
import io.campaigndispatch.bench.throughput.PeerMain;
import io.campaigndispatch.bench.throughput.ThroughputScenario;
import io.campaigndispatch.bench.writer.WriterRun;
import io.campaigndispatch.bench.writer.WriterScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The command line: scenarios one after another, or (from a scenario) one of its processes. */
public final class Bench {
  private static final String CHART = "chart";
  private static final String USAGE =
      """
      usage: run [SCENARIO…] [--quick] [--rounds N] [--json FILE] [--svg FILE]
                 [--only NAME,NAME] [--dispatcher COMMAND] [--backlog N]

        throughput     the dispatcher beside a Spring Kafka listener, Parallel Consumer and the
                       bare pipeline, from Kafka through a vendor back to Kafka
        isolation      one workspace's messages behind another's throttled backlog
        restart        the same right after a kill -9
        cancel         a campaign of a million is cancelled: how soon its calls stop, how fast its
                       requests end, and what another workspace notices
        due            a million requests are due at one instant: what another workspace notices
        rates          fifty throttled workspaces: what they use of their allowance, and whether
                       ever more; also while a second dispatcher joins and across a kill -9
        conservation   throttled and unthrottled workspaces before few permits: what lies idle
        catch-up       reading a backlog of which nothing may be sent, beside bare consume + parse
        memory         ten million open requests in one partition with 512 MiB of heap
        growth         CPU per message from 1 to 10,000 workspaces; re-reading deep backlogs
        metrics        CPU of a scrape with a thousand workspaces, with and without Kafka's clients;
                       what meters cost a message; the share of both at full throughput
        start          from process start to ready, and the memory of an idle worker
        writer         one transactional writer beside plain writes, on one broker and on three
        http-clients   our HTTP transport beside the JDK's, Vert.x's and Apache's, alone
        chart          measures nothing: draws what --json holds into --svg

        Without a scenario: all of them, which takes long.

        --quick        one short round: shows that it works, not how fast it is
        --rounds N     interleaved rounds, 1 to 20 (3); the tables show median (least–most)
        --json FILE    keeps every row there, beside those of other scenarios that it holds
        --svg FILE     draws the rows of --json, or else of this run
        --only NAMES   of ours, vertx, apache, jdk; or of limit, dispatcher, parallel_key,
                       parallel_unordered, listener; or of dispatcher, bare (catch-up)
        --dispatcher COMMAND
                       starts the dispatcher, to which its configuration is passed as arguments
                       (deploy/dispatcher)
        --backlog N    requests that lie before the others in isolation, restart, cancel and due
      """;

  private static final Map<String, Function<Options, Scenario>> SCENARIOS = scenarios();

  private Bench() {}

  private static Map<String, Function<Options, Scenario>> scenarios() {
    Map<String, Function<Options, Scenario>> all = new LinkedHashMap<>();
    all.put(ThroughputScenario.NAME, ThroughputScenario::new);
    all.put(IsolationScenario.NAME, IsolationScenario::new);
    all.put(RestartScenario.NAME, RestartScenario::new);
    all.put(CancelScenario.NAME, CancelScenario::new);
    all.put(DueScenario.NAME, DueScenario::new);
    all.put(RatesScenario.NAME, RatesScenario::new);
    all.put(ConservationScenario.NAME, ConservationScenario::new);
    all.put(CatchUpScenario.NAME, CatchUpScenario::new);
    all.put(MemoryScenario.NAME, MemoryScenario::new);
    all.put(GrowthScenario.NAME, GrowthScenario::new);
    all.put(MetricsScenario.NAME, MetricsScenario::new);
    all.put(StartScenario.NAME, StartScenario::new);
    all.put(WriterScenario.NAME, WriterScenario::new);
    all.put(HttpClientsScenario.NAME, HttpClientsScenario::new);
    return all;
  }

  public static void main(String[] args) throws Exception {
    List<String> all = List.of(args);
    if (all.contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    List<String> rest = all.isEmpty() ? all : all.subList(1, all.size());
    switch (all.isEmpty() ? "" : all.getFirst()) {
      case Broker.COMMAND -> Broker.main(rest);
      case PeerMain.COMMAND -> PeerMain.main(rest);
      case VendorStub.COMMAND -> VendorStub.main(rest);
      case BareReader.COMMAND -> BareReader.main(rest);
      case WriterRun.COMMAND -> WriterRun.main(rest);
      case ClientRun.COMMAND -> ClientRun.main(rest);
      default -> measure(all);
    }
  }

  private static void measure(List<String> args) throws IOException {
    List<String> named = args.stream().takeWhile(word -> !word.startsWith("--")).toList();
    Options options;
    try {
      options = Options.parse(args.subList(named.size(), args.size()));
    } catch (IllegalArgumentException e) {
      throw refuse(String.valueOf(e.getMessage()));
    }
    for (String name : named) {
      if (!SCENARIOS.containsKey(name) && !name.equals(CHART)) {
        throw refuse("unknown scenario " + name);
      }
    }
    Path json = options.json();
    Report report = json == null ? new Report(List.of(), List.of()) : Report.read(json);
    boolean failed = false;
    for (String name : named.isEmpty() ? List.copyOf(SCENARIOS.keySet()) : named) {
      Function<Options, Scenario> scenario = SCENARIOS.get(name);
      if (scenario == null) {
        continue;
      }
      try {
        report = run(name, scenario.apply(options), options, report);
      } catch (Exception e) { // One that breaks must not cost the others their measurements.
        System.err.println(name + ": " + e);
        failed = true;
      }
    }
    Path svg = options.svg();
    if (svg != null) {
      Files.writeString(svg, Chart.of(report.rows()));
    }
    if (failed) {
      System.exit(1);
    }
  }

  private static Report run(String name, Scenario scenario, Options options, Report before)
      throws Exception {
    Findings findings = scenario.run();
    List<Row> rows = findings.rows();
    System.out.println("\n## " + name + "\n");
    System.out.print(Report.table(rows));
    findings.notes().forEach(note -> System.out.println("\n" + note));
    Report report =
        before.with(
            new Report.Run(
                name,
                Instant.now().toString(),
                options.quick(),
                options.rounds(),
                Report.machine(),
                findings.notes()),
            rows);
    Path json = options.json();
    if (json != null) {
      report.write(json);
    }
    return report;
  }

  private static IllegalStateException refuse(String problem) {
    System.err.println(problem);
    System.err.print(USAGE);
    System.exit(2);
    return new IllegalStateException(problem);
  }
}
