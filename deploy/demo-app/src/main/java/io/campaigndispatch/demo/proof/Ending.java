package io.campaigndispatch.demo.proof;

import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import org.jspecify.annotations.Nullable;

/**
 * A final outcome, without what the proof does not need.
 *
 * @param code the failure's; null when it is none
 * @param vendorMillis from the start of its call to the reply
 */
public record Ending(
    RequestKey key,
    int replay,
    String workspaceId,
    Status status,
    @Nullable String code,
    long vendorMillis) {

  /** Of a final outcome. */
  public static Ending of(Outcome outcome) {
    Failure failure = outcome.failure();
    return new Ending(
        new RequestKey(outcome.source(), outcome.requestId()),
        outcome.replay(),
        outcome.workspaceId(),
        outcome.status(),
        failure == null ? null : failure.code(),
        outcome.timings().vendorMs());
  }
}
