package io.campaigndispatch.demo.show;

import io.campaigndispatch.demo.show.Board.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Progress in words: many lines for a terminal, one for anything else. Pure. */
public final class ProgressText {

  /** Title, heading, rest, total. */
  private static final int OTHER_LINES = 4;

  private static final int BAR = 16;

  private ProgressText() {}

  /** One line, such as {@code 12 s: 1,204 of 2,031 done, 61/s, 9 failed, about 14 s to go}. */
  public static String plain(Board board, Duration elapsed) {
    Row all = board.total();
    String end = all.etaSeconds() == null ? "" : ", about " + Eta.text(all.etaSeconds()) + " to go";
    return "%s: %,d of %,d done, %s/s, %,d failed%s"
        .formatted(
            Eta.text(elapsed.toSeconds()),
            all.done(),
            all.total(),
            rate(all.perSecond()),
            all.failed(),
            end);
  }

  /**
   * The whole board; the first workspaces, and the rest in one line where there is no room.
   *
   * @param width columns of the terminal
   * @param height lines of the terminal
   */
  public static List<String> live(Board board, Duration elapsed, int width, int height) {
    List<Row> rows = board.rows();
    int room = Math.max(1, height - OTHER_LINES - 1);
    Table table =
        new Table(
            "lllrrrrr", "workspace", "vendor", "", "done", "rate/s", "allowed/s", "failed", "ETA");
    boolean all = rows.size() <= room;
    rows.stream().limit(all ? room : room - 1).forEach(row -> add(table, row));
    if (!all) {
      List<Row> rest = rows.subList(room - 1, rows.size());
      add(table, Board.sum("and " + rest.size() + " more", rest));
    }
    add(table, board.total());
    List<String> lines = new ArrayList<>();
    lines.add("Campaign Dispatch · a campaign under way · " + Eta.text(elapsed.toSeconds()));
    lines.addAll(table.lines());
    return lines.stream().map(line -> cut(line, width)).toList();
  }

  private static void add(Table table, Row row) {
    table.add(
        row.name(),
        row.vendor(),
        bar(row.done(), row.total()),
        "%,d/%,d".formatted(row.done(), row.total()),
        rate(row.perSecond()),
        rate(row.allowedPerSecond()),
        "%,d".formatted(row.failed()),
        row.done() >= row.total() ? "done" : Eta.text(row.etaSeconds()));
  }

  private static String bar(long done, long total) {
    int full = total == 0 ? 0 : (int) Math.min(BAR, BAR * done / total);
    return "█".repeat(full) + "·".repeat(BAR - full);
  }

  static String rate(double perSecond) {
    if (Double.isInfinite(perSecond)) {
      return "no limit";
    }
    return perSecond < 10 ? "%.1f".formatted(perSecond) : "%,.0f".formatted(perSecond);
  }

  private static String cut(String line, int width) {
    return line.length() < width ? line : line.substring(0, Math.max(0, width - 1));
  }
}
