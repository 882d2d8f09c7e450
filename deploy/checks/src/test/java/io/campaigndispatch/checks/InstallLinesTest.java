package io.campaigndispatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The lines that install the chart, as they stand in the documents. */
class InstallLinesTest {

  private static final Pattern SET = Pattern.compile("--set (?:'([^']+)'|(\\S+))");

  private static final Pattern CONFIG_MAP =
      Pattern.compile("kubectl create configmap (\\S+) --from-file=(\\S+)");

  private static final Pattern SECRET =
      Pattern.compile("kubectl create secret generic (\\S+) --from-(?:literal|file)=(\\w+)=");

  /** The block of commands with {@code helm install} in it, a command a line. */
  private static String commands(String document) {
    return CodeBlocks.of(document).stream()
        .map(block -> block.text().replace("\\\n", " "))
        .filter(text -> text.contains("helm install"))
        .findFirst()
        .orElseThrow();
  }

  private static Chart.Rendered rendered(String document) {
    String install =
        commands(document)
            .lines()
            .filter(line -> line.startsWith("helm install"))
            .findFirst()
            .orElseThrow();
    assertThat(install).contains(" " + Chart.FOLDER + " ");
    Map<String, String> values = new LinkedHashMap<>();
    SET.matcher(install)
        .results()
        .map(set -> set.group(set.group(1) == null ? 2 : 1))
        .flatMap(set -> List.of(set.split(",")).stream())
        .map(set -> set.split("=", 2))
        .forEach(set -> values.put(set[0], set[1]));
    return Chart.renderedSetting(values);
  }

  private static MatchResult only(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    assertThat(found.find()).as(pattern.pattern()).isTrue();
    return found.toMatchResult();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/operations/install.md"})
  void linesOfADocument_installWhatFitsTheCluster(String document) {
    Chart.Rendered rendered = rendered(document);

    assertThat(rendered.manifests())
        .isNotEmpty()
        .allSatisfy(manifest -> assertThat(StrictSchemas.problem(manifest)).isNull());
    assertThat(rendered.container().path("image").asString())
        .startsWith("REGISTRY/campaign-dispatch:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/operations/install.md"})
  void workspaces_areReadFromTheConfigMapThatTheLinesCreate(String document) {
    MatchResult created = only(CONFIG_MAP, commands(document));

    JsonNode directory =
        rendered(document)
            .pod()
            .path("volumes")
            .valueStream()
            .filter(volume -> volume.path("name").asString().equals("directory"))
            .findFirst()
            .orElseThrow();
    assertThat(directory.at("/configMap/name").asString()).isEqualTo(created.group(1));
    assertThat(directory.at("/configMap/items/0/key").asString()).isEqualTo(created.group(2));
  }

  @Test
  void tokenOfTheReadme_isInTheEnvironmentUnderTheNameThatItsWorkspaceHas() {
    MatchResult created = only(SECRET, commands("README.md"));

    JsonNode token =
        rendered("README.md")
            .container()
            .path("env")
            .valueStream()
            .filter(variable -> variable.path("name").asString().equals("ACME_TOKEN"))
            .findFirst()
            .orElseThrow()
            .at("/valueFrom/secretKeyRef");
    assertThat(token.path("name").asString()).isEqualTo(created.group(1));
    assertThat(token.path("key").asString()).isEqualTo(created.group(2));
    assertThat(CodeBlocks.of("README.md"))
        .anySatisfy(block -> assertThat(block.text()).contains("credential: env:ACME_TOKEN"));
  }

  @Test
  void tokensOfTheInstallation_areInTheFolderThatItNames() {
    MatchResult created = only(SECRET, commands("docs/operations/install.md"));
    String file = created.group(1) + "/" + created.group(2);

    assertThat(Repository.text("docs/operations/install.md"))
        .contains("credential: file:/etc/campaign-dispatch/credentials/" + file);
    assertThat(
            rendered("docs/operations/install.md")
                .container()
                .path("volumeMounts")
                .findValuesAsString("mountPath"))
        .contains("/etc/campaign-dispatch/credentials/" + created.group(1));
  }
}
