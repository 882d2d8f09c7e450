package io.campaigndispatch.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class RuleTimesTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(a_total[5m]) > 0.1 | rate(a_total[30000ms]) > 0.1",
        "min_over_time((max by (b) (a))[1d:10m]) | min_over_time((max by (b) (a))[8640000ms:60000ms])",
        "max(a offset 1d) | max(a offset 8640000ms)",
        "rate(a[1h30m]) * 2 | rate(a[540000ms]) * 2",
        "min_over_time(a[500ms]) | min_over_time(a[50ms])"
      })
  void expression_rangesStepsAndOffsets_areDivided(String before, String after) {
    assertThat(RuleTimes.expression(before, 10)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:b:rate5m > 14.4 * 0.01",
        "a{le=\"3.0\",window=\"[5m]\"} > 100",
        "a{about=\"offset 5m\"}",
        "label_replace(a, \"b\", \"$1\", \"c\", \"x[5m]\")"
      })
  void expression_namesThresholdsAndTexts_stay(String expression) {
    assertThat(RuleTimes.expression(expression, 10)).isEqualTo(expression);
  }

  @Test
  void divided_byOne_changesNothing() throws IOException {
    assertThat(YAML.readTree(RuleTimes.divided(installed(), 1)))
        .isEqualTo(YAML.readTree(installed()));
  }

  @Test
  void divided_everyForOfTheInstalledRules_andNothingBesideTimes() throws IOException {
    List<JsonNode> before = rules(installed());
    List<JsonNode> after = rules(RuleTimes.divided(installed(), 10));

    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i).path("labels")).isEqualTo(before.get(i).path("labels"));
      assertThat(after.get(i).path("annotations")).isEqualTo(before.get(i).path("annotations"));
      assertThat(after.get(i).path("record")).isEqualTo(before.get(i).path("record"));
      assertThat(after.get(i).has("for")).isEqualTo(before.get(i).has("for"));
      assertThat(withoutTimes(after.get(i))).isEqualTo(withoutTimes(before.get(i)));
      assertThat(after.get(i).path("expr").asString()).doesNotContainPattern("\\[\\d+[mhd]\\b");
    }
    assertThat(after)
        .filteredOn(rule -> rule.path("alert").asString("").equals("DispatcherResultsRefused"))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.path("for").asString()).isEqualTo("3000ms");
              assertThat(rule.path("expr").asString()).contains("[12000ms]");
            });
  }

  private static String withoutTimes(JsonNode rule) {
    return Pattern.compile("\\d+(ms|[smhd])\\b")
        .matcher(rule.path("expr").asString())
        .replaceAll("T");
  }

  private static List<JsonNode> rules(String yaml) {
    return YAML.readTree(yaml)
        .path("groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream())
        .toList();
  }

  private static String installed() throws IOException {
    return Files.readString(Path.of("../prometheus/rules.yaml"));
  }
}
