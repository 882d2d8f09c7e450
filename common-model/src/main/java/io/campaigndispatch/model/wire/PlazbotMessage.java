package io.campaigndispatch.model.wire;

/** Plazbot's send-message body: free text. */
record PlazbotMessage() implements VendorBody {
  @Override
  public Decoded read(VendorRecord record) {
    Fields body = record.body();
    record.requireVendorWorkspace("workspaceId");
    Draft draft = record.draft();
    draft.recipient = VendorRecord.recipient(body, "recipientPhone");
    draft.message = MessageReader.text(body, "content", null);
    return record.finish(draft);
  }
}
