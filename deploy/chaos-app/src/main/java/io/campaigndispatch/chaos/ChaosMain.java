package io.campaigndispatch.chaos;

import io.campaigndispatch.chaos.cluster.Leftovers;
import io.campaigndispatch.chaos.cluster.OnlyRun;
import io.campaigndispatch.chaos.run.Report;
import io.campaigndispatch.chaos.run.RollingRun;
import io.campaigndispatch.chaos.run.SeedRun;
import io.campaigndispatch.demo.Commands;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code deploy/chaos}. */
@Command(
    name = "deploy/chaos",
    mixinStandardHelpOptions = true,
    version = "chaos 0.1.0",
    sortOptions = false,
    description = {
      "Starts three Kafka brokers, dispatchers and the vendor sandbox, each dispatcher a process with a",
      "network of its own, publishes requests for as long as asked, and breaks things all the while:",
      "kill -9 of dispatchers and brokers, suspensions, cut networks, dispatchers that leave and come",
      "back, vendors that hang, reset, answer rubbish, slow down, throttle or go down. Then all is calm,",
      "everything must end, and what was published is held against outcomes and the vendors' ledger."
    },
    footer = {
      "",
      "The same seed breaks the same things at the same times. A run that fails says how to repeat it and",
      "keeps its logs. Exit status: 0 every promise holds, 1 one does not, 2 wrong options."
    })
public final class ChaosMain implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "the first seed (default ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "so many seeds, one after another, 1 to 1000 (default ${DEFAULT-VALUE})")
  private int seeds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "how long things break in each run, 10 to 3600 (default ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--dispatchers",
      paramLabel = "N",
      defaultValue = "3",
      description = "how many, 1 to 8 (default ${DEFAULT-VALUE})")
  private int dispatchers;

  @Option(
      names = "--rolling",
      description = {
        "nothing but a rolling restart, and a kill -9, under an even load, with every setting of the",
        "dispatchers as it is by default: prints how late requests were, and how long what the killed",
        "one served was served by nobody"
      })
  private boolean rolling;

  private ChaosMain() {}

  /** Runs the suite; the process ends with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, ready to be executed. */
  static CommandLine commandLine() {
    return Commands.of("deploy/chaos", new ChaosMain());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check("--seeds", seeds, 1, 1_000);
    check("--seconds", seconds, 10, 3_600);
    check("--dispatchers", dispatchers, 1, 8);
    try (OnlyRun _ = OnlyRun.begin().orElseThrow(this::another)) {
      return rolling ? rolling(System.out) : seeds(System.out);
    }
  }

  private int seeds(PrintStream out) throws IOException, InterruptedException {
    List<SeedRun.Result> results = new ArrayList<>();
    boolean holds = true;
    for (long one = seed; one < seed + seeds; one++) {
      holds &= run(one, results, out);
    }
    Report.lines(results).forEach(out::println);
    return holds ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private int rolling(PrintStream out) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("campaign-dispatch-rolling-");
    Path root = Path.of(System.getProperty("chaos.root", "."));
    boolean holds = false;
    try {
      RollingRun.Result result = new RollingRun(seed, dispatchers, root, folder, out).run();
      result.lines().forEach(out::println);
      Report.findings(result.verdict()).forEach(out::println);
      holds = result.holds();
    } catch (ExecutionException | IOException | RuntimeException e) {
      out.println("broke off: " + e);
      e.printStackTrace(out);
    }
    if (holds) {
      Leftovers.delete(folder);
    } else {
      out.println("FAILS. Its logs are in " + folder);
    }
    return holds ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean run(long one, List<SeedRun.Result> results, PrintStream out)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("campaign-dispatch-chaos-" + one + "-");
    Path root = Path.of(System.getProperty("chaos.root", "."));
    boolean holds = false;
    try {
      SeedRun.Result result = new SeedRun(one, seconds, dispatchers, root, folder, out).run();
      results.add(result);
      holds = result.verdict().holds();
      Report.findings(result.verdict()).forEach(out::println);
    } catch (ExecutionException | IOException | RuntimeException e) {
      out.println("seed " + one + " broke off: " + e);
      e.printStackTrace(out);
    }
    if (holds) {
      Leftovers.delete(folder);
      out.println("seed " + one + ": every promise holds");
    } else {
      out.println("seed %d FAILS. Its logs are in %s".formatted(one, folder));
      out.println(
          "again: ./deploy/chaos --seed %d --seconds %d --dispatchers %d"
              .formatted(one, seconds, dispatchers));
    }
    return holds;
  }

  private void check(String option, int value, int least, int most) {
    Commands.check(
        Objects.requireNonNull(spec, "picocli sets it before it runs the command"),
        option,
        value,
        least,
        most);
  }

  private CommandLine.ParameterException another() {
    return new CommandLine.ParameterException(
        Objects.requireNonNull(spec, "picocli sets it before it runs the command").commandLine(),
        OnlyRun.TAKEN);
  }
}
