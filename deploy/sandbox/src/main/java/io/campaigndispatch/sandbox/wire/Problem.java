package io.campaigndispatch.sandbox.wire;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One broken rule of a request.
 *
 * @param field the field's path, such as {@code variablesBody[0].value}
 * @param expected what the rule wants
 * @param received what came, shortened
 */
public record Problem(String field, String expected, String received) {
  private static final int SHOWN = 20;

  /** The first {@value #SHOWN} problems in one line of text, and how many more there are. */
  public static String text(List<Problem> problems) {
    String first =
        problems.stream()
            .limit(SHOWN)
            .map(p -> p.field + ": expected " + p.expected + ", received " + p.received)
            .collect(Collectors.joining("; "));
    int more = problems.size() - SHOWN;
    return more <= 0 ? first : first + "; and " + more + " more";
  }

  /** The field only: what was received may be a phone number. */
  @Override
  public String toString() {
    return "Problem[" + field + "]";
  }
}
