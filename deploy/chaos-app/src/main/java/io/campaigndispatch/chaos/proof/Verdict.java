package io.campaigndispatch.chaos.proof;

import io.campaigndispatch.chaos.proof.Finding.Rule;
import io.campaigndispatch.model.outcome.Status;
import java.util.List;
import java.util.Map;

/**
 * What the comparison came to.
 *
 * @param ended final outcomes by status
 * @param repeats why messages were sent again although the call before asked for no other, by cause
 * @param machine arrivals above a throttle that the machine's own delays explain
 * @param excepted arrivals above a throttle right after a suspended owner woke (DESIGN.md's one
 *     exception)
 */
public record Verdict(
    int published,
    int calls,
    Map<Status, Integer> ended,
    Map<String, Integer> repeats,
    int machine,
    int excepted,
    List<Finding> findings) {

  public Verdict {
    ended = Map.copyOf(ended);
    repeats = Map.copyOf(repeats);
    findings = List.copyOf(findings);
  }

  public boolean holds() {
    return findings.isEmpty();
  }

  /** How often a promise was broken. */
  public long broken(Rule rule) {
    return findings.stream().filter(finding -> finding.rule() == rule).count();
  }
}
