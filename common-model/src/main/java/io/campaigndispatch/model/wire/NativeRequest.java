package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.SendType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The send request's own JSON (INTERFACE, section 2), read into a request. */
final class NativeRequest {
  static final int MOST_METADATA = 16;
  static final int LARGEST_METADATA = 4096;

  static final Map<String, SendType> SEND_TYPES =
      Map.of(
          "CAMPAIGN", SendType.CAMPAIGN,
          "INDIVIDUAL", SendType.INDIVIDUAL,
          "API", SendType.API,
          "1", SendType.CAMPAIGN,
          "2", SendType.INDIVIDUAL,
          "3", SendType.API);

  private static final Map<String, Priority> PRIORITIES =
      Map.of("URGENT", Priority.URGENT, "NORMAL", Priority.NORMAL, "BULK", Priority.BULK);

  private static final Map<String, OnUncertain> ON_UNCERTAIN =
      Map.of("HOLD", OnUncertain.HOLD, "RESEND", OnUncertain.RESEND);

  private NativeRequest() {}

  static Decoded.Entry read(ObjectNode root, Envelope envelope) {
    Findings findings = new Findings();
    Fields body = Fields.root(root, findings);
    Draft draft = new Draft();
    draft.requestId = requestId(body);
    draft.workspaceId = workspaceId(body);
    draft.campaignId = campaignId(body);
    SendType sendType =
        body.choice("sendType", SEND_TYPES, "CAMPAIGN, INDIVIDUAL, API, or \"1\", \"2\", \"3\"");
    if (sendType != null) {
      draft.sendType = sendType;
    }
    draft.priority = body.choice("priority", PRIORITIES, "URGENT, NORMAL or BULK");
    draft.recipient = recipient(body, draft.workspaceId, envelope.facts());
    draft.message = MessageReader.read(body);
    Fields contact = body.object("contact");
    if (contact != null) {
      draft.contact = ContactReader.read(contact, false);
    }
    Fields schedule = body.object("schedule");
    if (schedule != null) {
      draft.schedule = ScheduleReader.read(schedule, "delayMs", "at", true, envelope);
    }
    draft.expiresAt = expiresAt(body);
    draft.onUncertain = body.choice("onUncertain", ON_UNCERTAIN, "HOLD or RESEND");
    draft.metadata = metadata(body);
    return draft.finish(findings, envelope);
  }

  private static @Nullable String requestId(Fields body) {
    String text = body.requiredText("requestId", Identifiers.REQUEST_ID);
    if (text != null && !Identifiers.isRequestId(text)) {
      body.violate("requestId", "is malformed", Identifiers.REQUEST_ID, text);
      return null;
    }
    return text;
  }

  private static @Nullable String workspaceId(Fields body) {
    String text = body.requiredText("workspaceId", Identifiers.WORKSPACE_ID);
    if (text != null && !Identifiers.isWorkspaceId(text)) {
      body.violate("workspaceId", "is malformed", Identifiers.WORKSPACE_ID, text);
      return null;
    }
    return text;
  }

  private static @Nullable String campaignId(Fields body) {
    String text = body.text("campaignId");
    if (text != null && !Identifiers.isCampaignId(text)) {
      body.violate("campaignId", "is malformed", Identifiers.CAMPAIGN_ID, text);
      return null;
    }
    return text;
  }

  private static @Nullable PhoneNumber recipient(
      Fields body, @Nullable String workspaceId, WorkspaceFacts facts) {
    String text = body.requiredText("recipient", Recipients.EXPECTED);
    if (text == null) {
      return null;
    }
    String country =
        workspaceId == null || PhoneNumber.isCanonical(text)
            ? null
            : facts.defaultCountry(workspaceId);
    PhoneNumber number = Recipients.canonical(text, country);
    if (number == null) {
      String expected =
          country == null
              ? Recipients.EXPECTED
              : Recipients.EXPECTED + ", or national of " + country;
      body.violate("recipient", "is no phone number", expected, text);
    }
    return number;
  }

  private static @Nullable Instant expiresAt(Fields body) {
    String text = body.text("expiresAt");
    if (text == null) {
      return null;
    }
    Instant instant = Times.parse(text);
    if (instant == null) {
      body.violate("expiresAt", "is no point in time", Times.DATE_TIME, text);
    }
    return instant;
  }

  private static Map<String, String> metadata(Fields body) {
    JsonNode value = body.take("metadata");
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof ObjectNode object)) {
      body.violate("metadata", "must be an object", "an object of strings", Fields.received(value));
      return Map.of();
    }
    int brokenBefore = body.findings().broken();
    if (object.size() > MOST_METADATA) {
      body.violate(
          "metadata",
          "has too many entries",
          "at most " + MOST_METADATA + " entries",
          object.size() + " entries");
    }
    Map<String, String> entries = LinkedHashMap.newLinkedHashMap(object.size());
    long most = 2;
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String key = entry.getKey();
      if (Texts.hasLoneSurrogate(key)) {
        body.violate("metadata", "must be valid Unicode", "no lone surrogates", key);
      }
      String text = body.text(entry.getValue(), "metadata." + key, -1);
      if (text != null) {
        entries.put(key, text);
        // A character takes at most six bytes of JSON; quotes, colon and comma another six.
        most += 6L * (key.length() + text.length() + 1);
      }
    }
    if (most > LARGEST_METADATA) {
      int size = object.toString().getBytes(StandardCharsets.UTF_8).length;
      if (size > LARGEST_METADATA) {
        body.violate(
            "metadata",
            "is too large",
            "at most " + LARGEST_METADATA + " bytes of JSON",
            size + " bytes");
      }
    }
    return body.findings().broken() > brokenBefore ? Map.of() : entries;
  }
}
