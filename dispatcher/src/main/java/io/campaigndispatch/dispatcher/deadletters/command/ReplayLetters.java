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
import picocli.CommandLine.Spec;

/** Sends dead letters again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends dead letters again: the same bytes and requestId, dispatch-replay counted up.",
      "Uncertain ones are left alone (see resolve), and so is what was replayed or resolved before."
    })
final class ReplayLetters implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final ActionOptions options = new ActionOptions();

  private final Supplier<DeadLetterDesk> desk;

  ReplayLetters(Supplier<DeadLetterDesk> desk) {
    this.desk = desk;
  }

  @Override
  public Integer call() throws InterruptedException {
    return options.run(LetterAction.REPLAY, desk, Objects.requireNonNull(spec));
  }
}
