package io.campaigndispatch.dispatcher.intake;

import static io.campaigndispatch.dispatcher.journal.SnapshotSamples.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.core.Takeover;
import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.journal.ResumeMetadata;
import io.campaigndispatch.dispatcher.journal.SnapshotSamples;
import io.campaigndispatch.dispatcher.journal.StoredSnapshot;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The log holds 100 to 1000, the journal 500 to 800, unless said otherwise. */
class TakeoverStartTest {

  private static final Uuid TOPIC = Uuid.fromString("QQeXpBqTTYyE2ChZ1kHJ7A");
  private static final Uuid OTHER_TOPIC = Uuid.fromString("M2ITur3jQAaXQLVBGmd5zw");

  /** Offset 300 is open, 900 read, the journal contained up to 600. */
  private static final PartitionSnapshot STATE =
      SnapshotSamples.of(7, 900, 600, List.of(flow("acme", 300, 800)));

  private static final Takeover.StoredLevels LEVELS = Takeover.StoredLevels.of(STATE);

  private StoredSnapshot stored = new StoredSnapshot.None();
  private @Nullable OffsetAndMetadata committed;
  private long logStart = 100;
  private long logEnd = 1_000;
  private long journalFrom;
  private long journalStart = 500;
  private long journalStable = 800;
  private long journalEnd = 800;
  private boolean delays;

  private TakeoverStart start() {
    return TakeoverStart.of(
        new TakeoverStart.Facts(
            7,
            "group",
            new TakeoverReader.Wanted(1, committed, logStart, logEnd, TOPIC, journalFrom),
            stored,
            journalStart,
            journalStable,
            journalEnd,
            delays));
  }

  private static StoredSnapshot.By by(String group, Uuid topic, boolean released) {
    return new StoredSnapshot.By(group, topic, "w1", released, 600);
  }

  private static StoredSnapshot found(String group, Uuid topic, boolean released) {
    return new StoredSnapshot.Found(by(group, topic, released), STATE);
  }

  private static OffsetAndMetadata committed(long offset, long journal, Uuid topic) {
    return ResumeMetadata.of(new OpenOffsets.Resume(offset, journal), topic, 0);
  }

