package io.campaigndispatch.sandbox.ledger;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of one call, before it gets its number.
 *
 * @param call the number its call's rows share
 * @param at when the call had arrived completely
 * @param vendor the vendor called
 * @param endpoint the path without the vendor's prefix
 * @param workspace the workspace as the vendor sees it, or null when the call does not tell
 * @param recipient digits, or null when the call does not tell
 * @param request the body as one line of JSON, narrowed to this recipient; null when there was none
 * @param status the HTTP status answered, or null when there was no answer
 * @param response the reply's body as one line of JSON, narrowed likewise; null when there was none
 * @param accepted whether the vendor took the message, told or not
 * @param fault what was done to the call on purpose, or null
 * @param recorded what the vendor noted beside, such as the send type, as one line of JSON; or null
 */
@SuppressWarnings("ArrayRecordComponent") // Written out at once, never compared.
public record Entry(
    long call,
    Instant at,
    Vendor vendor,
    String endpoint,
    @Nullable String workspace,
    @Nullable String recipient,
    byte @Nullable [] request,
    @Nullable Integer status,
    byte @Nullable [] response,
    boolean accepted,
    @Nullable String fault,
    byte @Nullable [] recorded) {

  @Override
  public String toString() {
    return "Entry[call " + call + ", " + vendor.wireName() + endpoint + ", " + status + "]";
  }
}
