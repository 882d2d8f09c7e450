package io.campaigndispatch.model.workspace;

import io.campaigndispatch.model.send.OnUncertain;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant: who sends, through which vendor, how fast.
 *
 * @param id the key of its records
 * @param vendorId through which it sends
 * @param vendorWorkspaceId what the vendor calls it: Plazbot's workspace id, Platica's channelId
 * @param credential where its token is read from; none: no Authorization header is sent
 * @param throttle every bandwidth holds at once; empty means unlimited
 * @param throttleGroup a ceiling shared with other workspaces
 * @param weight share against other workspaces, at least 1
 * @param pairInterval shortest time between two calls for one recipient; null: none is kept (Meta's
 *     pair rate: 6 s)
 * @param contacts whether requests' contacts go to vendors that keep contacts
 * @param defaultCountry ISO 3166-1 alpha-2, for national numbers
 * @param onUncertain what follows when nobody knows whether the vendor took a message: it is never
 *     sent twice, or is sent again; null: HOLD for BULK, RESEND for the others
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
