package io.campaigndispatch.model.outcome;

import org.jspecify.annotations.Nullable;

/**
 * One broken rule.
 *
 * @param field a path such as {@code message.body[0].value}
 * @param received null when absent; long values are cut
 */
public record Violation(
    String field, String message, @Nullable String expected, @Nullable String received) {

  /** Leaves out what was received: it may be a phone number. */
  @Override
  public String toString() {
    return "Violation[" + field + " " + message + "]";
  }
}
