package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What can be said of the alerting rules without Prometheus; {@code deploy/prometheus/check} says
 * the rest.
 */
class RulesTest {

  private static final String RUNBOOKS = "docs/operations/alerts.md";
  private static final Set<String> EXPOSED = ExposedMetrics.names();
  private static final Pattern RECORDED = Pattern.compile("[a-z]+:[a-z0-9_]+:[a-z0-9_]+");

  private static Stream<JsonNode> rules() {
    return Repository.yaml("deploy/prometheus/rules.yaml")
        .path("groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream());
  }

  static Stream<String> alerts() {
    return rules().filter(rule -> rule.has("alert")).map(rule -> rule.path("alert").asString());
  }

  private static JsonNode rule(String alert) {
    return rules()
        .filter(rule -> rule.path("alert").asString("").equals(alert))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> cases() {
    try (Stream<Path> files = Files.list(Repository.path("deploy/prometheus/tests"))) {
      return files
          .map(file -> Repository.yaml("deploy/prometheus/tests/" + file.getFileName()))
          .flatMap(file -> file.path("tests").valueStream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void rules_askForMetricsThatWorkersShow() {
    assertThat(rules())
        .allSatisfy(
            rule ->
                assertThat(ExposedMetrics.in(rule.path("expr").asString())).isSubsetOf(EXPOSED));
  }

  @Test
  void rules_askForRecordedSeriesThatAreRecorded() {
    Set<String> recorded =
        rules()
            .map(rule -> rule.path("record").asString(""))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    Set<String> asked = new TreeSet<>();
    rules()
        .forEach(
            rule ->
                RECORDED
                    .matcher(rule.path("expr").asString())
                    .results()
                    .forEach(found -> asked.add(found.group())));

    assertThat(recorded).containsAll(asked);
    assertThat(asked).as("what is recorded, is used").containsAll(recorded);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alert_saysHowBadItIs_whatItIs_andWhereToLook(String alert) {
    JsonNode annotations = rule(alert).path("annotations");

    assertThat(rule(alert).at("/labels/severity").asString()).isIn("critical", "warning", "info");
    assertThat(annotations.path("summary").asString()).isNotBlank();
    assertThat(annotations.path("description").asString()).isNotBlank();
    assertThat(annotations.path("runbook_url").asString())
        .isEqualTo(RUNBOOKS + "#" + alert.toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alert_hasARunbook_andALineInItsTable(String alert) {
    String runbooks = Repository.text(RUNBOOKS);
    String severity = rule(alert).at("/labels/severity").asString();
    int begin = runbooks.indexOf("\n## " + alert + "\n");

    assertThat(begin).isPositive();
    int end = runbooks.indexOf("\n## ", begin + 1);
    assertThat(runbooks.substring(begin, end < 0 ? runbooks.length() : end))
        .contains("**Means**", "**The user feels**", "**Look**", "**Do**", "**Clears**");
    assertThat(runbooks)
        .contains("| [%s](#%s) | %s |".formatted(alert, alert.toLowerCase(Locale.ROOT), severity));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alert_hasACaseThatFiresIt_andOneThatDoesNot(String alert) {
    List<JsonNode> about =
        cases().stream()
            .filter(test -> test.path("name").asString().startsWith(alert + " "))
            .toList();

    assertThat(about).hasSize(2);
    assertThat(about.getFirst().at("/promql_expr_test/0/exp_samples").toString())
        .contains("alertname=\\\"" + alert + "\\\"");
    assertThat(about.getLast().at("/promql_expr_test/0/exp_samples").isEmpty()).isTrue();
  }

  @Test
  void runbooks_areOfAlertsThatThereAre() {
    assertThat(
            Repository.text(RUNBOOKS)
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3)))
        .containsExactlyInAnyOrderElementsOf(alerts().toList());
  }
}
