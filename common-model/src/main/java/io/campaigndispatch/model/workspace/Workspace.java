package io.campaigndispatch.model.workspace;

import io.campaigndispatch.model.send.OnUncertain;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant: who sends, through which vendor, how fast.
 *
 * @param vendorWorkspaceId what the vendor calls it: Plazbot's workspace id, Platica's channelId
 * @param throttle every bandwidth holds at once; empty means unlimited
 * @param throttleGroup a ceiling shared with other workspaces
 * @param weight share against other workspaces, at least 1
 * @param pairInterval shortest time between two calls for one recipient; null means none (Meta's
 *     pair rate: 6 s)
 * @param defaultCountry ISO 3166-1 alpha-2, for national numbers
 * @param onUncertain null means {@link OnUncertain#defaultFor}
 * @param expiresAfter how long after its due time a request may wait
 * @param maxAttempts attempts per request, at least 1; throttled ones do not count
 */
public record Workspace(
    String id,
    String vendorId,
    String vendorWorkspaceId,
    CredentialRef credential,
    List<Bandwidth> throttle,
    @Nullable String throttleGroup,
    int weight,
    @Nullable Duration pairInterval,
    ContactPolicy contacts,
    @Nullable String defaultCountry,
    @Nullable OnUncertain onUncertain,
    Duration expiresAfter,
    int maxAttempts) {

  public Workspace {
    throttle = List.copyOf(throttle);
    if (weight < 1) {
      throw new IllegalArgumentException("weight: expected at least 1, received " + weight);
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException(
          "retry.max-attempts: expected at least 1, received " + maxAttempts);
    }
  }
}
