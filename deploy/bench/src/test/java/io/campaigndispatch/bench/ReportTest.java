package io.campaigndispatch.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Measure SENT = new Measure("sent", "messages/s");
  private static final Measure CPU = new Measure("CPU", "s");

  @TempDir private Path folder;

  @Test
  void findings_gatherTheRoundsOfARow() {
    Findings findings = new Findings("speed");
    findings.add("ours", "fast", SENT, 3);
    findings.add("ours", "fast", CPU, 9);
    findings.add("ours", "fast", SENT, 1);
    findings.add("ours", "fast", SENT, 2);
    findings.expect("ours", "fast", SENT, Target.atLeast(2));

    assertThat(findings.rows())
        .containsExactly(
            new Row(
                "speed",
                "ours",
                "fast",
                "sent",
                "messages/s",
                2,
                1,
                3,
                Target.atLeast(2),
                List.of(3.0, 1.0, 2.0)),
            new Row("speed", "ours", "fast", "CPU", "s", 9, 9, 9, null, List.of(9.0)));
  }

  @Test
  void targetOfWhichNothingWasMeasured_hasARowThatMissesIt() {
    Findings findings = new Findings("speed");
    findings.expect("ours", "fast", CPU, Target.atMost(5));
    findings.add("ours", "fast", SENT, 3);

    assertThat(findings.rows()).extracting(Row::measure).containsExactly("sent", "CPU");
    assertThat(findings.rows().getLast().values()).isEmpty();
    assertThat(Report.table(findings.rows()))
        .isEqualTo(
            """
            | setting | participant | sent, messages/s | CPU, s       | target |
            |---------|-------------|------------------|--------------|--------|
            | fast    | ours        | 3                | not measured | ≤ 5 ✗  |
            """);
  }

  @Test
  void figureThatIsNone_isRefused() {
    assertThatThrownBy(() -> new Findings("speed").add("ours", "fast", SENT, Double.NaN))
        .hasMessage("ours, fast, sent: expected a figure, received NaN");
  }

  @Test
  void rowOfNoFigure_saysSoAndMissesItsTarget() {
    Row row = row("speed", "ours", SENT, Double.NaN, Target.atMost(5));

    assertThat(row.text()).isEqualTo("not measured");
    assertThat(row.verdict()).isEqualTo("≤ 5 ✗");
  }

  @Test
  void target_isMetOnItsOwnSide() {
    assertThat(Target.atLeast(2).isMetBy(2)).isTrue();
    assertThat(Target.atLeast(2).isMetBy(1.9)).isFalse();
    assertThat(Target.atMost(2).isMetBy(2)).isTrue();
    assertThat(Target.atMost(2).isMetBy(2.1)).isFalse();
  }

  @Test
  void table_alignsItsColumns() {
    assertThat(Report.table(List.of("a", "long"), List.of(List.of("wide", "1"))))
        .isEqualTo("| a    | long |\n|------|------|\n| wide | 1    |\n");
  }

  @Test
  void tableOfRows_hasAColumnForEachMeasureAndSaysWhatMissed() {
    assertThat(
            Report.table(
                List.of(
                    row("speed", "ours", SENT, 1_500, Target.atLeast(2_000)),
                    row("speed", "theirs", SENT, 900, null),
                    row("speed", "ours", CPU, 4, null))))
        .isEqualTo(
            """
            | setting | participant | sent, messages/s | target    | CPU, s |
            |---------|-------------|------------------|-----------|--------|
            | fast    | ours        | 1,500            | ≥ 2,000 ✗ | 4      |
            | fast    | theirs      | 900              |           |        |
            """);
  }

  @Test
  void laterRun_replacesTheEarlierOneAndLeavesTheOthers() {
    Report report =
        new Report(List.of(), List.of())
            .with(run("speed"), List.of(row("speed", "ours", SENT, 1, null)))
            .with(run("memory"), List.of(row("memory", "ours", SENT, 2, null)))
            .with(run("speed"), List.of(row("speed", "ours", SENT, 3, null)));

    assertThat(report.runs()).containsExactly(run("memory"), run("speed"));
    assertThat(report.rows()).extracting(Row::median).containsExactly(2.0, 3.0);
  }

  @Test
  void file_bringsBackWhatWasWritten() throws IOException {
    Report report =
        new Report(
            List.of(run("speed")), List.of(row("speed", "ours", SENT, 1.5, Target.atMost(2))));
    Path file = folder.resolve("results.json");

    assertThat(Report.read(file)).isEqualTo(new Report(List.of(), List.of()));
    report.write(file);
    assertThat(Report.read(file)).isEqualTo(report);
  }

  @Test
  void file_bringsBackWhatWasNotMeasured() throws IOException {
    Report report =
        new Report(
            List.of(run("speed")),
            List.of(Row.of("speed", "ours", "fast", SENT, List.of(), Target.atLeast(2))));
    Path file = folder.resolve("results.json");

    report.write(file);
    assertThat(Report.read(file)).isEqualTo(report);
  }

  @Test
  void fileOfAnotherKind_isNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "[1]");

    assertThatThrownBy(() -> Report.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": expected a report of this bench");
  }

  private static Row row(
      String scenario, String participant, Measure measure, double value, @Nullable Target target) {
    return Row.of(scenario, participant, "fast", measure, List.of(value), target);
  }

  private static Report.Run run(String scenario) {
    return new Report.Run(
        scenario, "2026-11-20T00:00:00Z", false, 3, Map.of("os", "x"), List.of("a note"));
  }
}
