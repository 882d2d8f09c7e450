package io.campaigndispatch.demo.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.proof.Conservation;
import io.campaigndispatch.demo.proof.Evidence;
import io.campaigndispatch.demo.proof.Report;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTextTest {

  private final Fleet fleet = Fleets.of(12, 300);

  private final List<String> lines =
      ReportText.lines(
          new Report(
              new Evidence(List.of(), List.of(), List.of(), List.of(), 0, Map.of()),
              List.of(),
              new Conservation(0, Map.of(), 0, 0, 0),
              List.of()),
          fleet,
          0);

  @Test
  void report_hasARowOfEachWorkspace_underEveryTitle() {
    assertThat(lines.getFirst().split(" {2,}"))
        .containsExactly(
            "workspace",
            "requests",
            "accepted",
            "failed",
            "expired",
            "cancelled",
            "duplicate",
            "uncertain",
            "fullest window");
    assertThat(lines.subList(1, 1 + fleet.members().size()))
        .allSatisfy(line -> assertThat(line.split(" {2,}")).hasSize(9));
  }

  @Test
  void readme_showsTheReportAsItIs() throws IOException {
    List<String> shown =
        Files.readString(Path.of("../../README.md"))
            .lines()
            .map(ReportTextTest::withoutFigures)
            .toList();

    assertThat(shown)
        .containsAll(
            lines.stream()
                .filter(line -> line.matches("(workspace|what came in|read|ledger) .*"))
                .map(ReportTextTest::withoutFigures)
                .toList());
  }

  private static String withoutFigures(String line) {
    return line.replaceAll("[\\d,]*\\d", "N").replaceAll(" {2,}", "  ");
  }
}
