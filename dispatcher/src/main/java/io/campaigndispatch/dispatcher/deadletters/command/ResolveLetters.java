package io.campaigndispatch.dispatcher.deadletters.command;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.LetterAction;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what became of uncertain ones. */
@Command(
    name = "resolve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Resolves uncertain dead letters, of which nobody but the vendor knows whether they were sent:",
      "as accepted, with an outcome that says so, or by sending them again."
    })
final class ResolveLetters implements Callable<Integer> {

  /** What became of it. */
  enum As {
    accepted(LetterAction.ACCEPT),
    resend(LetterAction.RESEND);

    private final LetterAction action;

    As(LetterAction action) {
      this.action = action;
    }
  }

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final ActionOptions options = new ActionOptions();

  @Option(
      names = "--as",
      required = true,
      paramLabel = "accepted|resend",
      description = "accepted: the vendor took it; resend: call again, it may arrive twice")
  private As as = As.accepted;

  private final Supplier<DeadLetterDesk> desk;

  ResolveLetters(Supplier<DeadLetterDesk> desk) {
    this.desk = desk;
  }

  @Override
  public Integer call() throws InterruptedException {
    return options.run(as.action, desk, Objects.requireNonNull(spec));
  }
}
