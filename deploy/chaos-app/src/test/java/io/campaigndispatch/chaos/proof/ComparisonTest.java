package io.campaigndispatch.chaos.proof;

import static io.campaigndispatch.chaos.proof.Cases.at;
import static io.campaigndispatch.chaos.proof.Cases.recipient;
import static io.campaigndispatch.chaos.proof.Cases.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.chaos.load.Kind;
import io.campaigndispatch.chaos.proof.Finding.Rule;
import io.campaigndispatch.chaos.proof.Seen.Answer;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.send.OnUncertain;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the comparison must not overlook, and what it must not hold against anybody. */
class ComparisonTest {

  private final Cases cases =
      new Cases().accepted(1, OnUncertain.HOLD).accepted(2, OnUncertain.RESEND);

  private void finds(Rule rule) {
    assertThat(cases.verdict().findings()).extracting(Finding::rule).containsOnly(rule);
  }

  private void holds() {
    assertThat(cases.verdict().findings()).isEmpty();
  }

  @Test
  void everyRequestAcceptedOnce_holds() {
    holds();
    assertThat(cases.verdict().ended()).containsEntry(Status.ACCEPTED, 2);
  }

  @Test
  void requestWithoutFinalOutcome_isLost() {
    cases.published(3, Kind.ORDINARY, OnUncertain.HOLD);
    finds(Rule.LOST);
  }

  @Test
  void retryThatIsNeverFollowed_isLost() {
    cases
        .published(3, Kind.ORDINARY, OnUncertain.HOLD)
        .called(3, Answer.LATER, false, 3_000)
        .told(3, Status.RETRYING, 1, false, 3_050);
    finds(Rule.LOST);
  }

  @Test
  void failureWithoutDeadLetter_isLost() {
    cases.published(3, Kind.INVALID, OnUncertain.HOLD).told(3, Status.FAILED, 0, false, 3_000);
    finds(Rule.LOST);
    cases.deadLetters.add(source(3));
    holds();
  }

  @Test
  void junkWithItsDeadLetter_holds_andWithout_isLost() {
    cases.published(3, Kind.JUNK, OnUncertain.HOLD);
    finds(Rule.LOST);
    cases.deadLetters.add(source(3));
    holds();
  }

  @Test
  void secondFinalOutcome_isFound() {
    cases.told(1, Status.ACCEPTED, 1, false, 5_000);
    finds(Rule.ENDED_TWICE);
  }

  @Test
  void secondDeadLetter_isFound() {
    cases.published(3, Kind.INVALID, OnUncertain.HOLD).told(3, Status.FAILED, 0, false, 3_000);
    cases.deadLetters.add(source(3));
    cases.deadLetters.add(source(3));
    finds(Rule.ENDED_TWICE);
  }

  @Test
  void repeatedId_withBothAccepted_isFound() {
    cases.published.add(
        new Published(
            source(9), Kind.DUPLICATE, "acme", "r1", recipient(1), OnUncertain.HOLD, null, null));
    cases.told.add(new Told(source(9), "r1", 0, Status.ACCEPTED, 1, false, at(9_000)));
    finds(Rule.ENDED_TWICE);
  }

  @Test
  void repeatedId_withOneDuplicate_holds() {
    cases.published.add(
        new Published(
            source(9), Kind.DUPLICATE, "acme", "r1", recipient(1), OnUncertain.HOLD, null, null));
    cases.told.add(new Told(source(9), "r1", 0, Status.DUPLICATE, 0, false, at(9_000)));
    holds();
  }

  @Test
  void hold_calledAgainAfterItWasTaken_isFoundWhateverHappened() {
    cases.called(1, Answer.TAKEN, true, 20_000);
    cases.disruptions.add(Disruption.kill(0, at(1_010)));
    finds(Rule.HOLD_CALLED_TWICE);
  }

  @Test
  void hold_calledAgainAfterNoAnswer_isFound() {
    cases
        .published(3, Kind.ORDINARY, OnUncertain.HOLD)
        .called(3, Answer.NOTHING, true, 3_000)
        .called(3, Answer.TAKEN, true, 4_000)
        .told(3, Status.ACCEPTED, 2, false, 4_050);
    finds(Rule.HOLD_CALLED_TWICE);
  }

  @Test
  void hold_calledThoughItSaysItWasNot_isFound() {
    cases
        .published(3, Kind.ORDINARY, OnUncertain.HOLD)
        .called(3, Answer.NOTHING, false, 3_000)
        .told(3, Status.EXPIRED, 0, false, 4_050);
    finds(Rule.HOLD_CALLED_TWICE);
  }

  @Test
  void hold_calledAgainAfterAnAnswerThatOpenedABreaker_holds() {
    cases
        .published(3, Kind.ORDINARY, OnUncertain.HOLD)
        .called(3, Answer.LATER, false, 3_000)
        .called(3, Answer.TAKEN, true, 4_000)
        .told(3, Status.ACCEPTED, 1, false, 4_050);
    holds();
  }

