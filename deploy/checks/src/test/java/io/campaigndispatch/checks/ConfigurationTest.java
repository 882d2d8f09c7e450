package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.app.DispatchSettings;
import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The chart's configuration keys are the worker's, and say what its values mean. */
class ConfigurationTest {

  /** Set by the chart itself, or of no use in a cluster. */
  private static final Set<String> NOT_VALUES =
      Set.of(
          "workspaces-file",
          "api.token",
          "tracing.authorization",
          "embedded-broker.data-dir",
          "embedded-broker.port");

  @TempDir Path folder = Path.of("");

  static Stream<String> valueSets() {
    return Repository.valueSets();
  }

  private WorkerEnvironment worker(String values) throws IOException {
    return WorkerEnvironment.of(Chart.rendered(values), folder, Map.of());
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void keys_ofAnyValues_areTheWorkersOwn(String values) throws IOException {
    WorkerEnvironment worker = worker(values);

    assertThat(worker.dispatch().workspacesFile()).isNotNull();
    assertThat(worker.kafka().getBootstrapServers()).isNotEmpty();
    assertThat(ProducerConfig.configNames())
        .containsAll(
            producer(worker).keySet().stream().filter(key -> !key.equals("client.rack")).toList());
  }

  private static Map<String, Object> producer(WorkerEnvironment worker) {
    return worker.kafka().buildProducerProperties();
  }

  @Test
  void key_thatTheWorkerDoesNotKnow_isRefused() {
    Chart.Rendered chart = Chart.renderedWith("config: { spring: { kafka: { sasll: x } } }");

    assertThatThrownBy(() -> WorkerEnvironment.of(chart, folder, Map.of()).kafka())
        .hasStackTraceContaining("sasll");
  }

  @Test
  void settings_allGiven_reachTheWorker() throws IOException {
    DispatchSettings settings = worker("inline-directory.yaml").dispatch();

    assertThat(settings.groupId()).isEqualTo("acme");
    assertThat(settings.maxUnwritten()).isEqualTo(10_000);
    assertThat(settings.duplicates().window()).isEqualTo(1000);
    assertThat(settings.metrics().maxWorkspaces()).isEqualTo(100);
    assertThat(settings.api().tokenName()).isEqualTo("ops");
    assertThat(settings.tracing().endpoint()).isEqualTo("http://collector:4318/v1/traces");
    assertThat(settings.topics().prefix()).isEqualTo("acme.");
    assertThat(settings.topics().create()).isFalse();
    assertThat(settings.topics().partitions()).isEqualTo(12);
    assertThat(settings.topics().replication()).isEqualTo((short) 3);
  }

  @Test
  void schemaOfSettings_namesThoseOfTheWorker_andNoOthers() {
    Set<String> described = new TreeSet<>();
    leaves(
        Repository.yaml(Chart.FOLDER + "/values.schema.json").at("/properties/dispatch"),
        "",
        described);
    Set<String> known = new TreeSet<>();
    components(DispatchSettings.class, "", known);
    assertThat(known).containsAll(NOT_VALUES);
    known.removeAll(NOT_VALUES);

    assertThat(described).isEqualTo(known);
  }

  private static void leaves(JsonNode schema, String path, Set<String> found) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              if (property.getValue().has("properties")) {
                leaves(property.getValue(), path + property.getKey() + ".", found);
              } else {
                found.add(path + property.getKey());
              }
            });
  }

  private static void components(Class<?> type, String path, Set<String> found) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name =
          path + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (component.getType().isRecord()) {
        components(component.getType(), name + ".", found);
      } else {
        found.add(name);
      }
    }
  }

  @Test
  void directory_inValues_isOneThatTheWorkerTakes() {
    JsonNode map =
        Chart.rendered("inline-directory.yaml").of("ConfigMap").stream()
            .filter(m -> m.path("data").has("workspaces.yaml"))
            .findFirst()
            .orElseThrow();

    DirectoryResult read =
        DirectoryFile.read("workspaces.yaml", map.at("/data/workspaces.yaml").asString());

    assertThat(read).isInstanceOf(DirectoryResult.Loaded.class);
  }

  @Test
  void scram_userAndPasswordOfTheSecret_becomeTheLogin() throws IOException {
    var secrets = Map.of("kafka.username", "dispatcher", "kafka.password", "p4$s=wörd;'#");

    WorkerEnvironment worker = WorkerEnvironment.of(Chart.rendered("scram.yaml"), folder, secrets);

    assertThat(producer(worker))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"dispatcher\" password=\"p4$s=wörd;'#\";")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.certificates", "kafka-ca/ca.crt");
    assertThat(worker.dispatch().api().token()).isEqualTo("dispatch-api/token");
  }

  @Test
  void strimzi_jaasLineOfTheSecret_isTakenAsItIs() throws IOException {
    WorkerEnvironment worker = worker("strimzi-jaas.yaml");

    assertThat(producer(worker))
        .containsEntry("sasl.jaas.config", "campaign-dispatch/sasl.jaas.config")
        .containsEntry("client.rack", "a")
        .containsEntry("request.timeout.ms", "20000");
  }

  @Test
  void mtls_certificateAndKeyOfTheSecret_reachKafkasClients() throws IOException {
    assertThat(producer(worker("mtls.yaml")))
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.keystore.type", "PEM")
        .containsEntry("ssl.keystore.certificate.chain", "dispatcher-tls/tls.crt")
        .containsEntry("ssl.keystore.key", "dispatcher-tls/tls.key")
        .containsEntry("ssl.truststore.type", "PEM");
  }

  @Test
  void config_furtherKeys_areAddedAndOverrideNothingOfTheCharts() throws IOException {
    Chart.Rendered chart =
        Chart.renderedWith(
            "config: { logging: { level: { root: info } }, dispatch: { workspaces-file: other } }");

    WorkerEnvironment worker = WorkerEnvironment.of(chart, folder, Map.of());

    assertThat(worker.value("logging.level.root")).isEqualTo("info");
    assertThat(worker.dispatch().workspacesFile())
        .isEqualTo(Path.of("/etc/campaign-dispatch/directory/workspaces.yaml"));
  }
}
