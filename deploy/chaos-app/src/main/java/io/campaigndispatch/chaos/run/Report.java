package io.campaigndispatch.chaos.run;

import io.campaigndispatch.chaos.proof.Finding;
import io.campaigndispatch.chaos.proof.Finding.Rule;
import io.campaigndispatch.chaos.proof.Verdict;
import io.campaigndispatch.chaos.run.SeedRun.Result;
import io.campaigndispatch.model.outcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The figures of one or more seeds as a table: a line for each figure, a column for each seed. */
public final class Report {

  private static final int MOST_FINDINGS = 3;
  private static final int NAME_WIDTH = 42;

  private final List<Result> results;
  private final List<String> lines = new ArrayList<>();

  private Report(List<Result> results) {
    this.results = results;
  }

  public static List<String> lines(List<Result> results) {
    Report report = new Report(results);
    report.fill();
    return report.lines;
  }

  /** What one run found wrong: the first few of each kind. */
  public static List<String> findings(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      List<Finding> broken =
          verdict.findings().stream().filter(finding -> finding.rule() == rule).toList();
      broken.stream().limit(MOST_FINDINGS).map(Finding::toString).forEach(lines::add);
      if (broken.size() > MOST_FINDINGS) {
        lines.add(
            "%s: %d more, see findings.txt".formatted(rule.title(), broken.size() - MOST_FINDINGS));
      }
    }
    return lines;
  }

  private void fill() {
    row("seed", Result::seed);
    row("troubles", Result::steps);
    row("records published", result -> result.verdict().published());
    row("messages at the vendors", result -> result.verdict().calls());
    for (Status status : Status.values()) {
      if (status.isFinal()) {
        row("ended " + status, result -> result.verdict().ended().getOrDefault(status, 0));
      }
    }
    row("drained after, s", result -> tenths(result.drained().toMillis()));
    row("vendors' longest stand-still, s", result -> tenths(result.longestStandStill()));
    results.stream()
        .flatMap(result -> result.verdict().repeats().keySet().stream())
        .distinct()
        .sorted()
        .forEach(
            cause ->
                row(
                    "RESEND, called again: " + cause,
                    result -> result.verdict().repeats().getOrDefault(cause, 0)));
    row("over a throttle, the machine's delays", result -> result.verdict().machine());
    row("over a throttle, of a woken owner", result -> result.verdict().excepted());
    for (Rule rule : Rule.values()) {
      row(rule.title(), result -> result.verdict().broken(rule));
    }
    row("verdict", result -> result.verdict().holds() ? "holds" : "FAILS");
  }

  private static String tenths(long millis) {
    return String.format(Locale.ROOT, "%.1f", millis / 1e3);
  }

  private void row(String name, Function<Result, Object> value) {
    StringBuilder line = new StringBuilder(name);
    line.repeat(' ', Math.max(1, NAME_WIDTH - name.length()));
    for (Result result : results) {
      line.append(String.format(Locale.ROOT, "%12s", value.apply(result)));
    }
    lines.add(line.toString());
  }
}
