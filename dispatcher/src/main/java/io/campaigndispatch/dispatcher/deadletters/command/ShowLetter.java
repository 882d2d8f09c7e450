package io.campaigndispatch.dispatcher.deadletters.command;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterFilter;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterPlace;
import io.campaigndispatch.dispatcher.deadletters.LetterJson;
import io.campaigndispatch.dispatcher.deadletters.LetterText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows everything about one dead letter, or about all of one request. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows headers, reason and body of one dead letter, or of all of one request.",
      "The body is shown as it came, with the recipient and what was to be sent."
    })
final class ShowLetter implements Callable<Integer> {

  private static final int MOST = 100;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "PARTITION@OFFSET|REQUEST-ID",
      description = "a place as list shows it, or a requestId")
  private String which = "";

  @Option(names = "--json", description = "a JSON object per line")
  private boolean json;

  private final Supplier<DeadLetterDesk> desk;

  ShowLetter(Supplier<DeadLetterDesk> desk) {
    this.desk = desk;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Output.of(Objects.requireNonNull(spec));
    // No requestId has an at sign.
    Optional<DeadLetterPlace> place = DeadLetterPlace.parse(which);
    List<DeadLetterDesk.Entry> found =
        place.isPresent()
            ? desk.get().at(place.get())
            : desk.get()
                .list(new DeadLetterFilter(null, null, null, null, null, null, which), false, MOST)
                .entries();
    for (int i = 0; i < found.size(); i++) {
      if (json) {
        out.println(LetterJson.whole(found.get(i)));
      } else {
        if (i > 0) {
          out.println();
        }
        LetterText.whole(found.get(i)).forEach(out::println);
      }
    }
    if (found.isEmpty()) {
      spec.commandLine().getErr().println("there is no dead letter " + which);
    }
    out.flush();
    return found.isEmpty() ? 1 : 0;
  }
}
