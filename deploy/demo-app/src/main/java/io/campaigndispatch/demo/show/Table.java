package io.campaigndispatch.demo.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text in columns, each to the left or to the right. */
final class Table {

  private static final char LEFT = 'l';

  private final String sides;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param sides a letter per column: {@code l} or {@code r}
   */
  Table(String sides, String... titles) {
    if (sides.length() != titles.length) {
      throw new IllegalArgumentException(
          "sides: expected a letter for each of %d titles, received %s"
              .formatted(titles.length, sides));
    }
    this.sides = sides;
    rows.add(Arrays.asList(titles));
  }

  void add(Object... cells) {
    rows.add(Arrays.stream(cells).map(String::valueOf).toList());
  }

  List<String> lines() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? "" : "  ")
            .append(sides.charAt(i) == LEFT ? row.get(i) + pad : pad + row.get(i));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