  @Test
  void hold_calledAgainAsTheVendorAsked_holds() {
    cases
        .published(3, Kind.ORDINARY, OnUncertain.HOLD)
        .called(3, Answer.THROTTLED, false, 3_000)
        .called(3, Answer.LATER, false, 4_000)
        .called(3, Answer.TAKEN, true, 5_000)
        .told(3, Status.ACCEPTED, 2, false, 5_050);
    holds();
  }

  @Test
  void resend_calledAgainWithoutCause_isFound() {
    cases.called(2, Answer.TAKEN, true, 20_000);
    finds(Rule.REPEATED_WITHOUT_CAUSE);
  }

  @Test
  void resend_calledAgainAfterAKill_isAccountedFor() {
    cases.called(2, Answer.TAKEN, true, 20_000);
    cases.disruptions.add(Disruption.kill(0, at(2_010)));
    holds();
    assertThat(cases.verdict().repeats()).containsEntry("kill", 1);
  }

  @Test
  void resend_calledAgainLongAfterAKill_isFound() {
    cases.called(2, Answer.TAKEN, true, 80_000);
    cases.disruptions.add(Disruption.kill(0, at(60_000)));
    finds(Rule.REPEATED_WITHOUT_CAUSE);
  }

  @Test
  void resend_calledAgainBeforeTheKill_isFound() {
    cases.called(2, Answer.TAKEN, true, 20_000);
    cases.disruptions.add(Disruption.kill(0, at(21_000)));
    finds(Rule.REPEATED_WITHOUT_CAUSE);
  }

  @Test
  void resend_calledAgainWhileItsOwnerWasSuspended_isAccountedFor() {
    cases.called(2, Answer.TAKEN, true, 20_000);
    cases.disruptions.add(Disruption.lost(1, at(1_500), at(19_000)));
    holds();
    assertThat(cases.verdict().repeats()).containsEntry("lost assignment", 1);
  }

  @Test
  void resend_calledAgainAfterTheDispatcherCouldNotKnow_isAccountedFor() {
    cases.told(2, Status.RETRYING, 1, true, 5_000).called(2, Answer.TAKEN, true, 6_000);
    holds();
    assertThat(cases.verdict().repeats()).containsEntry("uncertain answer", 1);
  }

  @Test
  void acceptedWhatNoVendorTook_isFound() {
    cases
        .published(3, Kind.ORDINARY, OnUncertain.HOLD)
        .called(3, Answer.REFUSED, false, 3_000)
        .told(3, Status.ACCEPTED, 1, false, 3_050);
    finds(Rule.UNACCOUNTED);
  }

  @Test
  void failedWhatTheVendorTook_isFound() {
    cases
        .published(3, Kind.ORDINARY, OnUncertain.RESEND)
        .called(3, Answer.TAKEN, true, 3_000)
        .told(3, Status.FAILED, 1, false, 3_050);
    cases.deadLetters.add(source(3));
    finds(Rule.UNACCOUNTED);
  }

  @Test
  void callForNobody_isFound() {
    cases.called(77, Answer.TAKEN, true, 9_000);
    finds(Rule.UNACCOUNTED);
  }

  @Test
  void outcomeOfNoRecord_isFound() {
    cases.told(77, Status.ACCEPTED, 1, false, 9_000);
    finds(Rule.UNACCOUNTED);
  }

  @Test
  void deadLetterOfNoRecord_isFound() {
    cases.deadLetters.add(new Source("dispatch.requests", 1, 1));
    finds(Rule.UNACCOUNTED);
  }

  @Test
  void dispatcherThatCannotAccount_isFound() {
    cases.unaccounted = 1;
    finds(Rule.UNACCOUNTED);
  }

  @Test
  void invalidThatWasCalled_isFound() {
    cases
        .published(3, Kind.INVALID, OnUncertain.HOLD)
        .called(3, Answer.REFUSED, false, 3_000)
        .told(3, Status.FAILED, 1, false, 3_050);
    cases.deadLetters.add(source(3));
    finds(Rule.UNACCOUNTED);
  }

  @Test
  void callBeforeDue_isFound() {
    cases.published.set(0, timed(at(2_000), null));
    finds(Rule.OUT_OF_TIME);
  }

  @Test
  void callLongAfterExpiry_isFound() {
    cases.published.set(0, timed(null, at(-1_500)));
    finds(Rule.OUT_OF_TIME);
  }

  private static Published timed(@Nullable Instant due, @Nullable Instant expires) {
    return new Published(
        source(1), Kind.SCHEDULED, "acme", "r1", recipient(1), OnUncertain.HOLD, due, expires);
  }
}
