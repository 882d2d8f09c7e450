package io.campaigndispatch.demo.proof;

import static io.campaigndispatch.demo.proof.Evidences.ACCEPTED;
import static io.campaigndispatch.demo.proof.Evidences.MOVED;
import static io.campaigndispatch.demo.proof.Evidences.REFUSED;
import static io.campaigndispatch.demo.proof.Evidences.UNCALLED;
import static io.campaigndispatch.demo.proof.Evidences.UNCERTAIN;
import static io.campaigndispatch.demo.proof.Evidences.UNREADABLE;
import static io.campaigndispatch.demo.proof.Evidences.WORKSPACE;
import static io.campaigndispatch.demo.proof.Evidences.call;
import static io.campaigndispatch.demo.proof.Evidences.ending;
import static io.campaigndispatch.demo.proof.Evidences.key;
import static io.campaigndispatch.demo.proof.Evidences.letter;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.demo.proof.Finding.Rule;
import io.campaigndispatch.demo.scenario.Ceiling;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A proof that cannot fail proves nothing: each rule is broken once, and found. */
class ProofTest {

  private final Evidences evidences = new Evidences();

  @Test
  void soundEvidence_hasNoFinding() {
    Report report = report();

    assertThat(report.findings()).isEmpty();
    assertThat(report.holds()).isTrue();
    assertThat(report.ledgerAgrees()).isTrue();
  }

  @Test
  void soundEvidence_isConserved() {
    assertThat(report().conservation())
        .hasToString(
            "read 10 = accepted 4 + failed 2 + expired 0 + cancelled 0 + suppressed 0 + duplicate 0"
                + " + uncertain 1 + moved 1 + fanned out 1 + unreadable 1");
  }

  @Test
  void lostOutcome_isFound() {
    evidences.endings.removeIf(ending -> ending.key().equals(UNCALLED));

    assertThat(rules()).contains(Rule.OUTCOME_MISSING, Rule.NOT_CONSERVED);
  }

  @Test
  void secondOutcome_isFound() {
    evidences.endings.add(ending(ACCEPTED, Status.ACCEPTED, null));

    assertThat(rules()).containsExactly(Rule.OUTCOME_REPEATED, Rule.NOT_CONSERVED);
  }

  @Test
  void outcomeOfNothing_isFound() {
    evidences.endings.add(ending(key(99, "r-99"), Status.FAILED, null));

    assertThat(rules()).contains(Rule.OUTCOME_UNEXPECTED);
  }

  @Test
  void outcomeInAnotherWorkspace_isFound() {
    evidences.endings.removeFirst();
    evidences.endings.add(new Ending(ACCEPTED, 0, "bodega", Status.ACCEPTED, null, 5));

    assertThat(rules()).contains(Rule.OUTCOME_UNEXPECTED, Rule.OUTCOME_MISSING);
  }

  @Test
  void otherStatus_isFound() {
    evidences.endings.removeIf(ending -> ending.key().equals(UNCALLED));
    evidences.endings.add(ending(UNCALLED, Status.EXPIRED, null));

    assertThat(rules()).containsExactly(Rule.WRONG_STATUS);
  }

  @Test
  void otherFailureCode_isFound() {
    evidences.endings.removeIf(ending -> ending.key().equals(UNCALLED));
    evidences.endings.add(ending(UNCALLED, Status.FAILED, "INVALID"));

    assertThat(rules()).containsExactly(Rule.WRONG_CODE);
  }

  @Test
  void lostDeadLetter_isFound() {
    evidences.deadLetters.removeIf(letter -> letter.key().equals(REFUSED));

    assertThat(rules()).containsExactly(Rule.DEAD_LETTER_MISSING);
  }

  @Test
  void lostUnreadableRecord_isFound() {
    evidences.deadLetters.removeIf(letter -> letter.key().equals(UNREADABLE));

    assertThat(rules()).containsExactly(Rule.DEAD_LETTER_MISSING, Rule.NOT_CONSERVED);
  }

  @Test
  void secondDeadLetter_isFound() {
    evidences.deadLetters.add(letter(REFUSED));

    assertThat(rules()).containsExactly(Rule.DEAD_LETTER_REPEATED);
  }

  @Test
  void deadLetterOfAnAcceptedRequest_isFound() {
    evidences.deadLetters.add(letter(ACCEPTED));

    assertThat(rules()).containsExactly(Rule.DEAD_LETTER_UNEXPECTED);
  }

  @Test
  void alteredDeadLetter_isFound() {
    evidences.deadLetters.removeIf(letter -> letter.key().equals(REFUSED));
    evidences.deadLetters.add(new DeadLetter(REFUSED, 12_345, "CODE"));

    assertThat(rules()).containsExactly(Rule.DEAD_LETTER_ALTERED);
  }

