package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Values are described, and what is wrong with them is said before anything is installed. */
class ValuesTest {

  private static final JsonNode SCHEMA = Repository.yaml(Chart.FOLDER + "/values.schema.json");

  @Test
  void value_everyOne_isDescribed() {
    List<String> without = new ArrayList<>();
    undescribed(SCHEMA, "", without);

    assertThat(without).isEmpty();
  }

  private static void undescribed(JsonNode schema, String path, List<String> found) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String name = path + property.getKey();
              if (property.getValue().path("description").asString("").isBlank()) {
                found.add(name);
              }
              undescribed(property.getValue(), name + ".", found);
              undescribed(property.getValue().path("items"), name + "[].", found);
            });
  }

  @Test
  void value_everyDefault_isInTheSchema() {
    List<String> unknown = new ArrayList<>();
    unknown(Repository.yaml(Chart.FOLDER + "/values.yaml"), SCHEMA, "", unknown);

    assertThat(unknown).isEmpty();
  }

  private static void unknown(JsonNode values, JsonNode schema, String path, List<String> found) {
    values
        .properties()
        .forEach(
            value -> {
              JsonNode described = schema.path("properties").path(value.getKey());
              if (described.isMissingNode()) {
                found.add(path + value.getKey());
              } else if (described.has("properties")) {
                unknown(value.getValue(), described, path + value.getKey() + ".", found);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replica: 2",
        "replicas: 0",
        "dispatch: { groupId: x }",
        "dispatch: { workspaces-file: x }",
        "dispatch: { api: { token: secret } }",
        "dispatch: { templates: { unknown: perhaps } }",
        "kafka: { sasl: { password: secret } }",
        "kafka: { properties: { ssl.key.password: secret } }",
        "kafka: { properties: { sasl.jaas.config: secret } }",
        "kafka: { bootstrapServers: kafka }",
        "kafka: { protocol: TLS }",
        "kafka: { sasl: { mechanism: GSSAPI } }",
        "credentials: { env: [ { name: A_TOKEN, value: secret } ] }",
        "image: { digest: latest }",
        "networkPolicy: { vendors: { ports: [ https ] } }",
        "prometheusRule: { runbookBase: https://wiki/no-slash-at-its-end }",
        "directory: { content: { vendor: [] } }",
        "podSecurityContext: { runAsUsr: null }",
        "containerSecurityContext: { readOnlyRootFileSystem: true }",
        "keda: { authModes: bearer }",
        "keda: { authModes: [ digest ] }",
        "keda: { authenticationKind: Secret }"
      })
  void value_misspeltOrSecretOrOutOfRange_isRefusedBySchema(String values) {
    assertThatThrownBy(() -> Chart.renderedWith(values))
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "terminationGracePeriodSeconds: 45 | directory: { content: { vendors: [ { id: v, response-timeout: 30s } ] } } | terminationGracePeriodSeconds: expected at least 50 ",
        "terminationGracePeriodSeconds: 60 | directory: { content: { vendors: [ { id: v, response-timeout: 40500ms } ] } } | terminationGracePeriodSeconds: expected at least 61 ",
        "terminationGracePeriodSeconds: 139 | directory: { content: { vendors: [ { id: v, response-timeout: 2m } ] } } | terminationGracePeriodSeconds: expected at least 140 ",
        "replicas: 1 | directory: { } | directory: expected content or existingConfigMap, received neither",
        "replicas: 1 | directory: { existingConfigMap: a, content: { vendors: [] } } | directory: expected either",
        "keda: { enabled: true } | directory: { existingConfigMap: a } | keda.prometheusAddress: expected the URL",
        "keda: { enabled: true, prometheusAddress: 'http://p', authenticationRef: p } | directory: { existingConfigMap: a } | keda.authModes: expected what p holds",
        "keda: { enabled: true, prometheusAddress: 'http://p', authModes: [ bearer ] } | directory: { existingConfigMap: a } | keda.authenticationRef: expected the name",
        "keda: { enabled: true, prometheusAddress: 'http://p', authenticationRef: p, authModes: [ tls, basic, bearer ] } | directory: { existingConfigMap: a } | keda.authModes: expected at most one of bearer, basic and custom, received tls, basic, bearer",
        "keda: { enabled: true, prometheusAddress: 'http://p', authenticationRef: p, authModes: [ podIdentity, tls ] } | directory: { existingConfigMap: a } | keda.authModes: expected podIdentity alone, received podIdentity, tls",
      })
  void values_thatContradictEachOther_areRefused(String one, String other, String message) {
    assertThatThrownBy(
            () -> Chart.renderedOnly("kafka: { bootstrapServers: \"k:1\" }\n" + one + "\n" + other))
        .message()
        .containsPattern(Pattern.quote(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "protocol: PLAINTEXT | kafka.bootstrapServers: expected host:port",
        "protocol: SASL_SSL, bootstrapServers: 'k:1' | kafka.sasl.existingSecret: expected the name",
        "sasl: { existingSecret: s }, bootstrapServers: 'k:1' | kafka.protocol: expected SASL_SSL",
        "ca: { existingSecret: s }, bootstrapServers: 'k:1' | kafka.protocol: expected SSL or",
        "protocol: SASL_SSL, sasl: { mechanism: OAUTHBEARER, existingSecret: s }, bootstrapServers: 'k:1' | kafka.sasl.jaasConfigKey: expected the key of s that has the value of sasl.jaas.config, since kafka.sasl.mechanism is OAUTHBEARER",
        "protocol: SASL_PLAINTEXT, sasl: { existingSecret: s }, clientCertificate: { existingSecret: s }, bootstrapServers: 'k:1' | kafka.protocol: expected SSL or",
      })
  void kafka_thatContradictsItself_isRefused(String kafka, String message) {
    assertThatThrownBy(
            () ->
                Chart.renderedOnly(
                    "directory: { existingConfigMap: a }\nkafka: { "
                        + kafka.replace('\'', '"')
                        + " }"))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka: { bootstrapServers: 'k-0:9092,k-1:9096' } | networkPolicy: { enabled: true } | networkPolicy.kafka.ports: expected 9096 among them, since kafka.bootstrapServers has k-1:9096, received 9092, 9093, 9094",
        "kafka: { bootstrapServers: 'k:9092' } | networkPolicy: { kafka: { ports: [ 19092 ] } } | networkPolicy.kafka.ports: expected 9092 among them, since kafka.bootstrapServers has k:9092, received 19092",
      })
  void networkPolicy_thatKeepsTheWorkersFromKafka_isRefused(
      String kafka, String policy, String message) {
    assertThatThrownBy(() -> Chart.renderedWith(kafka + "\n" + policy))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "networkPolicy: { kafka: { ports: [ 9092, 9096 ] } }",
        "networkPolicy: { enabled: false }",
        "networkPolicy: { extraEgress: [ { ports: [ { port: 9096, protocol: TCP } ] } ] }"
      })
  void networkPolicy_thatMayLetThemOut_isTaken(String policy) {
    Chart.Rendered chart =
        Chart.renderedWith("kafka: { bootstrapServers: 'k-0:9092,k-1:9096' }\n" + policy);

    assertThat(chart.applicationYaml()).contains("k-1:9096");
  }
}