  @Test
  void nothingStored_beginsAtTheBeginningsOfBoth() {
    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(100, 500), 500, 500, 500, null, null, 500, null, null));
  }

  @Test
  void committedOffsetAlone_isGoneOnFrom_andTheWholeJournalTellsTheOwner() {
    committed = committed(250, 550, TOPIC);

    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(250, 550), 550, 550, 550, null, null, 500, null, null));
  }

  @Test
  void committedOffsetOfVersion1_isGoneOnFrom() {
    committed = new OffsetAndMetadata(250, "v1 journal=550");

    assertThat(start().resume()).isEqualTo(new OpenOffsets.Resume(250, 550));
  }

  @Test
  void snapshot_countsWithTheJournalBeyondIt() {
    stored = found("group", TOPIC, false);
    committed = committed(250, 550, TOPIC);

    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(250, 550), 600, 600, 600, STATE, LEVELS, 600, "w1", null));
  }

  @Test
  void expiredCommit_leavesTheSnapshotAlone() {
    stored = found("group", TOPIC, false);

    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(300, 500), 600, 600, 600, STATE, LEVELS, 600, "w1", null));
  }

  @Test
  void ownersLastWord_leavesNobodyToFence() {
    stored = found("group", TOPIC, true);

    assertThat(start().owner()).isNull();
    assertThat(start().snapshot()).isEqualTo(STATE);
  }

  @Test
  void offsetSetByATool_voidsTheSnapshotButNotItsLevels_andReadsTheWholeJournal() {
    stored = found("group", TOPIC, false);
    committed = new OffsetAndMetadata(200);

    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(200, 500), 500, 600, 500, null, LEVELS, 500, "w1", null));
  }

  @Test
  void snapshotThatWasVoid_staysVoid_whenItsNextOwnerHasCommitted() {
    stored = found("group", TOPIC, false);
    committed = ResumeMetadata.of(new OpenOffsets.Resume(250, 550), TOPIC, 601);
    assertThat(start().snapshot()).isNull();
    assertThat(start().levels()).isEqualTo(LEVELS);
    assertThat(start().resume()).isEqualTo(new OpenOffsets.Resume(250, 550));

    committed = ResumeMetadata.of(new OpenOffsets.Resume(250, 550), TOPIC, 600);
    assertThat(start().snapshot()).isEqualTo(STATE);
  }

  @Test
  void snapshotOfAnotherGroup_isVoid_itsOwnerIsNot() {
    stored = found("others", TOPIC, false);

    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(100, 500), 500, 600, 500, null, LEVELS, 500, "w1", null));
  }

  @Test
  void topicCreatedAnew_voidsSnapshotOffsetAndOldJournal() {
    stored = found("group", OTHER_TOPIC, false);
    committed = committed(950, 650, OTHER_TOPIC);
    journalFrom = 700;

    // From 600 on the journal tells whether the last owner let go.
    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(100, 700), 700, 600, 700, null, LEVELS, 600, "w1", null));
  }

  @Test
  void offsetCommittedSinceTheTopicWasCreatedAnew_counts() {
    stored = found("group", OTHER_TOPIC, false);
    committed = committed(250, 750, TOPIC);
    journalFrom = 700;

    assertThat(start().snapshot()).isNull();
    assertThat(start().resume()).isEqualTo(new OpenOffsets.Resume(250, 750));
  }

  @Test
  void unreadableSnapshot_isLeftOut_itsOwnerIsNot() {
    stored = new StoredSnapshot.Unreadable("a chunk is missing", by("group", TOPIC, false));
    committed = committed(250, 550, TOPIC);

    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(250, 550), 550, 550, 550, null, null, 550, "w1", null));
  }

  @Test
  void unreadableHead_isLeftOut() {
    stored = new StoredSnapshot.Unreadable("the head is damaged", null);

    assertThat(start().snapshot()).isNull();
    assertThat(start().owner()).isNull();
  }

  @Test
  void journalCreatedAnew_voidsWhatPointsBeyondIt() {
    stored = found("group", TOPIC, false);
    committed = committed(250, 550, TOPIC);
    journalStart = 0;
    journalStable = 20;
    journalEnd = 20;

    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(250, 0), 0, 0, 0, null, LEVELS, 0, "w1", null));
  }

  @Test
  void committedBeyondTheLog_readsItAnew_andTheJournalFromNowOn() {
    committed = committed(1_001, 550, TOPIC);

    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(100, 800), 800, 800, 800, null, null, 500, null, null));
  }

  @Test
  void logShorterThanTheSnapshotKnewIt_voidsIt_andKeepsTheOffset() {
    stored = found("group", TOPIC, false);
    committed = committed(250, 550, TOPIC);
    logEnd = 899;

    assertThat(start())
        .isEqualTo(
            new TakeoverStart(
                new OpenOffsets.Resume(250, 800), 800, 600, 800, null, LEVELS, 600, "w1", null));
  }

  @Test
  void openRequestsThatWereDeleted_staySoThatTheyAreCounted() {
    stored = found("group", TOPIC, false);
    committed = committed(300, 550, TOPIC);
    logStart = 500;

    assertThat(start().resume().offset()).isEqualTo(300);
    assertThat(start().snapshot()).isEqualTo(STATE);
  }

  @Test
  void deletedRequests_areSkipped_withoutASnapshot() {
    committed = committed(50, 550, TOPIC);

    assertThat(start().resume().offset()).isEqualTo(100);
  }

  @Test
  void entriesGoneSinceTheSnapshot_areMissed() {
    stored = found("group", TOPIC, false);
    journalStart = 602;

    assertThat(start().missingFrom()).isEqualTo(600);
    assertThat(start().entriesFrom()).isEqualTo(602);
  }

  @Test
  void entriesGoneSinceTheCommit_areMissed() {
    committed = committed(250, 490, TOPIC);

    assertThat(start().missingFrom()).isEqualTo(490);
  }

  @Test
  void transactionMarker_isNotMissed() {
    stored = found("group", TOPIC, false);
    journalStart = 601;

    assertThat(start().missingFrom()).isNull();
  }

  @Test
  void recordThatTheOwnerLetGo_isNotMissed() {
    stored = found("group", TOPIC, true);
    journalStart = 603;
    assertThat(start().missingFrom()).isNull();

    journalStart = 604;
    assertThat(start().missingFrom()).isEqualTo(600);
  }

  @Test
  void entriesAboutRequestsThatAreGone_areNotMissed() {
    stored = found("group", TOPIC, false);
    journalStart = 700;
    logStart = 1_000;

    assertThat(start().missingFrom()).isNull();
  }

  @Test
  void journalOfUnknownBeginning_isReadFromWhatIsLeft() {
    committed = new OffsetAndMetadata(200);

    assertThat(start().missingFrom()).isNull();
  }

  @Test
  void openTransaction_isReadFrom() {
    stored = found("group", OTHER_TOPIC, false);
    journalFrom = 800;
    journalStable = 550;

    assertThat(start().readFrom()).isEqualTo(550);
    assertThat(start().resume().journalOffset()).isEqualTo(800);
  }
}
