package io.campaigndispatch.chaos.proof;

import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import java.time.Instant;

/**
 * An outcome, final or not, without what the comparison does not need.
 *
 * @param attempt that it tells of
 * @param uncertain whether the dispatcher could not know whether the vendor took the message
 */
public record Told(
    Source source,
    String requestId,
    int replay,
    Status status,
    int attempt,
    boolean uncertain,
    Instant at) {

  /** Of an outcome. */
  public static Told of(Outcome outcome) {
    return new Told(
        outcome.source(),
        outcome.requestId(),
        outcome.replay(),
        outcome.status(),
        outcome.attempt(),
        outcome.failure() != null && outcome.failure().category() == FailureCategory.UNCERTAIN,
        outcome.at());
  }
}
