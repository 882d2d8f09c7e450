package io.campaigndispatch.dispatcher.deadletters.command;

import io.campaigndispatch.dispatcher.deadletters.DeadLetterDesk;
import io.campaigndispatch.dispatcher.deadletters.DeadLetterPlace;
import io.campaigndispatch.dispatcher.deadletters.LetterAction;
import io.campaigndispatch.dispatcher.deadletters.LetterOrder;
import io.campaigndispatch.dispatcher.deadletters.LetterResult;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What replay and resolve have in common. */
final class ActionOptions {

  /** More than one dead letter, and nobody said yes. */
  static final int UNCONFIRMED = 3;

  @Mixin private final FilterOptions filter = new FilterOptions();

  @Parameters(
      paramLabel = "PARTITION@OFFSET",
      arity = "0..*",
      description = "places as list shows them; without any, wherever they stand")
  private List<String> places = List.of();

  @Option(names = "--dry-run", description = "only counts what would be done")
  private boolean dryRun;

  @Option(names = "--yes", description = "needed for more than one")
  private boolean yes;

  @Option(names = "--max", paramLabel = "N", description = "at most so many")
  private long most = Long.MAX_VALUE;

  @Option(names = "--rate", paramLabel = "N", description = "at most so many a second")
  private @Nullable Integer rate;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "who does it, for the audit record (default ${DEFAULT-VALUE})")
  private String by = "";

  @Option(names = "--json", description = "the result as JSON")
  private boolean json;

  /** Does it, after it was counted and confirmed. */
  int run(LetterAction action, Supplier<DeadLetterDesk> desks, CommandSpec spec)
      throws InterruptedException {
    LetterOrder order = order(action, spec);
    DeadLetterDesk desk = desks.get();
    String did = "dead letters " + action.done();
    String would = "dead letters would be " + action.done();
    PrintWriter out = Output.of(spec);
    PrintWriter err = spec.commandLine().getErr();
    if (!dryRun && !yes) {
      LetterResult counted = desk.act(order.asDryRun(), _ -> {});
      if (counted.counts().total() > 1) {
        Output.result(out, counted, did, would, json);
        err.println("nothing is done yet: add --yes to do it");
        return UNCONFIRMED;
      }
    }
    LetterResult result = desk.act(order, _ -> {});
    Output.result(out, result, did, would, json);
    if (result.end() == LetterResult.End.OVERTAKEN) {
      err.println(
          "another operator's order began and ended this one: what is counted here is done,"
              + " nothing else; run it again for the rest");
      return 1;
    }
    return 0;
  }

  private LetterOrder order(LetterAction action, CommandSpec spec) {
    Set<DeadLetterPlace> wanted = new HashSet<>();
    for (String place : places) {
      wanted.add(
          DeadLetterPlace.parse(place)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(), "expected a place such as 3@42, received " + place)));
    }
    try {
      return new LetterOrder(action, filter.filter(spec), wanted, most, rate, dryRun, by);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }
}
