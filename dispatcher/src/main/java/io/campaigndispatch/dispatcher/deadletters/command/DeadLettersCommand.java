package io.campaigndispatch.dispatcher.deadletters.command;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.LetterTimes;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code dead-letters}; does nothing without one of its own commands. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists what could not be sent, and sends it again or resolves it.",
      "Kafka is found as the dispatcher finds it, by the same settings:",
      "  --spring.kafka.bootstrap-servers=HOST:PORT, the environment, application.yaml,",
      "  or a running dispatcher's embedded broker in ./data/kafka."
    },
    footer =
        "Status: 0 done, 1 not done or only partly, 2 a mistake in the options, 3 needs --yes.")
public final class DeadLettersCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  private DeadLettersCommand() {}

  /**
   * The command, ready to be executed.
   *
   * @param desk asked for once it is needed
   */
  public static CommandLine of(Supplier<DeadLetterDesk> desk) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new ListLetters(desk))
        .addSubcommand(new ShowLetter(desk))
        .addSubcommand(new ReplayLetters(desk))
        .addSubcommand(new ResolveLetters(desk))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Instant.class, DeadLettersCommand::time);
  }

  private static Instant time(String text) {
    Instant time = LetterTimes.parse(text);
    if (time == null) {
      throw new TypeConversionException("expected " + LetterTimes.EXPECTED);
    }
    return time;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "expected one of list, show, replay and resolve");
    }
  }
}
