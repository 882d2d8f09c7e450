package io.campaigndispatch.dispatcher.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The mistakes found in one file, each as a single line: file, line, key path, what was expected
 * and what was received.
 */
final class Mistakes {

  private static final int MOST_REPORTED = 100;
  private static final int LONGEST_VALUE = 60;

  private record Mistake(int line, String text) {}

  private final String file;
  private final List<Mistake> found = new ArrayList<>();

  Mistakes(String file) {
    this.file = file;
  }

  void add(int line, String path, String expected, YamlNode received) {
    add(line, path, expected, shown(received));
  }

  void add(int line, String path, String expected, String received) {
    found.add(
        new Mistake(
            line, "%s: expected %s, received %s".formatted(flat(path), expected, received)));
  }

  int count() {
    return found.size();
  }

  /** Whether as many were found as are reported one by one. */
  boolean isFull() {
    return found.size() >= MOST_REPORTED;
  }

  /** In the file's order. */
  List<String> lines() {
    List<String> lines =
        found.stream()
            .sorted(Comparator.comparingInt(Mistake::line))
            .limit(MOST_REPORTED)
            .map(mistake -> "%s:%d: %s".formatted(flat(file), mistake.line(), mistake.text()))
            .collect(Collectors.toCollection(ArrayList::new));
    if (found.size() > MOST_REPORTED) {
      lines.add("%s: and %d more".formatted(flat(file), found.size() - MOST_REPORTED));
    }
    return List.copyOf(lines);
  }

  static String shown(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> quoted(scalar.text());
      case YamlNode.Nothing _ -> "nothing";
      case YamlNode.Sequence _ -> "a list";
      case YamlNode.Mapping _ -> "a mapping";
    };
  }

  static String quoted(String text) {
    return '"' + oneLine(text) + '"';
  }

  /** The text without control characters, cut where it gets long. */
  static String oneLine(String text) {
    String flat = flat(text);
    return flat.length() <= LONGEST_VALUE ? flat : flat.substring(0, LONGEST_VALUE) + "…";
  }

  private static String flat(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
  }
}
