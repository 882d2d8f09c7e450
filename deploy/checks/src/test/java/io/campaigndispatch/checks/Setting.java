package io.campaigndispatch.checks;

import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param key as it is written
 * @param value what it takes: type and range
 * @param otherwise what holds when it is absent
 * @param meaning in a sentence without a full stop
 */
record Setting(String key, String value, String otherwise, String meaning) {

  static final String HEAD = "| key | value | default | meaning |\n|---|---|---|---|\n";

  Setting {
    if (meaning.isBlank()) {
      throw new IllegalArgumentException(
          key + ": expected a @param that says what it means, found none");
    }
  }

  /** A line of a table. */
  String line() {
    return "| `%s` | %s | %s | %s |\n".formatted(key, cell(value), cell(otherwise), cell(meaning));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  /** A component's name as a key is written. */
  static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
