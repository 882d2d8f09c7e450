package io.campaigndispatch.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The checkout that the checks are about. */
final class Repository {

  static final YAMLMapper YAML = YAMLMapper.builder().build();

  private static final Path ROOT = root();

  private Repository() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("helm"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not inside a checkout: no folder above has helm/");
      }
    }
    return folder;
  }

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a document's tables say.
   *
   * @param row of a table, with one group: that is returned
   */
  static List<String> rows(String name, Pattern row) {
    return text(name)
        .lines()
        .map(row::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .toList();
  }

  static JsonNode yaml(String name) {
    return YAML.readTree(text(name));
  }

  /** The documents of a stream, without those that are empty. */
  static List<JsonNode> documents(String yaml) {
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return values.readAll().stream().filter(JsonNode::isObject).toList();
    }
  }

  /** The sets of values that the chart is held against. */
  static Stream<String> valueSets() {
    try (Stream<Path> files = Files.list(path("deploy/checks/src/test/resources/values"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
