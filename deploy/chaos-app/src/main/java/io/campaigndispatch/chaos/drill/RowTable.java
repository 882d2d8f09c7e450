package io.campaigndispatch.chaos.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows as a Markdown table whose columns are aligned, so that a terminal shows it as well. */
final class RowTable {

  private static final List<String> HEAD =
      List.of(
          "fault",
          "alert expected",
          "fired after s",
          "stated",
          "other alerts",
          "cleared after s",
          "stated",
          "machine stood still s",
          "verdict");

  private RowTable() {}

  /** Seconds are measured with divided times, if they were; so are those that are stated. */
  static List<String> lines(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEAD);
    rows.forEach(row -> cells.add(cells(row)));
    int[] widths = new int[HEAD.size()];
    for (List<String> line : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    cells.forEach(line -> lines.add(line(line, widths)));
    StringBuilder rule = new StringBuilder("|");
    for (int width : widths) {
      rule.repeat('-', width + 2).append('|');
    }
    lines.add(1, rule.toString());
    return lines;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(' ').append(cell).repeat(' ', widths[i] - cell.length()).append(" |");
    }
    return line.toString();
  }

  private static List<String> cells(Row row) {
    Promise promise = row.promise();
    return List.of(
        promise.fault(),
        promise.alert().toString(),
        seconds(row.fired()),
        "≤ " + promise.fires().at(row.faster()).toSeconds(),
        row.others().isEmpty()
            ? "none"
            : row.others().stream().map(Alert::toString).collect(Collectors.joining(", ")),
        seconds(row.cleared()),
        "≤ " + promise.clears().at(row.faster()).toSeconds(),
        seconds(row.stoodStill()),
        row.holds() ? "holds" : String.join("; ", row.faults()));
  }

  private static String seconds(@Nullable Duration time) {
    return time == null ? "–" : String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
  }
}
