package io.campaigndispatch.dispatcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.deadletters.LetterAction.Leave;
import org.junit.jupiter.api.Test;

class LetterActionTest {

  private final DeadLetter failed = Letters.of("r1").letter();
  private final DeadLetter uncertain = Letters.of("r1").because("UNCERTAIN", "TIMEOUT").letter();

  @Test
  void replay_takesWhatFailedAndLeavesWhatIsUncertain() {
    assertThat(LetterAction.REPLAY.leaves(failed, false)).isNull();
    assertThat(LetterAction.REPLAY.leaves(uncertain, false)).isEqualTo(Leave.UNCERTAIN);
  }

  @Test
  void resolve_takesOnlyWhatIsUncertain() {
    assertThat(LetterAction.ACCEPT.leaves(uncertain, false)).isNull();
    assertThat(LetterAction.RESEND.leaves(uncertain, false)).isNull();
    assertThat(LetterAction.ACCEPT.leaves(failed, false)).isEqualTo(Leave.CERTAIN);
    assertThat(LetterAction.RESEND.leaves(failed, false)).isEqualTo(Leave.CERTAIN);
  }

  @Test
  void whatWasHandled_isLeft() {
    assertThat(LetterAction.REPLAY.leaves(failed, true)).isEqualTo(Leave.HANDLED);
    assertThat(LetterAction.ACCEPT.leaves(uncertain, true)).isEqualTo(Leave.HANDLED);
  }

  @Test
  void withoutAValue_nothingCanBeSentAgainButItCanBeAccepted() {
    DeadLetter bare = Letters.of("r1").because("UNCERTAIN", "TIMEOUT").withoutValue().letter();

    assertThat(LetterAction.RESEND.leaves(bare, false)).isEqualTo(Leave.NO_VALUE);
    assertThat(LetterAction.ACCEPT.leaves(bare, false)).isNull();
    assertThat(LetterAction.REPLAY.leaves(Letters.of("r1").withoutValue().letter(), false))
        .isEqualTo(Leave.NO_VALUE);
  }

  @Test
  void whatSomebodyElseWrote_isLeft() {
    DeadLetter foreign = Letters.of("r1").without("dispatch-source").letter();

    assertThat(LetterAction.REPLAY.leaves(foreign, false)).isEqualTo(Leave.FOREIGN);
  }
}
