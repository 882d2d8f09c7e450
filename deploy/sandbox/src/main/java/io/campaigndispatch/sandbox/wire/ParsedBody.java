package io.campaigndispatch.sandbox.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A request body, read once. */
public sealed interface ParsedBody {

  /** A JSON object, which is what every documented endpoint takes. */
  @SuppressWarnings("ArrayRecordComponent") // The bytes as they came, kept for the ledger.
  record JsonObject(ObjectNode object, byte[] raw) implements ParsedBody {
    @Override
    public byte[] oneLine() {
      return onOneLine(raw);
    }

    @Override
    public String toString() {
      return "JsonObject[" + raw.length + " bytes]";
    }
  }

  /** No body at all. */
  record Absent() implements ParsedBody {
    @Override
    public byte @Nullable [] oneLine() {
      return null;
    }
  }

  /**
   * Anything else.
   *
   * @param problem why it is no JSON object, without quoting it
   * @param text the body as a JSON value, or as a JSON string when it is not JSON
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Unusable(String problem, byte[] text) implements ParsedBody {
    @Override
    public byte[] oneLine() {
      return text;
    }

    @Override
    public String toString() {
      return "Unusable[" + problem + "]";
    }
  }

  /** The body as one line of JSON for the ledger, or null when there was none. */
  byte @Nullable [] oneLine();

  /** The object's fields; an empty object when the body is none. */
  default ObjectNode fields() {
    return this instanceof JsonObject(ObjectNode object, byte[] ignored) ? object : Json.object();
  }

  /** Reads a body. */
  static ParsedBody of(byte[] body) {
    if (body.length == 0) {
      return new Absent();
    }
    try {
      JsonNode node = contains(body, (byte) 0) ? null : Json.mapper().readTree(body);
      if (node instanceof ObjectNode object) {
        return new JsonObject(object, body);
      }
      return node == null || node.isMissingNode()
          ? unusable("the body is not JSON in UTF-8", body)
          : new Unusable("the body must be a JSON object", onOneLine(body));
    } catch (JacksonException e) {
      return unusable("the body is not valid JSON", body);
    }
  }

  private static Unusable unusable(String problem, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return new Unusable(problem, Json.bytes(StringNode.valueOf(text)));
  }

  /** Line breaks in valid JSON stand between tokens only, so a blank may replace each of them. */
  private static byte[] onOneLine(byte[] json) {
    if (!contains(json, (byte) '\n') && !contains(json, (byte) '\r')) {
      return json;
    }
    byte[] line = json.clone();
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    return line;
  }

  private static boolean contains(byte[] bytes, byte wanted) {
    for (byte b : bytes) {
      if (b == wanted) {
        return true;
      }
    }
    return false;
  }
}
