package io.campaigndispatch.demo.scenario;

import org.jspecify.annotations.Nullable;

/**
 * One request of a record, and how it must end.
 *
 * @param requestId null when none can be read; then there is no outcome
 * @param workspaceId null likewise
 * @param kind decides status, dead letter and calls
 * @param fate the kind's, except that the recipients of a fan-out differ
 * @param addressee how the vendor's ledger knows it: the recipient's digits, or the text where the
 *     vendor is told no recipient; null when there is none, or it is another request's. Unique per
 *     workspace.
 */
public record Expected(
    @Nullable String requestId,
    @Nullable String workspaceId,
    Kind kind,
    Fate fate,
    @Nullable String addressee) {

  /** Without the addressee. */
  @Override
  public String toString() {
    return "Expected[" + workspaceId + "/" + requestId + " " + kind + "]";
  }
}
