package io.campaigndispatch.bench;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param rounds 1 to 20
 * @param json where to keep the rows, beside those of other scenarios; null: nowhere
 * @param svg where to draw them; null: nowhere
 * @param only names of those who take part; empty: all
 * @param dispatcher the command that starts the dispatcher; null: this checkout's
 * @param backlog requests that lie before the others, at least 1; null: the scenario's own
 */
public record Options(
    boolean quick,
    int rounds,
    @Nullable Path json,
    @Nullable Path svg,
    List<String> only,
    @Nullable String dispatcher,
    @Nullable Long backlog) {

  public Options {
    only = List.copyOf(only);
    if (rounds < 1 || rounds > 20) {
      throw new IllegalArgumentException("--rounds: expected 1 to 20, received " + rounds);
    }
    if (backlog != null && backlog < 1) {
      throw new IllegalArgumentException("--backlog: expected at least 1, received " + backlog);
    }
  }

  static Options parse(List<String> args) {
    boolean quick = false;
    int rounds = 0;
    Path json = null;
    Path svg = null;
    List<String> only = List.of();
    String dispatcher = null;
    Long backlog = null;
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--quick" -> quick = true;
        case "--rounds" -> rounds = number(option, value(option, rest));
        case "--json" -> json = Path.of(value(option, rest));
        case "--svg" -> svg = Path.of(value(option, rest));
        case "--only" ->
            only = List.of(value(option, rest).toUpperCase(Locale.ROOT).split(",", -1));
        case "--dispatcher" -> dispatcher = value(option, rest);
        case "--backlog" -> backlog = (long) number(option, value(option, rest));
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    return new Options(
        quick, rounds != 0 ? rounds : quick ? 1 : 3, json, svg, only, dispatcher, backlog);
  }

  /** Whether this one takes part. */
  public boolean takes(Enum<?> participant) {
    return only.isEmpty() || only.contains(participant.name());
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + ": expected a value");
    }
    return rest.next();
  }

  private static int number(String option, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + ": expected a number, received " + value, e);
    }
  }
}
