package io.campaigndispatch.sandbox.ledger;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One row of the ledger: one message of one call, as {@code GET /sandbox/calls} prints it.
 *
 * @param seq the row's number, from 1, never used again
 * @param call shared by the rows of one call to several recipients
 * @param at when the call had arrived completely, in milliseconds
 * @param vendor the vendor called
 * @param endpoint the path without the vendor's prefix
 * @param workspace the workspace as the vendor sees it, or null when the call does not tell
 * @param recipient digits, or null when the call does not tell
 * @param request the body; of a call to several recipients with this one only; JSON null when there
 *     was none
 * @param status the HTTP status answered, or null when there was no answer
 * @param response the reply's body, narrowed likewise; a JSON string when it was not JSON, JSON
 *     null when there was none
 * @param accepted whether the vendor took the message, whether or not it could say so
 * @param fault the type of the fault that decided the call's answer, or null
 * @param recorded what the vendor noted beside, such as the send type; JSON null when nothing
 */
public record Call(
    long seq,
    long call,
    Instant at,
    Vendor vendor,
    String endpoint,
    @Nullable String workspace,
    @Nullable String recipient,
    JsonNode request,
    @Nullable Integer status,
    JsonNode response,
    boolean accepted,
    @Nullable String fault,
    JsonNode recorded) {

  /** Without recipient and bodies, which are the customer's data. */
  @Override
  public String toString() {
    return "Call[" + seq + ", " + vendor.wireName() + endpoint + ", " + status + "]";
  }
}
