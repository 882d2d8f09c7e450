package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Violation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record's value as a JSON object, or why it is none. A repeated name counts by its last value.
 */
sealed interface Body {

  /** The largest value that is read, in bytes (INTERFACE, send request). */
  int LARGEST = 1024 * 1024;

  int DEEPEST = 32;
  int LONGEST_NUMBER = 1_000;

  record Root(ObjectNode node) implements Body {}

  record Refused(Failure failure) implements Body {}

  JsonMapper MAPPER =
      JsonMapper.builder(
              Buffers.ofThread()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static Body parse(byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      return refused(FailureCode.NOT_JSON, "is empty");
    }
    if (value.length > LARGEST) {
      return refused(FailureCode.TOO_LARGE, "has " + value.length + " bytes, more than " + LARGEST);
    }
    if (!isUtf8(value)) {
      return refused(FailureCode.NOT_JSON, "is not UTF-8");
    }
    JsonNode root;
    try {
      root = MAPPER.readTree(value);
    } catch (StreamConstraintsException e) {
      return refused(
          FailureCode.NOT_JSON,
          "is nested deeper than "
              + DEEPEST
              + ", or has a number or a name too long to be meant, at "
              + place(e));
    } catch (JacksonException e) {
      return refused(FailureCode.NOT_JSON, "is not JSON at " + place(e));
    }
    if (root.isMissingNode()) {
      return refused(FailureCode.NOT_JSON, "is empty");
    }
    return root instanceof ObjectNode object
        ? new Root(object)
        : refused(FailureCode.INVALID, "is no object");
  }

  private static Refused refused(String code, String message) {
    Violation violation =
        new Violation("", message, "a JSON object in UTF-8, at most 1 MiB and 32 deep", null);
    return new Refused(
        new Failure(
            FailureCategory.REQUEST, code, null, "the value " + message, List.of(violation)));
  }

  /** Jackson takes UTF-16 and UTF-32 as well, and does not see every malformed sequence. */
  private static boolean isUtf8(byte[] value) {
    for (int i = 0; i < Math.min(4, value.length); i++) {
      if (value[i] == 0) {
        return false;
      }
    }
    if (new String(value, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0) {
      return true;
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(value), CharBuffer.allocate(value.length), true)
        .isUnderflow();
  }

  private static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null
        ? "an unknown place"
        : "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
