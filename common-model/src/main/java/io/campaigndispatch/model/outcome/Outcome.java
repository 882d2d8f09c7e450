package io.campaigndispatch.model.outcome;

import io.campaigndispatch.model.send.PhoneNumber;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event in a request's life; exactly one with a final status per (source, replay).
 *
 * @param recipient null when unreadable or not named
 * @param attempt attempts made that count against max-attempts; 0 when none was made
 * @param vendor configured vendor id; null when none was reached
 * @param nextAttemptAt only with RETRYING
 */
public record Outcome(
    String requestId,
    String workspaceId,
    @Nullable String campaignId,
    @Nullable PhoneNumber recipient,
    Status status,
    int attempt,
    int replay,
    Instant at,
    @Nullable String vendor,
    VendorIds vendorIds,
    @Nullable Failure failure,
    @Nullable Instant nextAttemptAt,
    Timings timings,
    Source source,
    Map<String, String> metadata) {

  public Outcome {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** The failure of a request of which little more than its ids is known, and no call was made. */
  public static Outcome unread(
      String requestId, String workspaceId, Failure failure, Source source, Instant at) {
    return new Outcome(
        requestId,
        workspaceId,
        null,
        null,
        Status.FAILED,
        0,
        0,
        at,
        null,
        VendorIds.NONE,
        failure,
        null,
        Timings.NONE,
        source,
        Map.of());
  }

  @Override
  public String toString() {
    return "Outcome[" + workspaceId + "/" + requestId + " " + status + "]";
  }
}
