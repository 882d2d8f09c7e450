package io.campaigndispatch.sandbox.ledger;

import io.campaigndispatch.sandbox.wire.Vendor;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the ledger are wanted.
 *
 * @param vendor only this vendor's, or null for all
 * @param workspace only this workspace's, or null for all
 * @param since only rows after this number; 0 for all
 */
public record CallFilter(@Nullable Vendor vendor, @Nullable String workspace, long since) {
  /** Every row. */
  public static final CallFilter ALL = new CallFilter(null, null, 0);
}
