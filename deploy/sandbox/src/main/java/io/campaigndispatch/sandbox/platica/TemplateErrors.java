package io.campaigndispatch.sandbox.platica;

import io.campaigndispatch.sandbox.catalogue.HeaderKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code errors} of body 1, collected: {@code {field, message, expected, received, example?}}.
 */
final class TemplateErrors {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ArrayNode errors = NODES.arrayNode();

  boolean isEmpty() {
    return errors.isEmpty();
  }

  ArrayNode json() {
    return errors;
  }

  /** An error whose expectation is described in words. */
  void add(String field, String message, String expected, JsonNode received) {
    add(field, message, NODES.stringNode(expected), received);
  }

  /** The documented error about the number of params. */
  void paramCount(int expected, int received) {
    add(
        "template.params",
        "The number of params does not match the template definition",
        NODES.numberNode(expected),
        NODES.numberNode(received));
  }

  /**
   * The documented error about a media header, with its example; {@code message} as the case may
   * be.
   */
  void mediaType(String message, @Nullable HeaderKind expected, JsonNode received) {
    HeaderKind shown = expected == null ? HeaderKind.IMAGE : expected;
    ObjectNode error =
        add(
            "template.type",
            message,
            expected == null ? NODES.nullNode() : NODES.stringNode(wireName(expected)),
            received);
    error
        .putObject("example")
        .put("type", wireName(shown))
        .put("file", "https://example.com/your-media-file");
  }

  private ObjectNode add(String field, String message, JsonNode expected, JsonNode received) {
    ObjectNode error = errors.addObject().put("field", field).put("message", message);
    error.set("expected", expected);
    error.set("received", received.isMissingNode() ? NODES.nullNode() : received);
    return error;
  }

  static String wireName(HeaderKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
