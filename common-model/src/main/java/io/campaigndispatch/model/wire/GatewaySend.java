package io.campaigndispatch.model.wire;

/** The gateway's send body: free text to a number; its integer {@code requestId} is its own. */
record GatewaySend() implements VendorBody {
  @Override
  public Decoded read(VendorRecord record) {
    Fields body = record.body();
    Draft draft = record.draft();
    draft.recipient = VendorRecord.recipient(body, "phoneNumber");
    draft.message = MessageReader.text(body, "content", null);
    draft.vendorRequestId = body.integer("requestId", Long.MIN_VALUE, Long.MAX_VALUE);
    return record.finish(draft);
  }
}
