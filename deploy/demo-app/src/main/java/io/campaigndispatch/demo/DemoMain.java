package io.campaigndispatch.demo;

import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.show.Display;
import java.io.IOException;
import java.time.Duration;
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

/** The command {@code deploy/demo}. */
@Command(
    name = "deploy/demo",
    mixinStandardHelpOptions = true,
    version = "demo 0.1.0",
    sortOptions = false,
    description = {
      "Sends a campaign over several workspaces and all documented vendors: Kafka, the dispatcher and a",
      "vendor sandbox start in one process, on free ports, with their data in a temporary folder that is",
      "deleted at the end. Shows progress, then what became of every kind of request, and proves from",
      "Kafka and from the vendors' ledger that nothing was lost and nothing repeated."
    },
    footer = {
      "",
      "Exit status: 0 every check holds, 1 one does not, 2 wrong options, 130 interrupted."
    })
public final class DemoMain implements Callable<Integer> {

  private static final int FEWEST_MESSAGES = 300;
  private static final int MOST_MESSAGES = 1_000_000;
  private static final int MOST_WORKSPACES = 2_000;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "requests to send, "
              + FEWEST_MESSAGES
              + " to "
              + MOST_MESSAGES
              + " (default ${DEFAULT-VALUE})")
  private int messages;

  @Option(
      names = "--workspaces",
      paramLabel = "N",
      defaultValue = "12",
      description =
          "workspaces that send them, "
              + Fleet.FEWEST
              + " to "
              + MOST_WORKSPACES
              + " (default ${DEFAULT-VALUE})")
  private int workspaces;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "the same number makes the same campaign (default ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--keep", description = "stay up afterwards and say where everything answers")
  private boolean keep;

  private DemoMain() {}

  /** Runs the demo; the process ends with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, ready to be executed. */
  static CommandLine commandLine() {
    return Commands.of("deploy/demo", new DemoMain());
  }

  @Override
  public Integer call() throws IOException, ExecutionException, InterruptedException {
    check("--messages", messages, Math.max(FEWEST_MESSAGES, 3 * workspaces), MOST_MESSAGES);
    check("--workspaces", workspaces, Fleet.FEWEST, MOST_WORKSPACES);
    Display display = Display.of(System.console(), System.getenv(), System.out);
    Demo demo = new Demo(display, new WorkingFolder());
    Thread hook = new Thread(() -> demo.end(LONGEST_CLOSE), "demo-end");
    Runtime.getRuntime().addShutdownHook(hook);
    return demo.run(workspaces, messages, seed, keep) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void check(String option, int value, int least, int most) {
    Commands.check(
        Objects.requireNonNull(spec, "picocli sets it before it runs the command"),
        option,
        value,
        least,
        most);
  }
}
