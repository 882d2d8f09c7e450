package io.campaigndispatch.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws rows as an SVG of horizontal bars, one for each row that was measured: participants side by
 * side for each measure in one setting, or settings side by side where there is but one
 * participant. A thin line goes from the least to the most, a mark is at the target, and ours are
 * the coloured bars. It follows the reader's choice of a light or a dark page.
 */
final class Chart {
  private static final int WIDTH = 1040;
  private static final int BARS_FROM = 380;
  private static final int BARS_WIDE = 360;
  private static final int SIDE = 20;
  private static final int ROW = 22;
  private static final int BAR = 14;

  private static final String HEAD =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
      <title>Campaign Dispatch: benchmarks</title>
      <style>
        text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #1f2328 }
        .scenario { font-size: 18px; font-weight: 600 }
        .group { font-weight: 600 }
        .quiet { fill: #59636e }
        .page { fill: #ffffff }
        .bar, .others { fill: #b6bec8 }
        .ours { fill: #2f7ed8 }
        .spread { stroke: #1f2328; stroke-width: 1.5; opacity: .55 }
        .target { stroke: #c2410c; stroke-width: 2; stroke-dasharray: 4 3 }
        .met { fill: #1a7f37 }
        .missed { fill: #c2410c }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .quiet { fill: #9198a1 }
          .page { fill: #0d1117 }
          .bar, .others { fill: #4b5563 }
          .ours { fill: #4c9aff }
          .spread { stroke: #e6edf3 }
          .target { stroke: #f59e5b }
          .met { fill: #4ac26b }
          .missed { fill: #f59e5b }
        }
      </style>
      <rect class="page" width="%1$d" height="%2$d"/>
      """;

  private final StringBuilder body = new StringBuilder();
  private int y = SIDE;

  private Chart() {}

  /** Bars that share a scale, and what they have in common. */
  private record Group(Measure measure, String common) {}

  static String of(List<Row> rows) {
    Chart chart = new Chart();
    chart.legend();
    Map<String, List<Row>> scenarios = new LinkedHashMap<>();
    rows.forEach(r -> scenarios.computeIfAbsent(r.scenario(), _ -> new ArrayList<>()).add(r));
    scenarios.forEach(chart::scenario);
    return HEAD.formatted(WIDTH, chart.y + SIDE) + chart.body + "</svg>\n";
  }

  private void legend() {
    int baseline = y + 10;
    body.append(
        """
        <rect class="ours" x="%1$d" y="%2$d" width="12" height="12" rx="2"/>
        <text x="%3$d" y="%4$d">campaign-dispatch</text>
        <rect class="others" x="%5$d" y="%2$d" width="12" height="12" rx="2"/>
        <text x="%6$d" y="%4$d">others</text>
        <line class="target" x1="%7$d" y1="%2$d" x2="%7$d" y2="%4$d"/>
        <text x="%8$d" y="%4$d">target</text>
        <text class="quiet" x="%9$d" y="%4$d">bar and figure: median; thin line: least to most</text>
        """
            .formatted(
                SIDE,
                y - 1,
                SIDE + 18,
                baseline,
                SIDE + 160,
                SIDE + 178,
                SIDE + 250,
                SIDE + 260,
                BARS_FROM));
    y += ROW;
  }

  private void scenario(String name, List<Row> rows) {
    y += 28;
    text("scenario", SIDE, y, "start", name);
    y += 4;
    Map<Group, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      boolean alone = isAlone(row, rows);
      groups
          .computeIfAbsent(
              new Group(row.what(), alone ? row.participant() : row.setting()),
              _ -> new ArrayList<>())
          .add(row);
    }
    groups.forEach(
        (group, bars) -> {
          heading(group);
          double most = bars.stream().mapToDouble(Chart::reach).max().orElse(0);
          for (Row row : bars) {
            bar(row, isAlone(row, rows), most > 0 ? BARS_WIDE / most : 1);
          }
        });
  }

  /** Whether nobody else was measured like this, so that only settings differ. */
  private static boolean isAlone(Row row, List<Row> rows) {
    return rows.stream()
        .filter(r -> r.what().equals(row.what()))
        .allMatch(r -> r.participant().equals(row.participant()));
  }

  private static double reach(Row row) {
    Target target = row.target();
    double most = row.isMeasured() ? row.most() : 0;
    return target == null ? most : Math.max(most, target.value());
  }

  private void heading(Group group) {
    y += 26;
    body.append(
        "<text class=\"group\" x=\"%d\" y=\"%d\">%s <tspan class=\"quiet\">· %s</tspan></text>\n"
            .formatted(SIDE, y, escaped(group.measure().text()), escaped(group.common())));
    y += 6;
  }

  private void bar(Row row, boolean alone, double scale) {
    int middle = y + ROW / 2;
    int baseline = middle + 4;
    text("quiet", BARS_FROM - 10, baseline, "end", alone ? row.setting() : row.participant());
    if (row.isMeasured()) {
      body.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
              row.participant().startsWith("campaign-dispatch") ? "bar ours" : "bar",
              BARS_FROM,
              middle - BAR / 2,
              Math.max(1, row.median() * scale),
              BAR));
    }
    if (row.least() < row.most()) {
      line("spread", row.least() * scale, middle, row.most() * scale, middle);
    }
    Target target = row.target();
    if (target != null) {
      double at = target.value() * scale;
      line("target", at, y + 1, at, y + ROW - 1);
    }
    int after = BARS_FROM + BARS_WIDE + 10;
    body.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\">%s%s</text>%n",
            after,
            baseline,
            escaped(row.text()),
            target == null
                ? ""
                : " <tspan class=\"%s\">%s</tspan>"
                    .formatted(row.isMissed() ? "missed" : "met", escaped(row.verdict()))));
    y += ROW;
  }

  private void line(String kind, double fromX, int fromY, double toX, int toY) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
            kind,
            BARS_FROM + fromX,
            fromY,
            BARS_FROM + toX,
            toY));
  }

  private void text(String kind, int x, int baseline, String anchor, String what) {
    body.append(
        "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n"
            .formatted(kind, x, baseline, anchor, escaped(what)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
