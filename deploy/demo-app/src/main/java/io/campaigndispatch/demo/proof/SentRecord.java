package io.campaigndispatch.demo.proof;

import io.campaigndispatch.demo.scenario.Expected;
import io.campaigndispatch.demo.scenario.Kind;
import io.campaigndispatch.model.outcome.Source;
import java.util.List;

/**
 * A record of the campaign as the broker took it.
 *
 * @param source where it first entered
 * @param fingerprint of its value
 * @param away whether the dispatcher must move it home, once
 * @param fannedOut whether its requests have ids of their own
 * @param expected one per request, at least one
 */
public record SentRecord(
    Source source, long fingerprint, boolean away, boolean fannedOut, List<Expected> expected) {

  public SentRecord {
    expected = List.copyOf(expected);
  }

  /** The kind of its requests. */
  public Kind kind() {
    return expected.getFirst().kind();
  }
}
