package io.campaigndispatch.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Kubernetes and the operators take, with no field that they do not know: of Kubernetes itself
 * the models generated from its API's description, of the Prometheus operator those of its custom
 * resources, of KEDA a schema of what the chart uses.
 */
final class StrictSchemas {

  private static final Schema SCALED_OBJECT =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              Repository.yaml("deploy/checks/src/test/resources/schema/scaledobject.schema.json"));

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                  // Else what they do not know goes into their "additional properties".
                  return false;
                }
              })
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final Map<String, Check> CHECKS =
      Map.of(
          "apps/v1/Deployment", kubernetes(V1Deployment::validateJsonElement),
          "v1/ConfigMap", kubernetes(V1ConfigMap::validateJsonElement),
          "v1/Service", kubernetes(V1Service::validateJsonElement),
          "v1/ServiceAccount", kubernetes(V1ServiceAccount::validateJsonElement),
          "networking.k8s.io/v1/NetworkPolicy", kubernetes(V1NetworkPolicy::validateJsonElement),
          "policy/v1/PodDisruptionBudget", kubernetes(V1PodDisruptionBudget::validateJsonElement),
          "monitoring.coreos.com/v1/ServiceMonitor", operator(ServiceMonitor.class),
          "monitoring.coreos.com/v1/PrometheusRule", operator(PrometheusRule.class),
          "keda.sh/v1alpha1/ScaledObject", StrictSchemas::keda);

  private StrictSchemas() {}

  private interface Check {
    @Nullable String problem(JsonNode manifest);
  }

  private interface Validation {
    void validate(JsonElement manifest) throws IOException;
  }

  /** Null when there is none. */
  static @Nullable String problem(JsonNode manifest) {
    String type = manifest.path("apiVersion").asString() + "/" + manifest.path("kind").asString();
    Check check = CHECKS.get(type);
    return check == null ? "no schema of " + type : check.problem(manifest);
  }

  private static Check kubernetes(Validation validation) {
    return manifest -> {
      try {
        validation.validate(JsonParser.parseString(manifest.toString()));
        return null;
      } catch (IllegalArgumentException | IOException refused) {
        return refused.getMessage();
      }
    };
  }

  private static Check operator(Class<?> model) {
    return manifest -> {
      try {
        var _ = STRICT.readValue(manifest.toString(), model);
        return null;
      } catch (JsonProcessingException refused) {
        return refused.getOriginalMessage();
      }
    };
  }

  private static @Nullable String keda(JsonNode manifest) {
    List<com.networknt.schema.Error> problems = SCALED_OBJECT.validate(manifest);
    return problems.isEmpty() ? null : problems.toString();
  }
}
