package io.campaigndispatch.chaos.proof;

import io.campaigndispatch.chaos.load.Kind;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.send.OnUncertain;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record as the broker took it.
 *
 * @param source where it entered
 * @param recipient digits that only records of the same request id share
 * @param dueAt no call before it; null when it is due at once
 * @param expiresAt no call after it; null when it expires no time soon
 */
public record Published(
    Source source,
    Kind kind,
    String workspace,
    String requestId,
    String recipient,
    OnUncertain onUncertain,
    @Nullable Instant dueAt,
    @Nullable Instant expiresAt) {

  /** Without the recipient. */
  @Override
  public String toString() {
    return kind + " " + workspace + "/" + requestId + " from " + source;
  }
}
