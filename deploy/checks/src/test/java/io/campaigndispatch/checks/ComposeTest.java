package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.control.DirectoryFile;
import io.campaigndispatch.dispatcher.control.DirectoryResult;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The compose file names what is there, and configures the dispatcher as it can be. */
class ComposeTest {

  private static final String FOLDER = "deploy/compose/";
  private static final JsonNode SERVICES =
      Repository.yaml(FOLDER + "compose.yaml").path("services");

  static Stream<String> services() {
    return SERVICES.propertyNames().stream();
  }

  /** The service with what it takes over from an anchor, which YAML's reader leaves as "<<". */
  private static Stream<JsonNode> parts(String service) {
    JsonNode own = SERVICES.path(service);
    return own.has("<<")
        ? Stream.of(own, Repository.yaml(FOLDER + "compose.yaml").path("x-hardened"))
        : Stream.of(own);
  }

  private static Stream<JsonNode> all(String service, String key) {
    return parts(service).map(part -> part.path(key)).flatMap(JsonNode::valueStream);
  }

  @ParameterizedTest
  @MethodSource("services")
  void image_ofEachService_isPinned(String service) {
    assertThat(SERVICES.path(service).path("image").asString())
        .matches("[a-z/-]+:(local|v?\\d+\\.\\d+\\.\\d+)");
  }

  @Test
  void kafka_isTheVersionThatTheDispatcherIsBuiltWith() {
    String image = SERVICES.path("kafka").path("image").asString();

    assertThat(Repository.text("pom.xml"))
        .contains("<kafka.version>" + image.substring(image.indexOf(':') + 1) + "</kafka.version>");
    assertThat(SERVICES.path("traffic").path("image").asString()).isEqualTo(image);
  }

  @ParameterizedTest
  @MethodSource("services")
  void port_ofEachService_isOpenToThisMachineOnly(String service) {
    assertThat(all(service, "ports").map(JsonNode::asString))
        .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
  }

  @ParameterizedTest
  @MethodSource("services")
  void mount_ofEachService_isThereAndReadOnly(String service) {
    List<String> mounts =
        all(service, "volumes").map(JsonNode::asString).filter(v -> v.startsWith(".")).toList();

    assertThat(mounts)
        .allSatisfy(
            mount -> {
              assertThat(mount).endsWith(":ro");
              String source = mount.substring(0, mount.indexOf(':'));
              assertThat(Files.exists(Repository.path(FOLDER).resolve(source))).as(source).isTrue();
            });
  }

  @ParameterizedTest
  @MethodSource("services")
  void service_each_gainsNoPrivileges(String service) {
    assertThat(all(service, "security_opt").map(JsonNode::asString))
        .contains("no-new-privileges:true");
  }

  @Test
  void dispatcher_arguments_areItsOwnSettings() {
    Map<String, String> given = new HashMap<>();
    all("dispatcher", "command")
        .map(argument -> argument.asString().substring(2).split("=", 2))
        .forEach(pair -> given.put(pair[0], pair[1]));

    WorkerEnvironment worker = WorkerEnvironment.of(given);

    assertThat(worker.dispatch().workspacesFile()).hasFileName("workspaces.yaml");
    assertThat(worker.kafka().getBootstrapServers()).containsExactly("kafka:9092");
  }

  /** A single file would be that of before when an editor replaces it. */
  @Test
  void workspaces_areMountedAsAFolder_whereTheDispatcherReadsThem() {
    String[] mount =
        all("dispatcher", "volumes").map(JsonNode::asString).findFirst().orElseThrow().split(":");

    assertThat(Repository.path(FOLDER).resolve(mount[0])).isDirectory();
    assertThat(all("dispatcher", "command").map(JsonNode::asString))
        .contains("--dispatch.workspaces-file=" + mount[1] + "/workspaces.yaml");
  }

  @Test
  void workspaces_areOnesThatTheDispatcherTakes() {
    assertThat(DirectoryFile.read(Repository.path(FOLDER + "directory/workspaces.yaml")))
        .isInstanceOf(DirectoryResult.Loaded.class);
  }

  @Test
  void prometheus_readsTheRules() {
    assertThat(Repository.yaml(FOLDER + "prometheus.yaml").path("rule_files").toString())
        .isEqualTo("[\"rules/rules.yaml\"]");
    assertThat(Files.exists(Repository.path("deploy/prometheus/rules.yaml"))).isTrue();
  }

  @Test
  void training_directory_isOneThatTheDispatcherTakes() {
    assertThat(DirectoryFile.read(Repository.path("deploy/docker/training.yaml")))
        .isInstanceOf(DirectoryResult.Loaded.class);
  }
}
