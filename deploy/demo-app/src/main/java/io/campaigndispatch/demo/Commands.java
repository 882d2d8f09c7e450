package io.campaigndispatch.demo;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands of the demo and of the chaos suite have in common. */
public final class Commands {

  private Commands() {}

  /**
   * A command, ready to be executed; a wrong option is one line that says so.
   *
   * @param name as it is called
   */
  public static CommandLine of(String name, Object command) {
    return new CommandLine(command)
        .setParameterExceptionHandler(
            (problem, _) -> {
              problem
                  .getCommandLine()
                  .getErr()
                  .println(name + ": " + problem.getMessage() + " (see --help)");
              return ExitCode.USAGE;
            });
  }

  /**
   * Refuses a value that is out of its range.
   *
   * @param spec as picocli set it
   */
  public static void check(CommandSpec spec, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), "%s %,d: expected %,d to %,d".formatted(option, value, least, most));
    }
  }
}
