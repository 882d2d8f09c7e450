package io.campaigndispatch.checks;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The chart as Helm sees it. */
final class Chart {

  static final String FOLDER = "helm/campaign-dispatch";

  /** As Chart.yaml names it; Helm as a library would take a version of its own. */
  private static final String OLDEST_KUBERNETES = "1.27.0";

  private static final String RELEASE = "spring";

  private Chart() {}

  /** What it makes of one set of values. */
  record Rendered(List<JsonNode> manifests) {

    List<JsonNode> of(String kind) {
      return manifests.stream().filter(m -> m.path("kind").asString().equals(kind)).toList();
    }

    /** The only one of its kind. */
    JsonNode only(String kind) {
      List<JsonNode> found = of(kind);
      if (found.size() != 1) {
        throw new AssertionError("expected one " + kind + ", received " + found.size());
      }
      return found.getFirst();
    }

    JsonNode pod() {
      return only("Deployment").at("/spec/template/spec");
    }

    JsonNode container() {
      return pod().at("/containers/0");
    }

    /** The worker's configuration file. */
    String applicationYaml() {
      return of("ConfigMap").stream()
          .map(map -> map.at("/data/application.yaml").asString(""))
          .filter(text -> !text.isEmpty())
          .findFirst()
          .orElseThrow();
    }

    /** The files under /etc/campaign-dispatch/secrets: name to where it comes from. */
    Map<String, String> secretFiles() {
      return pod()
          .path("volumes")
          .valueStream()
          .filter(volume -> volume.path("name").asString().equals("secrets"))
          .flatMap(volume -> volume.at("/projected/sources").valueStream())
          .map(source -> source.path("secret"))
          .flatMap(
              secret ->
                  secret
                      .path("items")
                      .valueStream()
                      .map(
                          item ->
                              Map.entry(
                                  item.path("path").asString(),
                                  secret.path("name").asString()
                                      + "/"
                                      + item.path("key").asString())))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  static LintResult lint() {
    return new Helm(Repository.path(FOLDER)).lint().strict().call();
  }

  /**
   * @param values the name of a set of values
   */
  static Rendered rendered(String values) {
    return rendered(values, RELEASE);
  }

  /**
   * @param values the name of a set of values
   */
  static Rendered rendered(String values, String release) {
    return render(
        release, Repository.path("deploy/checks/src/test/resources/values").resolve(values));
  }

  /**
   * @param yaml added to the smallest set of values
   * @throws IllegalStateException as Helm words it, when it refuses them
   */
  static Rendered renderedWith(String yaml) {
    Path minimal = Repository.path("deploy/checks/src/test/resources/values/minimal.yaml");
    return with(yaml, file -> render(RELEASE, minimal, file));
  }

  /**
   * @param yaml alone
   */
  static Rendered renderedOnly(String yaml) {
    return with(yaml, file -> render(RELEASE, file));
  }

  /**
   * @param values as after {@code --set}
   */
  static Rendered renderedSetting(Map<String, String> values) {
    var command = template(RELEASE);
    values.forEach(command::set);
    return new Rendered(Repository.documents(Objects.requireNonNull(command.call())));
  }

  private static Rendered with(String yaml, Function<Path, Rendered> render) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, yaml);
        return render.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Rendered render(String release, Path... values) {
    var command = template(release);
    Stream.of(values).forEach(command::withValuesFile);
    return new Rendered(Repository.documents(Objects.requireNonNull(command.call())));
  }

  private static TemplateCommand template(String release) {
    return new Helm(Repository.path(FOLDER))
        .template()
        .withName(release)
        .withNamespace("senders")
        .withKubeVersion(OLDEST_KUBERNETES);
  }
}
