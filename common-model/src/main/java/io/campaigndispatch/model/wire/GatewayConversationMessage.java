package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's body for a message inside a conversation. The conversation stands in the gateway's
 * path, so here in the header {@code dispatch-conversation-id}; the recipient, in no place of the
 * gateway's, in {@code dispatch-recipient} where the producer knows it.
 */
record GatewayConversationMessage() implements VendorBody {
  @Override
  public Decoded read(VendorRecord record) {
    Draft draft = record.draft();
    draft.recipient = recipient(record);
    String conversationId = record.envelope().header(DispatchHeaders.CONVERSATION_ID);
    if (conversationId == null || !Texts.isDigits(conversationId)) {
      record
          .findings()
          .add(
              "headers." + DispatchHeaders.CONVERSATION_ID,
              conversationId == null ? "is required with this format" : "is malformed",
              "digits",
              conversationId);
    }
    draft.message = MessageReader.text(record.body(), "content", conversationId);
    return record.finish(draft);
  }

  private static @Nullable PhoneNumber recipient(VendorRecord record) {
    String text = record.envelope().header(DispatchHeaders.RECIPIENT);
    if (text == null) {
      return null;
    }
    String workspaceId = record.workspaceId();
    String country =
        workspaceId == null ? null : record.envelope().facts().defaultCountry(workspaceId);
    PhoneNumber number = Recipients.canonical(text, country);
    if (number == null) {
      record
          .findings()
          .add(
              "headers." + DispatchHeaders.RECIPIENT,
              "is no phone number",
              Recipients.EXPECTED,
              text);
    }
    return number;
  }
}
