package io.campaigndispatch.dispatcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecoveredTest {

  private final Recovered recovered = new Recovered(new OpenOffsets.Resume(10, 3));

  @Test
  void done_isKnown() {
    recovered.done(Position.whole(0, 12));

    assertThat(recovered.isDone(Position.whole(0, 12))).isTrue();
    assertThat(recovered.isDone(Position.whole(0, 11))).isFalse();
  }

  @Test
  void doneRecipient_saysNothingOfTheOthersOfItsRecord() {
    recovered.done(new Position(0, 12, 1));

    assertThat(recovered.isDone(new Position(0, 12, 1))).isTrue();
    assertThat(recovered.isDone(new Position(0, 12, 0))).isFalse();
    assertThat(recovered.isDone(Position.whole(0, 12))).isFalse();
  }

  @Test
  void entriesBelowTheCommittedOffset_areNotKept() {
    recovered.done(Position.whole(0, 9));
    recovered.retry(Position.whole(0, 8), new Recovered.Attempted(1, 0));

    assertThat(recovered.isDone(Position.whole(0, 9))).isFalse();
    assertThat(recovered.attempted(Position.whole(0, 8))).isNull();
    assertThat(recovered.journaledTo()).isEqualTo(10);
  }

  @Test
  void lastRetry_counts() {
    recovered.retry(Position.whole(0, 12), new Recovered.Attempted(1, 100));
    recovered.retry(Position.whole(0, 12), new Recovered.Attempted(2, 200));

    assertThat(recovered.attempted(Position.whole(0, 12)))
        .isEqualTo(new Recovered.Attempted(2, 200));
  }

  @Test
  void done_endsItsRetries() {
    recovered.retry(Position.whole(0, 12), new Recovered.Attempted(1, 100));
    recovered.done(Position.whole(0, 12));

    assertThat(recovered.attempted(Position.whole(0, 12))).isNull();
  }

  @Test
  void started_isKnownUntilAnEntrySaysHowItEnded() {
    Recovered.Started first = new Recovered.Started(1, 500);
    for (long offset = 11; offset < 15; offset++) {
      recovered.started(Position.whole(0, offset), first);
    }
    recovered.done(Position.whole(0, 12));
    recovered.retry(Position.whole(0, 13), new Recovered.Attempted(1, 100));
    recovered.unstarted(Position.whole(0, 14));

    assertThat(recovered.startedBelow(20)).containsOnlyKeys(Position.whole(0, 11));
    assertThat(recovered.startedBelow(11)).isEmpty();
    assertThat(recovered.journaledTo()).isEqualTo(15);
  }

  @Test
  void startedAgain_isStarted() {
    recovered.retry(Position.whole(0, 12), new Recovered.Attempted(1, 100));
    recovered.started(Position.whole(0, 12), new Recovered.Started(2, 600));

    assertThat(recovered.started(Position.whole(0, 12))).isEqualTo(new Recovered.Started(2, 600));
    assertThat(recovered.attempted(Position.whole(0, 12)))
        .isEqualTo(new Recovered.Attempted(1, 100));
  }

  @Test
  void journaledTo_isOnePastTheHighestOffset() {
    recovered.retry(Position.whole(0, 30), new Recovered.Attempted(1, 0));
    recovered.done(Position.whole(0, 12));

    assertThat(recovered.journaledTo()).isEqualTo(31);
  }

  @Test
  void withoutEntries_keepsTheOffsetsOnly() {
    recovered.done(Position.whole(0, 12));

    Recovered emptied = recovered.withoutEntries();
    assertThat(emptied.isDone(Position.whole(0, 12))).isFalse();
    assertThat(emptied.resume()).isEqualTo(recovered.resume());
  }
}
