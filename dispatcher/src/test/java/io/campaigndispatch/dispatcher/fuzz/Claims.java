package io.campaigndispatch.dispatcher.fuzz;

import java.util.function.Supplier;

/** What must hold of every case; AssertJ would take most of the time. */
final class Claims {

  private Claims() {}

  static void holds(boolean claim, Supplier<String> otherwise) {
    if (!claim) {
      throw new AssertionError(otherwise.get());
    }
  }

  /** Nothing that a terminal or a log reader would obey. */
  static void isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      int at = i;
      holds(
          !Character.isISOControl(text.charAt(i)),
          () -> "control character at " + at + ": " + text);
    }
  }
}
