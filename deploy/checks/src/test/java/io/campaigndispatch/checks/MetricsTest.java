package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of metrics names those that there are. */
class MetricsTest {

  private static final Pattern ROW = Pattern.compile("\\| `((?:dispatch|kafka)_\\w+)` \\|.*");

  @Test
  void page_describesEveryMetricOfOurs_once() {
    List<String> described = Repository.rows("docs/operations/metrics.md", ROW);

    assertThat(described)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            ExposedMetrics.names().stream()
                .filter(name -> name.startsWith("dispatch_") || name.startsWith("kafka_"))
                .map(name -> name.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new)));
  }
}
