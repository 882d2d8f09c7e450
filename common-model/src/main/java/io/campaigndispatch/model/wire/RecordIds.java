package io.campaigndispatch.model.wire;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The ids that a value shows although it cannot be decoded (too large, too deep, cut off): so that
 * its sender still gets an outcome. Each is null when it does not appear before the damage or is
 * itself invalid.
 */
record RecordIds(
    @Nullable String requestId, @Nullable String workspaceId, @Nullable String campaignId) {

  private static final RecordIds NONE = new RecordIds(null, null, null);
  private static final Set<String> NAMES = Set.of("requestId", "workspaceId", "campaignId");
  private static final JsonFactory JSON = Buffers.ofThread().build();

  static RecordIds scan(byte @Nullable [] value) {
    if (value == null) {
      return NONE;
    }
    @Nullable String requestId = null;
    @Nullable String workspaceId = null;
    @Nullable String campaignId = null;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), value)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return NONE;
      }
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING && NAMES.contains(name)) {
          String text = parser.getString();
          switch (name) {
            case "requestId" -> requestId = Identifiers.isRequestId(text) ? text : null;
            case "workspaceId" -> workspaceId = Identifiers.isWorkspaceId(text) ? text : null;
            default -> campaignId = Identifiers.isCampaignId(text) ? text : null;
          }
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException damaged) {
      return new RecordIds(requestId, workspaceId, campaignId);
    }
    return new RecordIds(requestId, workspaceId, campaignId);
  }
}