  @Test
  void acceptedWithoutACall_isFound() {
    evidences.calls.removeFirst();

    assertThat(rules()).containsExactly(Rule.ACCEPTED_NOT_TAKEN);
    assertThat(report().ledgerAgrees()).isFalse();
  }

  @Test
  void acceptedButRefusedByTheVendor_isFound() {
    evidences.calls.removeFirst();
    evidences.calls.add(call(ACCEPTED, 1_000, false));

    assertThat(rules()).containsExactly(Rule.ACCEPTED_NOT_TAKEN);
  }

  @Test
  void failedButTakenByTheVendor_isFound() {
    evidences.calls.add(call(REFUSED, 2_500, true));

    assertThat(rules()).containsExactly(Rule.TAKEN_NOT_ACCEPTED);
  }

  @Test
  void takenTwice_isFound() {
    evidences.calls.add(call(ACCEPTED, 1_500, true));

    assertThat(rules()).containsExactly(Rule.TAKEN_TWICE);
  }

  @Test
  void calledAlthoughRefusedBefore_isFound() {
    evidences.calls.add(call(UNCALLED, 1_500, false));

    assertThat(rules()).containsExactly(Rule.CALLED_IN_VAIN);
  }

  @Test
  void refusedByAVendorThatWasNeverCalled_isFound() {
    evidences.calls.remove(1);

    assertThat(rules()).containsExactly(Rule.NOT_CALLED);
  }

  @Test
  void heldAndCalledAgain_isFound() {
    evidences.calls.add(call(UNCERTAIN, 3_500, false));

    assertThat(rules()).containsExactly(Rule.CALLED_AGAIN);
  }

  @Test
  void callForNobody_isFound() {
    evidences.calls.add(call(key(99, "r-99"), 1_500, true));

    assertThat(rules()).containsExactly(Rule.CALLED_FOR_NOBODY);
  }

  @Test
  void callOfAnUnknownWorkspace_isFound() {
    evidences.calls.add(new VendorCall(null, "to r-0", 1_500, false, false));

    assertThat(rules()).containsExactly(Rule.CALLED_FOR_NOBODY);
  }

  @Test
  void recordThatWasNotMovedHome_isFound() {
    evidences.moves.clear();
    evidences.recordsRead--;

    assertThat(rules()).containsExactly(Rule.MOVED_WRONGLY);
  }

  @Test
  void recordMovedTwice_isFound() {
    evidences.moves.put(MOVED.source(), 2);
    evidences.recordsRead++;

    assertThat(rules()).containsExactly(Rule.MOVED_WRONGLY);
  }

  @Test
  void recordMovedWithoutNeed_isFound() {
    evidences.moves.put(ACCEPTED.source(), 1);
    evidences.recordsRead++;

    assertThat(rules()).containsExactly(Rule.MOVED_WRONGLY);
  }

  @Test
  void recordsThatLeftNoTrace_areFound() {
    evidences.recordsRead++;

    assertThat(rules()).containsExactly(Rule.NOT_CONSERVED);
  }

  @Test
  void windowFullerThanRateAndBurst_isFound() {
    // Six calls: at 1, 2, 3, 4 s, two at 5 s. In two seconds from 4 s there are three.
    assertThat(rulesUnder(new Bandwidth(1, Duration.ofSeconds(2), 1)))
        .containsExactly(Rule.THROTTLE_EXCEEDED);
  }

  @Test
  void windowAsFullAsRateAndBurst_isNone() {
    assertThat(rulesUnder(new Bandwidth(2, Duration.ofSeconds(2), 1))).isEmpty();
  }

  @Test
  void windowFilledByCallsThatBunchedUnderWay_isNone() {
    evidences.endings.removeFirst();
    evidences.endings.add(new Ending(ACCEPTED, 0, WORKSPACE, Status.ACCEPTED, null, 2_000));

    assertThat(rulesUnder(new Bandwidth(1, Duration.ofSeconds(2), 1))).isEmpty();
  }

  private List<Rule> rulesUnder(Bandwidth bandwidth) {
    Ceiling ceiling = new Ceiling(WORKSPACE, Set.of(WORKSPACE), bandwidth);
    return Proof.of(evidences.evidence(), List.of(ceiling)).findings().stream()
        .map(Finding::rule)
        .toList();
  }

  private Report report() {
    return Proof.of(evidences.evidence(), List.of());
  }

  private List<Rule> rules() {
    return report().findings().stream().map(Finding::rule).toList();
  }
}
