package io.campaigndispatch.demo.proof;

import io.campaigndispatch.model.outcome.Source;
import org.jspecify.annotations.Nullable;

/**
 * One request: where its record entered, and its id, which the requests of a fan-out differ in.
 *
 * @param requestId null when none can be read
 */
public record RequestKey(Source source, @Nullable String requestId) {
  @Override
  public String toString() {
    return (requestId == null ? "record" : requestId) + " from " + source;
  }
}
