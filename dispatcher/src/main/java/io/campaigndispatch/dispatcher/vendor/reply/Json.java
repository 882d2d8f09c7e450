package io.campaigndispatch.dispatcher.vendor.reply;

import io.campaigndispatch.dispatcher.vendor.HttpReply.Answered;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lenient reading of JSON that others wrote: absent instead of exceptions. */
public final class Json {

  /** Deeper than any vendor nests (their documents: 5), far from a stack overflow. */
  private static final int MAX_DEPTH = 32;

  // Buffers that stay with the event loop cost less than a queue of them.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.threadLocalPool())
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .build();

  private Json() {}

  /** The body's JSON object; null when it is anything else, or was cut. */
  public static @Nullable JsonNode object(Answered reply) {
    return reply.truncated() || reply.body().length == 0
        ? null
        : object(() -> MAPPER.readTree(reply.body()));
  }

  /** The text's JSON object; null when it is anything else. */
  static @Nullable JsonNode object(String text) {
    return object(() -> MAPPER.readTree(text));
  }

  private static @Nullable JsonNode object(Supplier<JsonNode> read) {
    try {
      JsonNode node = read.get();
      return node.isObject() ? node : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  /** A string or number as text; null for anything else, and for blank text. */
  public static @Nullable String text(JsonNode node) {
    if (node.isString() || node.isIntegralNumber()) {
      String text = node.asString();
      return text.isBlank() ? null : text;
    }
    return null;
  }

  /** Whether the node says true, as a boolean or as a word. */
  public static boolean isTrue(JsonNode node) {
    return node.isBoolean() ? node.booleanValue() : "true".equalsIgnoreCase(text(node));
  }

  /** Whether the node says false, as a boolean or as a word. */
  public static boolean isFalse(JsonNode node) {
    return node.isBoolean() ? !node.booleanValue() : "false".equalsIgnoreCase(text(node));
  }
}
