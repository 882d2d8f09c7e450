package io.campaigndispatch.chaos.drill;

import io.campaigndispatch.chaos.cluster.Leftovers;
import io.campaigndispatch.chaos.cluster.OnlyRun;
import io.campaigndispatch.demo.Commands;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code deploy/fault-drill}. */
@Command(
    name = "deploy/fault-drill",
    mixinStandardHelpOptions = true,
    version = "fault-drill 0.1.0",
    sortOptions = false,
    description = {
      "Starts a Kafka broker, two dispatchers, the vendor sandbox and a Prometheus with the rules of",
      "deploy/prometheus, each a process, publishes requests all the while, brings about every fault of",
      "docs/operations/fault-drill.md, and sees that each fires its alert and no other within its time,",
      "and that it clears."
    },
    footer = {
      "",
      "Without --real-time the rules' times, and those of scrape and evaluation, are divided by --faster,",
      "and what is stated with them. Exit status: 0 every row holds, 1 one does not, 2 wrong options,",
      "3 every row holds but those that cannot be done here (disk full wants root, clock skew a C compiler).",
      "A row that fails while the whole machine stood still for more than 3 s is done again, twice at most."
    })
public final class DrillMain implements Callable<Integer> {

  private static final int PARTLY = 3;
  private static final int REPETITIONS = 2;
  private static final Duration START_WITHIN = Duration.ofMinutes(2);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--faster",
      paramLabel = "N",
      defaultValue = "10",
      description = "divides the rules' times, 1 to 15 (default ${DEFAULT-VALUE})")
  private int faster;

  @Option(
      names = "--real-time",
      description = "leaves them as they are installed; takes an hour and a half")
  private boolean realTime;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "only faults whose name has this in it")
  private @Nullable String only;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "where the table is written to, in Markdown (default: target/fault-drill.md)")
  private @Nullable Path report;

  private DrillMain() {}

  /** Runs the drill; the process ends with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, ready to be executed. */
  static CommandLine commandLine() {
    return Commands.of("deploy/fault-drill", new DrillMain());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec command =
        Objects.requireNonNull(spec, "picocli sets it before it runs the command");
    Commands.check(command, "--faster", faster, 1, 15);
    int by = realTime ? 1 : faster;
    Path root = Path.of(System.getProperty("chaos.root", "."));
    Path folder = Files.createTempDirectory("campaign-dispatch-drill-");
    PrintStream out = System.out;
    out.println(
        "starting a broker, %d dispatchers, the vendors and Prometheus; logs in %s"
            .formatted(Site.WORKERS, folder));
    List<Row> rows = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    try (OnlyRun _ = OnlyRun.begin().orElseThrow(this::another);
        Site site = Site.start(root, folder, library("drill.wall-clock"), out);
        Monitoring monitoring =
            Monitoring.start(
                Objects.requireNonNull(library("drill.prometheus"), "deploy/fault-drill sets it"),
                Files.readString(root.resolve("deploy/prometheus/rules.yaml")),
                by,
                folder,
                site.metricsPorts())) {
      Drill drill = new Drill(monitoring, by, out);
      awaitWorking(monitoring);
      if (!drill.awaitCalm(new ArrayList<>(), START_WITHIN.multipliedBy(2))) {
        throw new IllegalStateException(
            "alerts fire before anything was done: " + monitoring.sample());
      }
      for (Trouble trouble : Troubles.of(site)) {
        String fault = trouble.promise().fault();
        if (only != null && !fault.contains(only)) {
          continue;
        }
        if (trouble.impossible() == null) {
          rows.add(undisturbed(drill, trouble));
        } else {
          skipped.add(fault + ": not done: " + trouble.impossible());
        }
      }
    }
    int status = report(rows, skipped, by, root, out);
    if (status == ExitCode.SOFTWARE) {
      out.println("FAILS. The logs are in " + folder);
    } else {
      Leftovers.delete(folder);
    }
    return status;
  }

  /** What a machine that stood still spoils is done again. */
  private static Row undisturbed(Drill drill, Trouble trouble)
      throws IOException, InterruptedException {
    Row row = drill.carryOut(trouble);
    for (int again = 1; row.isDisturbed() && again <= REPETITIONS; again++) {
      row = drill.carryOut(trouble);
    }
    return row;
  }

  private static @Nullable Path library(String property) {
    String path = System.getProperty(property, "");
    return path.isEmpty() ? null : Path.of(path);
  }

  private static void awaitWorking(Monitoring monitoring) throws InterruptedException {
    long deadline = System.nanoTime() + START_WITHIN.toNanos();
    while (!monitoring.isWorking(Site.WORKERS)) {
      if (!monitoring.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("Prometheus does not work: see prometheus.log");
      }
      Thread.sleep(Duration.ofMillis(250));
    }
  }

  private int report(List<Row> rows, List<String> skipped, int by, Path root, PrintStream out)
      throws IOException {
    List<String> lines = new ArrayList<>(RowTable.lines(rows));
    lines.add("");
    skipped.forEach(lines::add);
    lines.add(
        by == 1
            ? "The rules' times are those that are installed."
            : "The rules' times, and those of scrape and evaluation, are divided by %d, and what is stated with them."
                .formatted(by));
    lines.forEach(out::println);
    Path file = report == null ? root.resolve("target/fault-drill.md") : report;
    Files.write(file, lines);
    if (!rows.stream().allMatch(Row::holds)) {
      return ExitCode.SOFTWARE;
    }
    return skipped.isEmpty() ? ExitCode.OK : PARTLY;
  }

  private CommandLine.ParameterException another() {
    return new CommandLine.ParameterException(
        Objects.requireNonNull(spec, "picocli sets it before it runs the command").commandLine(),
        OnlyRun.TAKEN);
  }
}
