package io.campaigndispatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured, kept as JSON: the latest run of each scenario and all rows of it.
 *
 * @param runs in the order in which they ended
 */
public record Report(List<Run> runs, List<Row> rows) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * How a scenario was run.
   *
   * @param at when it ended, ISO-8601
   * @param quick whether it only showed that it works
   * @param notes what its figures cannot say
   */
  public record Run(
      String scenario,
      String at,
      boolean quick,
      int rounds,
      Map<String, String> machine,
      List<String> notes) {}

  public Report {
    runs = List.copyOf(runs);
    rows = List.copyOf(rows);
  }

  /** What the file holds; nothing when there is none. */
  static Report read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new Report(List.of(), List.of());
    }
    try {
      return MAPPER.readValue(Files.readAllBytes(file), Report.class);
    } catch (JacksonException e) {
      throw new IOException(file + ": expected a report of this bench: " + e.getMessage(), e);
    }
  }

  void write(Path file) throws IOException {
    Files.write(file, MAPPER.writeValueAsBytes(this));
  }

  /** With this run, in place of an earlier one of the same scenario. */
  Report with(Run run, List<Row> ofIt) {
    return new Report(
        Stream.concat(
                runs.stream().filter(r -> !r.scenario().equals(run.scenario())), Stream.of(run))
            .toList(),
        Stream.concat(
                rows.stream().filter(r -> !r.scenario().equals(run.scenario())), ofIt.stream())
            .toList());
  }

  /** What the figures were taken on; absolute figures do not travel. */
  static Map<String, String> machine() {
    return Map.of(
        "processors", String.valueOf(Runtime.getRuntime().availableProcessors()),
        "java", System.getProperty("java.vendor") + " " + Runtime.version(),
        "os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  /** One scenario's rows: a line for each setting and participant, a column for each measure. */
  static String table(List<Row> rows) {
    List<Measure> measures = rows.stream().map(Row::what).distinct().toList();
    List<String> heading = new ArrayList<>(List.of("setting", "participant"));
    for (Measure measure : measures) {
      heading.add(measure.text());
      if (hasTarget(rows, measure)) {
        heading.add("target");
      }
    }
    record Line(String setting, String participant) {}
    return table(
        heading,
        rows.stream()
            .map(r -> new Line(r.setting(), r.participant()))
            .distinct()
            .map(
                line -> {
                  List<String> cells = new ArrayList<>(List.of(line.setting(), line.participant()));
                  for (Measure measure : measures) {
                    var row =
                        rows.stream()
                            .filter(r -> r.what().equals(measure))
                            .filter(r -> r.setting().equals(line.setting()))
                            .filter(r -> r.participant().equals(line.participant()))
                            .findFirst();
                    cells.add(row.map(Row::text).orElse(""));
                    if (hasTarget(rows, measure)) {
                      cells.add(row.map(Row::verdict).orElse(""));
                    }
                  }
                  return cells;
                })
            .toList());
  }

  private static boolean hasTarget(List<Row> rows, Measure measure) {
    return rows.stream()
        .filter(r -> r.what().equals(measure))
        .map(Row::target)
        .anyMatch(Objects::nonNull);
  }

  /** A Markdown table with aligned columns. */
  public static String table(List<String> heading, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(heading);
    all.addAll(rows);
    int[] widths = new int[heading.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, heading, widths);
    for (int width : widths) {
      text.append('|').repeat('-', width + 2);
    }
    text.append("|\n");
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      text.append("| ").append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 1);
    }
    text.append("|\n");
  }
}
