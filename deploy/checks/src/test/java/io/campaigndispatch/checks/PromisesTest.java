package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a platform team reads a chart for. */
class PromisesTest {

  static Stream<String> valueSets() {
    return Repository.valueSets();
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void pod_ofAnyValues_mayDoNothingButRun(String values) {
    Chart.Rendered chart = Chart.rendered(values);
    JsonNode pod = chart.pod();
    JsonNode container = chart.container().path("securityContext");

    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asString())
        .isEqualTo("RuntimeDefault");
    assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void secrets_ofAnyValues_areReferredTo(String values) {
    Chart.Rendered chart = Chart.rendered(values);

    List<String> literal =
        chart
            .container()
            .path("env")
            .valueStream()
            .filter(variable -> variable.has("value"))
            .map(variable -> variable.path("name").asString())
            .toList();
    assertThat(literal).isSubsetOf("SPRING_CONFIG_ADDITIONAL_LOCATION", "JDK_JAVA_OPTIONS", "TZ");
    assertThat(chart.applicationYaml()).doesNotContain("existingSecret").doesNotContain("token:");
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void end_ofAnyValues_waitsLongerThanAVendor(String values) {
    assertThat(Chart.rendered(values).pod().path("terminationGracePeriodSeconds").asInt())
        .isGreaterThanOrEqualTo(values.equals("inline-directory.yaml") ? 50 : 30);
  }

  @Test
  void probes_askTheWorkersOwnGroups() {
    JsonNode container = Chart.rendered("minimal.yaml").container();

    assertThat(container.at("/startupProbe/httpGet/path").asString())
        .isEqualTo("/actuator/health/liveness");
    assertThat(container.at("/livenessProbe/httpGet/path").asString())
        .isEqualTo("/actuator/health/liveness");
    assertThat(container.at("/readinessProbe/httpGet/path").asString())
        .isEqualTo("/actuator/health/readiness");
    assertThat(container.at("/ports/0/containerPort").asInt())
        .isEqualTo(Integer.parseInt(WorkerEnvironment.of(Map.of()).value("server.port")));
  }

  @Test
  void configMaps_areMountedWhole_soThatChangesArrive() {
    JsonNode mounts = Chart.rendered("everything.yaml").container().path("volumeMounts");

    assertThat(mounts.valueStream().filter(mount -> mount.has("subPath"))).isEmpty();
  }

  @Test
  void workers_byDefault_areThreeAndSpread() {
    Chart.Rendered chart = Chart.rendered("minimal.yaml");

    assertThat(chart.only("Deployment").at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(chart.pod().path("topologySpreadConstraints").size()).isEqualTo(2);
    assertThat(chart.only("PodDisruptionBudget").at("/spec/maxUnavailable").asInt()).isEqualTo(1);
  }

  @Test
  void keda_followsWhatCouldBeSentNow_andAloneSetsTheNumber() {
    Chart.Rendered chart = Chart.rendered("operators.yaml");
    JsonNode scaled = chart.only("ScaledObject").path("spec");

    assertThat(chart.only("Deployment").path("spec").has("replicas")).isFalse();
    assertThat(scaled.at("/scaleTargetRef/name"))
        .isEqualTo(chart.only("Deployment").at("/metadata/name"));
    assertThat(scaled.at("/triggers/0/metadata/query").asString())
        .isEqualTo("sum(dispatch_admissible_lag{job=\"campaign-dispatch\",namespace=\"senders\"})");
  }

  /** So that a release with KEDA can take over from one without, and no worker is missing. */
  @ParameterizedTest
  @ValueSource(strings = {"operators.yaml", "inline-directory.yaml"})
  void releases_twoInOneNamespace_haveNothingInCommon(String values) {
    Chart.Rendered one = Chart.rendered(values, "spring");
    Chart.Rendered other = Chart.rendered(values, "summer");

    assertThat(objects(one)).isNotEmpty().doesNotContainAnyElementsOf(objects(other));
    assertThat(one.only("Deployment").at("/spec/selector"))
        .isNotEqualTo(other.only("Deployment").at("/spec/selector"));
  }

  private static List<String> objects(Chart.Rendered chart) {
    return chart.manifests().stream()
        .map(m -> m.path("kind").asString() + " " + m.at("/metadata/name").asString())
        .toList();
  }

  @Test
  void keda_withAnAuthentication_isToldWhatToTakeOfIt() {
    JsonNode trigger = Chart.rendered("operators.yaml").only("ScaledObject").at("/spec/triggers/0");

    assertThat(trigger.at("/metadata/authModes").asString()).isEqualTo("tls,basic");
    assertThat(trigger.path("authenticationRef").toString())
        .isEqualTo("{\"kind\":\"ClusterTriggerAuthentication\",\"name\":\"prometheus\"}");
  }

  /** With a mode besides, KEDA refuses it. */
  @Test
  void keda_withAPodIdentity_isToldNoMode() {
    JsonNode trigger =
        Chart.renderedWith(
                "keda: { enabled: true, prometheusAddress: \"http://p\", authenticationRef: cloud,"
                    + " authModes: [ podIdentity ] }")
            .only("ScaledObject")
            .at("/spec/triggers/0");

    assertThat(trigger.path("metadata").has("authModes")).isFalse();
    assertThat(trigger.path("authenticationRef").toString())
        .isEqualTo("{\"kind\":\"TriggerAuthentication\",\"name\":\"cloud\"}");
  }

  @Test
  void monitor_findsTheServicesMetrics() {
    Chart.Rendered chart = Chart.rendered("operators.yaml");
    JsonNode endpoint = chart.only("ServiceMonitor").at("/spec/endpoints/0");

    assertThat(endpoint.path("port")).isEqualTo(chart.only("Service").at("/spec/ports/0/name"));
    assertThat(endpoint.path("path").asString()).isEqualTo("/actuator/prometheus");
    assertThat(chart.only("Service").at("/metadata/labels").properties())
        .containsAll(chart.only("ServiceMonitor").at("/spec/selector/matchLabels").properties());
  }

  @Test
  void vendors_arePublicAddressesOnly() {
    JsonNode egress = Chart.rendered("minimal.yaml").only("NetworkPolicy").at("/spec/egress/2");

    assertThat(egress.at("/to/0/ipBlock").toString())
        .contains("0.0.0.0/0", "169.254.0.0/16", "10.0.0.0/8")
        .doesNotContain("fc00");
    assertThat(egress.at("/to/1/ipBlock").toString())
        .contains("::/0", "fc00::/7")
        .doesNotContain("10.0.0.0/8");
  }

  @Test
  void rules_areThoseOfDeployPrometheus() {
    assertThat(Repository.text(Chart.FOLDER + "/files/rules.yaml"))
        .as("cp deploy/prometheus/rules.yaml helm/campaign-dispatch/files/")
        .isEqualTo(Repository.text("deploy/prometheus/rules.yaml"));
    assertThat(
            Chart.renderedWith("prometheusRule: { enabled: true, runbookBase: \"\" }")
                .only("PrometheusRule")
                .path("spec"))
        .isEqualTo(Repository.yaml("deploy/prometheus/rules.yaml"));
  }

  @Test
  void runbooks_areWhereAPersonWhoIsWokenCanOpenThem() {
    String repository = Repository.yaml(Chart.FOLDER + "/Chart.yaml").path("home").asString();

    assertThat(runbooks(Chart.rendered("operators.yaml")))
        .isNotEmpty()
        .allSatisfy(
            url ->
                assertThat(url).startsWith(repository + "/blob/main/docs/operations/alerts.md#"));
    assertThat(
            runbooks(
                Chart.renderedWith(
                    "prometheusRule: { enabled: true, runbookBase: \"https://wiki/dispatch/\" }")))
        .contains("https://wiki/dispatch/docs/operations/alerts.md#dispatcherabsent");
  }

  private static List<String> runbooks(Chart.Rendered chart) {
    return chart
        .only("PrometheusRule")
        .at("/spec/groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream())
        .filter(rule -> rule.has("alert"))
        .map(rule -> rule.at("/annotations/runbook_url").asString())
        .toList();
  }

  @Test
  void versions_areTheProjects() {
    JsonNode chart = Repository.yaml(Chart.FOLDER + "/Chart.yaml");
    String pom = Repository.text("pom.xml");

    assertThat(pom)
        .contains(
            "<artifactId>campaign-dispatch</artifactId>\n  <version>"
                + chart.path("appVersion").asString()
                + "</version>");
    assertThat(Chart.rendered("minimal.yaml").container().path("image").asString())
        .isEqualTo("campaign-dispatch:" + chart.path("appVersion").asString());
  }
}
