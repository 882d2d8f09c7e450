package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every manifest of every set of values is one that the cluster takes, with no unknown field. */
class ManifestsTest {

  static Stream<String> valueSets() {
    return Repository.valueSets();
  }

  @Test
  void lint_strictly_findsNothing() {
    var result = Chart.lint();

    assertThat(result.isFailed()).as(() -> String.join("\n", result.getMessages())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void manifest_ofAnyValues_fitsItsSchema(String values) {
    assertThat(Chart.rendered(values).manifests())
        .isNotEmpty()
        .allSatisfy(manifest -> assertThat(StrictSchemas.problem(manifest)).isNull());
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void manifest_ofAnyValues_isNoSecret(String values) {
    assertThat(Chart.rendered(values).of("Secret")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void selectors_ofAnyValues_findThePods(String values) {
    Chart.Rendered rendered = Chart.rendered(values);
    JsonNode labels = rendered.only("Deployment").at("/spec/template/metadata/labels");

    Stream.of(
            rendered.only("Deployment").at("/spec/selector/matchLabels"),
            rendered.only("Service").at("/spec/selector"))
        .forEach(selector -> assertThat(labels.properties()).containsAll(selector.properties()));
    Stream.of("PodDisruptionBudget", "NetworkPolicy")
        .flatMap(kind -> rendered.of(kind).stream())
        .map(m -> m.path("spec"))
        .map(spec -> spec.path(spec.has("podSelector") ? "podSelector" : "selector"))
        .forEach(
            selector ->
                assertThat(labels.properties())
                    .containsAll(selector.path("matchLabels").properties()));
  }

  /** So that the tests above are known to bite. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Deployment:/spec/template/spec/containers/0",
        "Deployment:/spec/template/spec/securityContext",
        "NetworkPolicy:/spec/egress/0",
        "PodDisruptionBudget:/spec",
        "ServiceMonitor:/spec/endpoints/0",
        "PrometheusRule:/spec/groups/0/rules/0",
        "ScaledObject:/spec/triggers/0"
      })
  void schema_ofAMisspeltField_refuses(String place) {
    String[] parts = place.split(":");
    JsonNode manifest = Chart.rendered("operators.yaml").only(parts[0]);
    ((ObjectNode) manifest.at(parts[1])).put("misspelt", "x");

    assertThat(StrictSchemas.problem(manifest)).contains("misspelt");
  }
}
