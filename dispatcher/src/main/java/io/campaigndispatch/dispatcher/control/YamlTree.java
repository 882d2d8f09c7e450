package io.campaigndispatch.dispatcher.control;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLReadFeature;

/** A YAML or JSON document as nodes that know their line. */
final class YamlTree {

  private static final int MAX_CHARACTERS = 64 * 1024 * 1024;
  private static final int MAX_DEPTH = 32;
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();
  private static final YAMLMapper YAML = mapper();
  private static final JsonMapper JSON =
      new JsonMapper(JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build());

  /** A document, or why it is none. */
  sealed interface Parsed {
    record Tree(YamlNode root) implements Parsed {}

    record Malformed(int line, String expected, String received) implements Parsed {}
  }

  /** Stops the walk; never leaves this class. */
  private static final class Refusal extends RuntimeException {
    private final transient Parsed.Malformed malformed;

    Refusal(int line, String expected, String received) {
      super(expected, null, false, false);
      malformed = new Parsed.Malformed(line, expected, received);
    }
  }

  private YamlTree() {}

  static Parsed parse(String text) {
    try (YAMLParser parser = (YAMLParser) YAML.createParser(new StringReader(text))) {
      if (parser.nextToken() == null) {
        return new Parsed.Malformed(1, "vendors and workspaces", "an empty file");
      }
      YamlNode root = node(parser);
      if (parser.nextToken() != null) {
        return new Parsed.Malformed(line(parser), "one YAML document", "a second one");
      }
      return new Parsed.Tree(root);
    } catch (Refusal refusal) {
      return refusal.malformed;
    } catch (JacksonException unreadable) {
      return malformed(unreadable, "YAML");
    }
  }

  /** The same of a JSON document, the keys left out whose value is null. */
  static Parsed parseJson(String text) {
    try (JsonParser parser = JSON.createParser(new StringReader(text))) {
      if (parser.nextToken() == null) {
        return new Parsed.Malformed(1, "JSON", "nothing");
      }
      YamlNode root = node(parser);
      if (parser.nextToken() != null) {
        return new Parsed.Malformed(line(parser), "one JSON document", "a second one");
      }
      return new Parsed.Tree(root);
    } catch (JacksonException unreadable) {
      return malformed(unreadable, "JSON");
    }
  }

  private static YamlNode node(JsonParser parser) {
    int line = line(parser);
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      // Without aliases a small file cannot unfold into a huge one.
      throw new Refusal(line, "every value written out", "the alias *" + parser.getString());
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(parser, line);
      case START_ARRAY -> sequence(parser, line);
      case VALUE_NULL -> new YamlNode.Nothing(line);
      case JsonToken _ -> new YamlNode.Scalar(line, parser.getString());
    };
  }

  private static YamlNode mapping(JsonParser parser, int line) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line(parser);
      JsonToken value = parser.nextToken();
      // In JSON it is how many programs leave a key out; in YAML more likely an unfinished edit.
      boolean leftOut = value == JsonToken.VALUE_NULL && !(parser instanceof YAMLParser);
      if (!leftOut) {
        entries.add(new YamlNode.Entry(keyLine, key, node(parser)));
      }
    }
    return new YamlNode.Mapping(line, entries);
  }

  private static YamlNode sequence(JsonParser parser, int line) {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(parser));
    }
    return new YamlNode.Sequence(line, items);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  /**
   * The parser's messages quote the file, which may hold a secret: only its problem is passed on.
   */
  private static Parsed.Malformed malformed(JacksonException unreadable, String form) {
    if (unreadable.getCause() instanceof MarkedYamlEngineException marked) {
      int line = marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      return new Parsed.Malformed(line, form, "an error: " + Mistakes.oneLine(marked.getProblem()));
    }
    int line = Optional.ofNullable(unreadable.getLocation()).map(at -> at.getLineNr()).orElse(1);
    return new Parsed.Malformed(
        Math.max(1, line),
        form
            + ", at most "
            + MAX_DEPTH
            + " levels deep"
            + (form.equals("YAML") ? " and " + (MAX_CHARACTERS >> 20) + " MiB" : ""),
        "something else");
  }

  private static YAMLMapper mapper() {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build();
    return new YAMLMapper(
        YAMLFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .loadSettings(settings)
            // A repeated key stops the parser there; Section reports it with all other mistakes.
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLReadFeature.EMPTY_STRING_AS_NULL)
            .build());
  }
}
