package io.campaigndispatch.sandbox.catalogue;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A customer of a vendor.
 *
 * @param vendor the vendor
 * @param id Plazbot: the {@code x-workspace-id}; Platica: the channel; gateway: a name for the
 *     ledger
 * @param token the bearer token it must show, or null where the vendor does not ask for one
 * @param rate its ceiling, or null for the vendor's own
 * @param customFields Platica: the contact fields defined in the workspace, or null to take any
 */
public record Tenant(
    Vendor vendor,
    String id,
    @Nullable String token,
    @Nullable RateLimit rate,
    @Nullable Set<String> customFields) {

  public Tenant {
    customFields = customFields == null ? null : Set.copyOf(customFields);
  }

  /** Never the token. */
  @Override
  public String toString() {
    return "Tenant[" + vendor.wireName() + " " + id + "]";
  }
}
