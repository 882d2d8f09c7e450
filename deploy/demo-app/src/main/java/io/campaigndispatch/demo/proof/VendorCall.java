package io.campaigndispatch.demo.proof;

import org.jspecify.annotations.Nullable;

/**
 * One message of one call, as the vendor's ledger has it.
 *
 * @param workspaceId ours; null when the ledger's name is nobody's
 * @param addressee the recipient's digits, or the text where the vendor is told no recipient
 * @param atMillis when the call had arrived, epoch milliseconds
 * @param taken whether the vendor took the message, whether or not it could say so
 * @param throttled whether it was refused with 429
 */
public record VendorCall(
    @Nullable String workspaceId,
    @Nullable String addressee,
    long atMillis,
    boolean taken,
    boolean throttled) {

  /** Without the addressee. */
  @Override
  public String toString() {
    return "VendorCall[" + workspaceId + " at " + atMillis + "]";
  }
}
