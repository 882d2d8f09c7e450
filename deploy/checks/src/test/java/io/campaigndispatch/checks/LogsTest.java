package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of logs names the events that there are, with their words and values. */
class LogsTest {

  private static final Pattern ROW = Pattern.compile("(\\| `[A-Z_]+` \\|.*\\|)[^|]+\\|");

  @Test
  void page_describesEveryEvent_once() {
    List<String> described = Repository.rows("docs/operations/logs.md", ROW);

    assertThat(described)
        .containsExactlyElementsOf(Arrays.stream(LogEvent.values()).map(LogsTest::row).toList());
  }

  private static String row(LogEvent event) {
    String words = event.template().replaceAll(" \\w+=\"?\\{}\"?", "");
    String values =
        event.keys().isEmpty()
            ? "–"
            : event.keys().stream().collect(Collectors.joining("`, `", "`", "`"));
    return "| `%s` | %s | %s | %s |".formatted(event.name(), event.level(), words, values);
  }
}
