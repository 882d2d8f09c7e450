package io.campaigndispatch.dispatcher.deadletters.command;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterFilter;
import io.campaigndispatch.dispatcher.deadletters.LetterJson;
import io.campaigndispatch.dispatcher.deadletters.LetterText;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which dead letters there are, a line each, and counts them by category and code. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows which dead letters there are, and counts them by category and code.")
final class ListLetters implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final FilterOptions filter = new FilterOptions();

  @Option(names = "--open", description = "without those that were replayed or resolved")
  private boolean openOnly;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "lines to show; all are counted (default ${DEFAULT-VALUE})")
  private int limit;

  @Option(names = "--json", description = "a JSON object per line, and one with the counts")
  private boolean json;

  @Option(
      names = "--show-recipients",
      description = "phone numbers in full: lists end up in tickets and chats")
  private boolean recipients;

  private final Supplier<DeadLetterDesk> desk;

  ListLetters(Supplier<DeadLetterDesk> desk) {
    this.desk = desk;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec own = Objects.requireNonNull(spec);
    PrintWriter out = Output.of(own);
    DeadLetterFilter wanted = filter.filter(own);
    var listing = desk.get().list(wanted, openOnly, Math.max(0, limit));
    if (json) {
      listing.entries().forEach(entry -> out.println(LetterJson.entry(entry, recipients)));
      var counts = LetterJson.listing(listing, recipients);
      counts.remove("letters");
      out.println(counts);
    } else {
      if (!listing.entries().isEmpty()) {
        LetterText.table(listing.entries(), recipients).forEach(out::println);
        out.println();
      }
      long hidden = listing.counts().total() - listing.entries().size();
      out.println(
          listing.counts().total()
              + " dead letters, "
              + listing.open()
              + " open"
              + (hidden > 0 ? ", " + hidden + " not shown (--limit)" : ""));
      LetterText.counts(listing.counts()).forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
