package io.campaigndispatch.sandbox;

import io.campaigndispatch.sandbox.catalogue.Catalogue;
import io.campaigndispatch.sandbox.catalogue.CatalogueException;
import io.campaigndispatch.sandbox.catalogue.CatalogueFile;
import io.campaigndispatch.sandbox.catalogue.TemplatePolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code vendor-sandbox}: runs a sandbox until it is told to stop. */
@Command(
    name = "vendor-sandbox",
    mixinStandardHelpOptions = true,
    version = "vendor-sandbox 0.1.0",
    sortOptions = false,
    description = {
      "Stands in for Plazbot (/plazbot), Platica (/platica) and the WhatsApp gateway (/gateway).",
      "Its own interface: GET /sandbox/calls, /sandbox/stats, /sandbox/faults."
    },
    footer = {
      "",
      "Without --config any workspace and token is taken. Under --templates open a template that is not in the",
      "catalogue is taken as given, unless its name starts with missing_, unknown_, no_such, does_not_exist or",
      "nonexistent (not found), rejected_ (does not fit), or paused_ (paused)."
    })
public final class SandboxMain implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "8090",
      paramLabel = "N",
      description = "port to listen on, 0 for any free one (default ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "address to listen on (default ${DEFAULT-VALUE})")
  private String host = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file that declares workspaces and templates")
  private @Nullable Path config;

  @Option(
      names = "--templates",
      defaultValue = "open",
      paramLabel = "strict|open",
      description = "what to do with templates not in the catalogue (default ${DEFAULT-VALUE})")
  private TemplatePolicy templates = TemplatePolicy.OPEN;

  @Option(
      names = "--latency-ms",
      defaultValue = "0",
      paramLabel = "N",
      description = "milliseconds added to every answer (default ${DEFAULT-VALUE})")
  private long latencyMs;

  @Option(
      names = "--ledger-mib",
      paramLabel = "N",
      description =
          "memory for the ledger in MiB; the oldest calls go first and are counted (default 256, "
              + "at most a third of the heap)")
  private @Nullable Integer ledgerMib;

  private SandboxMain() {}

  /** Runs the command; the process then lives until it is told to stop. */
  public static void main(String[] args) {
    int status = commandLine().execute(args);
    if (status != CommandLine.ExitCode.OK) {
      System.exit(status);
    }
  }

  /** The command, ready to be executed. */
  static CommandLine commandLine() {
    return new CommandLine(new SandboxMain())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (problem, args) -> {
              PrintWriter err = problem.getCommandLine().getErr();
              err.println("vendor-sandbox: " + problem.getMessage() + " (see --help)");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (problem, command, parsed) -> {
              if (!(problem instanceof IOException) && !(problem instanceof CatalogueException)) {
                throw problem;
              }
              command.getErr().println("vendor-sandbox: " + problem.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path file = config;
    Catalogue catalogue =
        file == null ? Catalogue.builtIn(templates) : CatalogueFile.read(file, templates);
    SandboxSettings settings = settings(catalogue);
    Sandbox.warmUp();
    Sandbox sandbox = Sandbox.start(settings);
    command().getOut().println("Vendor sandbox ready at " + sandbox.uri());
    command().getOut().flush();
    return CommandLine.ExitCode.OK;
  }

  private SandboxSettings settings(Catalogue catalogue) {
    Integer mib = ledgerMib;
    long bytes = mib == null ? SandboxSettings.defaultLedgerBytes() : (long) mib << 20;
    try {
      return new SandboxSettings(host, port, catalogue, Duration.ofMillis(latencyMs), bytes);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(command(), String.valueOf(e.getMessage()), e);
    }
  }

  private CommandLine command() {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("picocli sets the spec before it runs the command");
    }
    return known.commandLine();
  }
}
