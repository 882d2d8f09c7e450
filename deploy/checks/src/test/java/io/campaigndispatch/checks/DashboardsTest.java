package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What can be said of the dashboards without Grafana. */
class DashboardsTest {

  private static final String FOLDER = "deploy/grafana";
  private static final Set<String> EXPOSED = ExposedMetrics.names();
  private static final Pattern SELECTOR = Pattern.compile("(\\w+)\\{([^}]*)}");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?!__)(\\w+)");

  static Stream<String> dashboards() {
    try (Stream<Path> files = Files.list(Repository.path(FOLDER))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode dashboard(String name) {
    return Repository.yaml(FOLDER + "/" + name);
  }

  private static List<String> expressions(String name) {
    return dashboard(name)
        .path("panels")
        .valueStream()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target -> target.path("expr").asString())
        .toList();
  }

  @Test
  void dashboards_areOfFleetWorkspacesCampaignsAndVendors() {
    assertThat(dashboards())
        .containsExactly("campaign.json", "fleet.json", "vendor.json", "workspace.json");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_askForMetricsThatWorkersShow(String name) {
    assertThat(expressions(name))
        .isNotEmpty()
        .allSatisfy(
            expression ->
                assertThat(ExposedMetrics.in(expression)).isNotEmpty().isSubsetOf(EXPOSED));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_askForThisJobOnly(String name) {
    assertThat(expressions(name))
        .allSatisfy(
            expression -> {
              List<MatchResult> selectors = SELECTOR.matcher(expression).results().toList();
              assertThat(selectors.stream().map(one -> one.group(1)).distinct())
                  .containsExactlyInAnyOrderElementsOf(ExposedMetrics.in(expression));
              assertThat(selectors)
                  .allSatisfy(
                      one -> assertThat(one.group(2)).contains("job=\"campaign-dispatch\""));
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_useComposesDataSource_andVariablesThatThereAre(String name) {
    Set<String> variables =
        Set.copyOf(
            dashboard(name)
                .at("/templating/list")
                .valueStream()
                .map(one -> one.path("name").asString())
                .toList());

    assertThat(expressions(name))
        .allSatisfy(
            expression ->
                assertThat(VARIABLE.matcher(expression).results().map(one -> one.group(1)))
                    .isSubsetOf(variables));
    assertThat(
            dashboard(name)
                .path("panels")
                .valueStream()
                .filter(panel -> panel.has("targets"))
                .map(panel -> panel.at("/datasource/uid").asString()))
        .containsOnly(
            Repository.yaml("deploy/compose/grafana/datasources/prometheus.yaml")
                .at("/datasources/0/uid")
                .asString());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_haveUnitsThatPicturesAreDrawnWith(String name) {
    Set<String> known =
        Set.copyOf(
            Repository.rows(FOLDER + "/pictures/units.js", Pattern.compile("  (\\w+): \\[\\[.*")));

    assertThat(
            dashboard(name)
                .path("panels")
                .valueStream()
                .filter(panel -> panel.has("fieldConfig"))
                .map(panel -> panel.at("/fieldConfig/defaults/unit").asString()))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_lieBesideEachOther(String name) {
    List<JsonNode> places =
        dashboard(name).path("panels").valueStream().map(panel -> panel.path("gridPos")).toList();

    for (int i = 0; i < places.size(); i++) {
      JsonNode one = places.get(i);
      assertThat(places.subList(0, i)).noneMatch(other -> overlaps(one, other));
      assertThat(one.path("x").asInt() + one.path("w").asInt()).isLessThanOrEqualTo(24);
    }
  }

  private static boolean overlaps(JsonNode one, JsonNode other) {
    return meets(one, other, "x", "w") && meets(one, other, "y", "h");
  }

  private static boolean meets(JsonNode one, JsonNode other, String from, String size) {
    int begin = one.path(from).asInt();
    int otherBegin = other.path(from).asInt();
    return begin < otherBegin + other.path(size).asInt()
        && otherBegin < begin + one.path(size).asInt();
  }
}
