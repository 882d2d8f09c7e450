package io.campaigndispatch.dispatcher.control;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The adoption's form in the log. */
final class AdoptionJson {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int VERSION = 1;

  private AdoptionJson() {}

  static byte[] encode(Adoption adoption) {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", VERSION);
    node.put("topicId", adoption.topicId().toString());
    node.put("homePartitions", adoption.homePartitions());
    node.put("idHashKey", adoption.idHashKey().hex());
    node.put("adoptedAt", adoption.adoptedAt().toString());
    ObjectNode journalFrom = node.putObject("journalFrom");
    adoption
        .journalFrom()
        .forEach((partition, offset) -> journalFrom.put(Integer.toString(partition), offset));
    return JSON.writeValueAsBytes(node);
  }

  /** Null when it is none, or one of a version that came later. */
  static @Nullable Adoption decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(bytes);
      HashKey key = HashKey.ofHex(node.path("idHashKey").stringValue(""));
      if (node.path("version").intValue(0) != VERSION || key == null) {
        return null;
      }
      Map<Integer, Long> journalFrom = new HashMap<>();
      for (var entry : node.path("journalFrom").properties()) {
        journalFrom.put(Integer.valueOf(entry.getKey()), entry.getValue().longValue());
      }
      return new Adoption(
          Uuid.fromString(node.path("topicId").stringValue("")),
          node.path("homePartitions").intValue(0),
          key,
          Instant.parse(node.path("adoptedAt").stringValue("")),
          journalFrom);
    } catch (JacksonException | IllegalArgumentException | DateTimeParseException unreadable) {
      return null;
    }
  }
}
