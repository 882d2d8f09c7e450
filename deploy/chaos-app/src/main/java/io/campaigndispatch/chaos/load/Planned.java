package io.campaigndispatch.chaos.load;

import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A record to be published.
 *
 * @param at since the start of the run
 * @param recipient digits that no other request has; a duplicate has its first one's
 * @param after until it expires, or until it is due; null where that is nothing special
 */
public record Planned(
    Duration at,
    Kind kind,
    String workspace,
    Form form,
    String requestId,
    String recipient,
    OnUncertain onUncertain,
    Priority priority,
    @Nullable Duration after) {

  /** Without the recipient. */
  @Override
  public String toString() {
    return kind + " " + requestId + " of " + workspace;
  }
}
