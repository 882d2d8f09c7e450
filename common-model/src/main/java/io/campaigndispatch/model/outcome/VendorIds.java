package io.campaigndispatch.model.outcome;

import org.jspecify.annotations.Nullable;

/** The vendor's own ids of what it took; each null where the vendor gives none. */
public record VendorIds(
    @Nullable String messageId,
    @Nullable String contactId,
    @Nullable String conversationId,
    @Nullable String whatsappId) {

  public static final VendorIds NONE = new VendorIds(null, null, null, null);

  /** A wamid contains the recipient's number: nothing of it is printed. */
  @Override
  public String toString() {
    return "VendorIds[…]";
  }
}
