package io.campaigndispatch.demo.proof;

import io.campaigndispatch.demo.proof.Finding.Rule;
import java.util.List;
import java.util.Set;

/**
 * What the proof came to.
 *
 * @param peaks one per ceiling
 */
public record Report(
    Evidence evidence, List<Finding> findings, Conservation conservation, List<Peak> peaks) {

  private static final Set<Rule> BETWEEN_LEDGER_AND_OUTCOMES =
      Set.of(
          Rule.ACCEPTED_NOT_TAKEN,
          Rule.TAKEN_NOT_ACCEPTED,
          Rule.TAKEN_TWICE,
          Rule.CALLED_IN_VAIN,
          Rule.NOT_CALLED,
          Rule.CALLED_AGAIN,
          Rule.CALLED_FOR_NOBODY);

  public Report {
    findings = List.copyOf(findings);
    peaks = List.copyOf(peaks);
  }

  /** Whether everything is as it must be. */
  public boolean holds() {
    return findings.isEmpty();
  }

  /** Whether the vendors took what outcomes call accepted, and nothing else. */
  public boolean ledgerAgrees() {
    return findings.stream()
        .noneMatch(finding -> BETWEEN_LEDGER_AND_OUTCOMES.contains(finding.rule()));
  }
}
