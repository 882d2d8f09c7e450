package io.campaigndispatch.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Draws rows as an SVG of horizontal bars: one group for each measure in one setting, one bar for
 * each participant, with a thin line from the least to the most and a mark at the target. Ours are
 * the coloured ones. It follows the reader's choice of a light or a dark page.
 */
final class Chart {
  private static final int WIDTH = 980;
  private static final int BARS_FROM = 340;
  private static final int BARS_WIDE = 400;
  private static final int SIDE = 20;
  private static final int ROW = 24;
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
        .bar { fill: #b6bec8 }
        .ours { fill: #2f7ed8 }
        .spread { stroke: #1f2328; stroke-width: 1.5; opacity: .55 }
        .target { stroke: #c2410c; stroke-width: 2; stroke-dasharray: 4 3 }
        .met { fill: #1a7f37 }
        .missed { fill: #c2410c }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .quiet { fill: #9198a1 }
          .page { fill: #0d1117 }
          .bar { fill: #4b5563 }
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

  private record Group(String setting, Measure measure) {}

  static String of(List<Row> rows) {
    Chart chart = new Chart();
    Map<String, Map<Group, List<Row>>> scenarios = new LinkedHashMap<>();
    for (Row row : rows) {
      scenarios
          .computeIfAbsent(row.scenario(), _ -> new LinkedHashMap<>())
          .merge(
              new Group(row.setting(), row.what()),
              List.of(row),
              (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }
    scenarios.forEach(chart::scenario);
    return HEAD.formatted(WIDTH, chart.y + SIDE) + chart.body + "</svg>\n";
  }

  private void scenario(String name, Map<Group, List<Row>> groups) {
    y += 14;
    text("scenario", SIDE, y, "start", name);
    y += 10;
    groups.forEach(this::group);
    y += 12;
  }

  private void group(Group group, List<Row> rows) {
    y += 22;
    text("group", SIDE, y, "start", group.measure().text());
    text("quiet", BARS_FROM, y, "start", group.setting());
    y += 8;
    double most =
        rows.stream()
            .flatMap(r -> Stream.of(r.most(), r.target() == null ? 0 : r.target().value()))
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(1.0);
    for (Row row : rows) {
      bar(row, BARS_WIDE / (most > 0 ? most : 1));
    }
    y += 6;
  }

  private void bar(Row row, double scale) {
    int middle = y + ROW / 2;
    int baseline = middle + 4;
    text("quiet", BARS_FROM - 10, baseline, "end", row.participant());
    body.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
            row.participant().startsWith("campaign-dispatch") ? "bar ours" : "bar",
            BARS_FROM,
            middle - BAR / 2,
            Math.max(1, row.median() * scale),
            BAR));
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
                    .formatted(
                        target.isMetBy(row.median()) ? "met" : "missed", escaped(row.verdict()))));
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
