package io.campaigndispatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Tables for people and, when asked for, every measurement as JSON. */
public final class Report {

  private Report() {}

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

  /** What the figures were taken on; absolute figures do not travel. */
  public static Map<String, Object> machine() {
    return Map.of(
        "processors", Runtime.getRuntime().availableProcessors(),
        "java", System.getProperty("java.vendor") + " " + Runtime.version(),
        "os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  public static void write(Path file, String scenario, List<?> measurements) throws IOException {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(
        file,
        mapper.writeValueAsString(
            Map.of("scenario", scenario, "machine", machine(), "measurements", measurements)));
  }
}
