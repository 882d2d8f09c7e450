package io.campaigndispatch.bench;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param rounds 1 to 20
 * @param json where to write every measurement; null: nowhere
 * @param dispatcher the command that starts the dispatcher; null: this checkout's
 */
public record Options(boolean quick, int rounds, @Nullable Path json, @Nullable String dispatcher) {

  public Options {
    if (rounds < 1 || rounds > 20) {
      throw new IllegalArgumentException("--rounds: expected 1 to 20, received " + rounds);
    }
  }

  static Options parse(List<String> args) {
    boolean quick = false;
    int rounds = 0;
    Path json = null;
    String dispatcher = null;
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--quick" -> quick = true;
        case "--rounds" -> rounds = number(option, value(option, rest));
        case "--json" -> json = Path.of(value(option, rest));
        case "--dispatcher" -> dispatcher = value(option, rest);
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    return new Options(quick, rounds != 0 ? rounds : quick ? 1 : 3, json, dispatcher);
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
