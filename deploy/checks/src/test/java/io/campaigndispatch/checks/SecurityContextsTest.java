package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who a worker runs as is the chart's to say, unless the cluster does. */
class SecurityContextsTest {

  @Test
  void securityContexts_byDefault_nameTheImagesUserAndNoMoreThanIsNeeded() {
    Chart.Rendered chart = Chart.rendered("minimal.yaml");

    assertThat(chart.pod().path("securityContext"))
        .isEqualTo(
            Repository.YAML.readTree(
                """
                runAsNonRoot: true
                runAsUser: 10001
                runAsGroup: 10001
                fsGroup: 10001
                fsGroupChangePolicy: OnRootMismatch
                seccompProfile: { type: RuntimeDefault }
                """));
    assertThat(chart.container().path("securityContext"))
        .isEqualTo(
            Repository.YAML.readTree(
                """
                allowPrivilegeEscalation: false
                privileged: false
                readOnlyRootFilesystem: true
                capabilities: { drop: [ALL] }
                """));
  }

  @Test
  void user_takenOut_isLeftToTheCluster_andTheRestStays() {
    assertThat(Chart.rendered("openshift.yaml").pod().path("securityContext"))
        .isEqualTo(
            Repository.YAML.readTree(
                """
                runAsNonRoot: true
                fsGroupChangePolicy: OnRootMismatch
                seccompProfile: { type: RuntimeDefault }
                """));
  }

  @Test
  void securityContexts_takenOutWhole_areNotThere() {
    Chart.Rendered chart =
        Chart.renderedWith("{ podSecurityContext: null, containerSecurityContext: null }");

    assertThat(chart.pod().has("securityContext")).isFalse();
    assertThat(chart.container().has("securityContext")).isFalse();
  }

  @Test
  void securityContexts_inTheSchema_areTheClustersOwn() {
    JsonNode schema = Repository.yaml(Chart.FOLDER + "/values.schema.json").path("properties");

    assertThat(names(schema.path("podSecurityContext")))
        .isEqualTo(V1PodSecurityContext.openapiFields);
    assertThat(names(schema.path("containerSecurityContext")))
        .isEqualTo(V1SecurityContext.openapiFields);
  }

  private static Set<String> names(JsonNode schema) {
    return schema
        .at("/propertyNames/enum")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toSet());
  }
}
