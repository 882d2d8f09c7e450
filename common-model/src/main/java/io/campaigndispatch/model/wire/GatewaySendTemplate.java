package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.TemplateMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * The gateway's send-template body: one template for up to 1,000 recipients, each of which becomes
 * a request {@code <id>:<n>}. What is wrong with the template or with the list is the whole
 * record's mistake; what is wrong with a recipient is its own.
 */
record GatewaySendTemplate() implements VendorBody {
  static final int MOST_RECIPIENTS = 1_000;

  @Override
  public Decoded read(VendorRecord record) {
    Fields body = record.body();
    String name = MessageReader.word(body, "templateName", true);
    String language = MessageReader.word(body, "languageCode", true);
    GatewayComponents components = GatewayComponents.read(body);
    ArrayNode recipients = recipients(body);
    Integer child = record.envelope().child();
    String parentId = parentId(record, child);
    if (parentId != null && recipients != null) {
      checkChildIds(record, parentId, recipients.size());
    }
    if (record.findings().broken() > 0 || recipients == null || parentId == null || name == null) {
      checkRecipients(body, recipients);
      return record.finish(record.draft());
    }
    List<Decoded.Entry> entries =
        entries(record, recipients, parentId, components.message(name, language));
    return child == null ? new Decoded.FannedOut(parentId, entries) : only(child, entries, record);
  }

  /** The record's own id; one that is about a single request of it names that one's. */
  private static @Nullable String parentId(VendorRecord record, @Nullable Integer child) {
    String requestId = record.requestId();
    return child == null || requestId == null
        ? requestId
        : requestId.substring(0, requestId.lastIndexOf(':'));
  }

  private static Decoded.Entry only(int child, List<Decoded.Entry> entries, VendorRecord record) {
    if (child < entries.size()) {
      return entries.get(child);
    }
    record
        .findings()
        .add(
            "headers." + DispatchHeaders.CHILD,
            "names no recipient",
            "0 to " + (entries.size() - 1),
            "" + child);
    return record.finish(record.draft());
  }

  /** Nothing will be sent: the recipients' mistakes join the record's. */
  private static void checkRecipients(Fields body, @Nullable ArrayNode recipients) {
    for (int i = 0; recipients != null && i < recipients.size(); i++) {
      Fields fields = body.element(recipients, "recipients", i);
      if (fields != null) {
        readRecipient(fields, new Draft());
      }
    }
  }

  private static void readRecipient(Fields fields, Draft draft) {
    draft.recipient = VendorRecord.recipient(fields, "phoneNumber");
    draft.vendorRequestId = fields.integer("requestId", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static @Nullable ArrayNode recipients(Fields body) {
    ArrayNode array = body.array("recipients");
    String expected = "1 to " + MOST_RECIPIENTS + " recipients";
    if (array == null) {
      if (!body.isPresent("recipients")) {
        body.violate("recipients", "is required", expected, null);
      }
    } else if (array.isEmpty() || array.size() > MOST_RECIPIENTS) {
      body.violate("recipients", "has a wrong number of items", expected, "" + array.size());
    }
    return array;
  }

  private static void checkChildIds(VendorRecord record, String parentId, int children) {
    String last = parentId + ":" + Math.max(0, children - 1);
    if (last.length() > Identifiers.LONGEST_REQUEST_ID) {
      record
          .findings()
          .add(
              "headers." + DispatchHeaders.REQUEST_ID,
              "is too long for the recipients' ids",
              "at most "
                  + (Identifiers.LONGEST_REQUEST_ID - (last.length() - parentId.length()))
                  + " characters",
              parentId);
    }
  }

  private static List<Decoded.Entry> entries(
      VendorRecord record, ArrayNode recipients, String parentId, TemplateMessage message) {
    List<Decoded.Entry> entries = new ArrayList<>(recipients.size());
    for (int i = 0; i < recipients.size(); i++) {
      Findings own = new Findings();
      if (i == 0) {
        own.objectOpened(record.findings().unknownFields());
      }
      Fields fields = record.body().element(recipients, "recipients", i, own);
      Draft draft = record.draft();
      draft.requestId = parentId + ":" + i;
      draft.message = message;
      if (fields != null) {
        readRecipient(fields, draft);
      }
      entries.add(draft.finish(own, record.envelope()));
    }
    return entries;
  }
}
