package io.campaigndispatch.dispatcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpenOffsetsTest {

  private static OpenOffsets from(long frontier, long journalOffset) {
    return new OpenOffsets(new Recovered(new OpenOffsets.Resume(frontier, journalOffset)));
  }

  @Test
  void lowest_isTheLowestOpenOffset() {
    OpenOffsets offsets = from(10, 0);
    offsets.open(10);
    offsets.open(11);
    offsets.open(12);
    offsets.readTo(13);

    offsets.close(11);
    assertThat(offsets.lowest()).isEqualTo(10);
    offsets.close(10);
    assertThat(offsets.lowest()).isEqualTo(12);
    assertThat(offsets.count()).isEqualTo(1);
  }

  @Test
  void lowest_isTheFrontierWhenNothingIsOpen_gapsIncluded() {
    OpenOffsets offsets = from(10, 0);
    offsets.open(12);
    offsets.close(12);
    offsets.readTo(19);

    assertThat(offsets.lowest()).isEqualTo(19);
  }

  @Test
  void closingWhatIsNotOpen_isRefused() {
    assertThatThrownBy(() -> from(0, 0).close(3)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void frontier_neverMovesBack() {
    OpenOffsets offsets = from(10, 0);

    assertThatThrownBy(() -> offsets.readTo(9)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void resume_whenAllIsClosed_needsNoJournalWrittenBefore() {
    OpenOffsets offsets = from(0, 0);
    offsets.open(0);
    offsets.readTo(1);
    offsets.close(0);
    offsets.journalWritten(5);

    assertThat(offsets.resume()).isEqualTo(new OpenOffsets.Resume(1, 5));
  }

  @Test
  void resume_withAnOpenOffset_reachesBackToTheJournalOfItsTime() {
    OpenOffsets offsets = from(0, 3);
    offsets.open(0);
    offsets.readTo(1);
    offsets.journalWritten(50);
    offsets.open(1);
    offsets.readTo(2);

    assertThat(offsets.resume()).isEqualTo(new OpenOffsets.Resume(0, 3));
  }

  @Test
  void resume_behindALongTail_usesTheNearestCheckpointBelow() {
    OpenOffsets offsets = from(0, 0);
    for (int offset = 0; offset < 3_000; offset++) {
      offsets.open(offset);
      offsets.readTo(offset + 1);
      offsets.journalWritten(offset);
      if (offset != 2_500) {
        offsets.close(offset);
      }
    }

    OpenOffsets.Resume resume = offsets.resume();
    assertThat(resume.offset()).isEqualTo(2_500);
    assertThat(resume.journalOffset()).isBetween(1_000L, 2_500L);
  }

  @Test
  void resume_reachesEarlierOwnersEntriesUntilTheFrontierPassedThem() {
    Recovered recovered = new Recovered(new OpenOffsets.Resume(0, 7));
    recovered.done(Position.whole(0, 4_000));
    recovered.readTo(20);
    OpenOffsets offsets = new OpenOffsets(recovered);

    offsets.readTo(3_000);
    assertThat(offsets.resume()).isEqualTo(new OpenOffsets.Resume(3_000, 7));
    offsets.readTo(4_001);
    assertThat(offsets.resume()).isEqualTo(new OpenOffsets.Resume(4_001, 20));
  }
}
