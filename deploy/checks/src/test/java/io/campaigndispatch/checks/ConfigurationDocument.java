package io.campaigndispatch.checks;

import java.util.List;
import java.util.stream.Collectors;

/** The text of docs/configuration.md. */
final class ConfigurationDocument {

  static final String FILE = "docs/configuration.md";

  private static final String HEAD =
      """
      # Configuration

      <!-- Written by ConfigurationDocumentTest from the configuration's records; it says how. Do not edit. -->

      The worker is a Spring Boot program: a setting is an argument (`--dispatch.group-id=acme`), an environment variable
      (`DISPATCH_GROUPID=acme`: dots become underscores, hyphens go) or a line of an `application.yaml` in the folder it is started in or in
      `--spring.config.additional-location`. A mistake ends the start with one line: key, what was expected, what was received.
      A key under `dispatch` that is not in this list is such a mistake.

      Durations are written `500ms`, `10s`, `5m`, `12h`, `7d`; sizes `64MB`.

      ## The worker

      """;

  private static final String SPRING =
      """

      Of Spring Boot's own settings these matter:

      | key | default | meaning |
      |---|---|---|
      | `spring.kafka.bootstrap-servers` | none | where Kafka is; none: an embedded one starts |
      | `spring.kafka.properties.*`, `spring.kafka.ssl.*`, `spring.kafka.security.protocol` | Kafka's | how its clients reach it, such as `spring.kafka.properties.sasl.jaas.config`; `spring.kafka.ssl.bundle` names one of `spring.ssl.bundle.*` |
      | `server.port` | `%s` | of the HTTP interface |
      | `server.address` | all addresses | the address it listens on; `127.0.0.1`: this host only |
      | `management.endpoints.web.exposure.include` | `%s` | more shows more: see [SECURITY](../SECURITY.md) |
      | `spring.profiles.active` | none | `text`: the log is lines for people instead of JSON ([logs](operations/logs.md)) |
      | `logging.level.*` | `%s` at the root, `%s` for ours | |

      ## The workspaces file

      YAML, named by `dispatch.workspaces-file`. It is watched: what changes is in force within seconds, and a file with a mistake changes
      nothing and says so. The topic `dispatch.workspaces` overlays it, with the same keys per workspace, in JSON. Keys without a default
      are required; unknown keys and empty values are mistakes.
      """;

  private static final String GROUPS =
      """

      ### throttle-groups

      A list of `id` and `throttle`: ceilings that several workspaces share, besides their own.
      """;

  private ConfigurationDocument() {}

  static String text() {
    var defaults = Repository.yaml("dispatcher/src/main/resources/application.yaml");
    StringBuilder text = new StringBuilder(HEAD);
    text.append(table(WorkerSettings.all()));
    text.append(
        SPRING.formatted(
            defaults.at("/server/port").asString(),
            defaults.at("/management/endpoints/web/exposure/include").asString(),
            defaults.at("/logging/level/root").asString(),
            defaults.at("/logging/level/io.campaigndispatch").asString()));
    for (DirectorySettings.Part part : DirectorySettings.PARTS) {
      text.append("\n### ").append(part.title()).append("\n\n");
      text.append(table(DirectorySettings.of(part)));
    }
    return text.append(GROUPS).toString();
  }

  private static String table(List<Setting> settings) {
    return Setting.HEAD + settings.stream().map(Setting::line).collect(Collectors.joining());
  }
}
