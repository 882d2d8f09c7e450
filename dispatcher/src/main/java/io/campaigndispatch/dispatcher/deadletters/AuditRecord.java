package io.campaigndispatch.dispatcher.deadletters;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who did what with dead letters of one partition, and when. Written in the transaction that did
 * it, it is also what keeps anybody from doing it again.
 *
 * @param by the operator's or the token's name
 * @param topicId of the dead-letter topic: of one created anew it says nothing
 */
record AuditRecord(LetterAction action, Instant at, String by, Uuid topicId, OffsetRanges offsets) {

  /** What the keys of these records in the progress topic begin with; a snapshot's never do. */
  static final String KEY_PREFIX = "dead-letters/";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int VERSION = 1;

  /** A key that no other record has: compaction must keep each. */
  static byte[] newKey(int partition) {
    return (KEY_PREFIX + partition + "/" + Uuid.randomUuid()).getBytes(StandardCharsets.UTF_8);
  }

  static boolean isKey(byte @Nullable [] key) {
    return key != null && new String(key, StandardCharsets.UTF_8).startsWith(KEY_PREFIX);
  }

  byte[] encode() {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", VERSION);
    node.put("action", action.name());
    node.put("at", at.toString());
    node.put("by", by);
    node.put("topicId", topicId.toString());
    node.put("offsets", offsets.toString());
    return JSON.writeValueAsBytes(node);
  }

  /** Null when it is none, or one of a version that came later. */
  static @Nullable AuditRecord decode(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(value);
      OffsetRanges offsets = OffsetRanges.parse(node.path("offsets").stringValue(""));
      if (node.path("version").intValue(0) != VERSION || offsets == null) {
        return null;
      }
      return new AuditRecord(
          LetterAction.valueOf(node.path("action").stringValue("")),
          Instant.parse(node.path("at").stringValue("")),
          node.path("by").stringValue(""),
          Uuid.fromString(node.path("topicId").stringValue("")),
          offsets);
    } catch (JacksonException | IllegalArgumentException | DateTimeParseException unreadable) {
      return null;
    }
  }
}
