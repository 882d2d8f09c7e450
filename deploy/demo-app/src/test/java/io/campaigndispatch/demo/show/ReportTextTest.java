package io.campaigndispatch.demo.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.proof.Conservation;
import io.campaigndispatch.demo.proof.Evidence;
import io.campaigndispatch.demo.proof.Report;
import io.campaigndispatch.demo.scenario.Fleet;
import io.campaigndispatch.demo.scenario.Fleets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTextTest {

  @Test
  void report_hasARowOfEachWorkspace_underEveryTitle() {
    Fleet fleet = Fleets.of(12, 300);
    Report report =
        new Report(
            new Evidence(List.of(), List.of(), List.of(), List.of(), 0, Map.of()),
            List.of(),
            new Conservation(0, Map.of(), 0, 0, 0),
            List.of());

    List<String> lines = ReportText.lines(report, fleet, 0);

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
}
