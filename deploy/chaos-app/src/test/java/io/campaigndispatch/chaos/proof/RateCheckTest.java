package io.campaigndispatch.chaos.proof;

import static io.campaigndispatch.chaos.proof.Cases.at;
import static io.campaigndispatch.chaos.proof.Cases.recipient;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.chaos.load.Kind;
import io.campaigndispatch.chaos.proof.Finding.Rule;
import io.campaigndispatch.chaos.proof.Seen.Answer;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import org.junit.jupiter.api.Test;

/** Two a second and a burst of one, by the vendor's clock. */
class RateCheckTest {

  private final Cases cases = new Cases();

  private void accepted(int number, long millis, long earliestMillis) {
    cases
        .published(number, Kind.ORDINARY, OnUncertain.HOLD)
        .told(number, Status.ACCEPTED, 1, false, millis + 10);
    cases.seen.add(
        new Seen(recipient(number), at(millis), at(earliestMillis), 0, Answer.TAKEN, true));
  }

  @Test
  void messagesAtTheirRate_hold() {
    for (int n = 0; n < 20; n++) {
      accepted(n, 500L * n, 500L * n);
    }
    assertThat(cases.verdict().findings()).isEmpty();
  }

  @Test
  void messageTooMany_isFound() {
    accepted(1, 0, 0);
    accepted(2, 490, 490);
    assertThat(cases.verdict().findings())
        .extracting(Finding::rule)
        .containsOnly(Rule.RATE_EXCEEDED);
  }

  @Test
  void messagesOfAnotherWorkspace_doNotCount() {
    accepted(1, 0, 0);
    cases.published.add(
        new Published(
            Cases.source(2),
            Kind.ORDINARY,
            "bodega",
            "r2",
            recipient(2),
            OnUncertain.HOLD,
            null,
            null));
    cases.called(2, Answer.TAKEN, true, 10).told(2, Status.ACCEPTED, 1, false, 20);
    assertThat(cases.verdict().findings()).isEmpty();
  }

  @Test
  void messagesBunchedByAVendorThatStoodStill_hold() {
    accepted(1, 600, 0);
    accepted(2, 601, 0);
    assertThat(cases.verdict().findings()).isEmpty();
  }

  @Test
  void messagesSentLateByABusyMachine_areToldApart() {
    accepted(1, 1_000, 1_000);
    accepted(2, 1_400, 1_400);
    Seen first = cases.seen.getFirst();
    cases.seen.set(
        0, new Seen(first.recipient(), first.at(), first.earliest(), 200, Answer.TAKEN, true));
    assertThat(cases.verdict().findings()).isEmpty();
    assertThat(cases.verdict().machine()).isEqualTo(1);
  }

  @Test
  void messagesMarkedByAnOwnerThatWasSuspended_areTheException() {
    accepted(1, 10_000, 10_000);
    accepted(2, 10_100, 10_100);
    cases.awakenings.add(at(10_050));
    assertThat(cases.verdict().findings()).isEmpty();
    assertThat(cases.verdict().excepted()).isEqualTo(1);
  }

  @Test
  void messagesLongAfterAnOwnerWoke_areFound() {
    accepted(1, 10_000, 10_000);
    accepted(2, 10_100, 10_100);
    cases.awakenings.add(at(5_000));
    assertThat(cases.verdict().findings())
        .extracting(Finding::rule)
        .containsOnly(Rule.RATE_EXCEEDED);
  }
}
