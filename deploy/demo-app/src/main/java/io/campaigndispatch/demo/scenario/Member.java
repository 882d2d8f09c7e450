package io.campaigndispatch.demo.scenario;

import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.sandbox.wire.Ids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workspace of the fleet.
 *
 * @param vendorWorkspaceId what the vendor calls it
 * @param token its credential at the vendor
 * @param throttle empty for none of its own
 * @param group the throttle group it belongs to; null for none
 * @param messages its share of the campaign
 */
public record Member(
    String id,
    Vendor vendor,
    String vendorWorkspaceId,
    String token,
    List<Bandwidth> throttle,
    @Nullable String group,
    int messages) {

  public Member {
    throttle = List.copyOf(throttle);
  }

  /** What the sandbox's ledger calls it: the gateway knows its callers by their token only. */
  public String ledgerName() {
    return vendor == Vendor.GATEWAY ? Ids.tokenName(token) : vendorWorkspaceId;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Member[" + id + "]";
  }
}
