package io.campaigndispatch.dispatcher.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetentionTest {

  private static final long FOR_EVER = TopicState.UNLIMITED;

  @Test
  void age_isAShareOfWhatIsAllowed() {
    Retention retention = new Retention(1_000, FOR_EVER);

    assertThat(retention.usedByTime(5_000, 5_250)).isEqualTo(0.25);
    assertThat(retention.usedByTime(5_000, 7_000)).isEqualTo(2);
  }

  @Test
  void recordFromTheFuture_hasUsedNothing() {
    assertThat(new Retention(1_000, FOR_EVER).usedByTime(5_000, 4_000)).isZero();
  }

  @Test
  void recordWithoutATime_hasUsedNothing() {
    assertThat(new Retention(1_000, FOR_EVER).usedByTime(-1, 4_000)).isZero();
  }

  @Test
  void bytesFromTheRecordOn_areAShareOfWhatIsAllowed() {
    Retention retention = new Retention(FOR_EVER, 2_000);

    assertThat(retention.usedByBytes(new Retention.Place(50, 0, 100), 1_000)).isEqualTo(0.25);
    assertThat(retention.usedByBytes(new Retention.Place(150, 100, 200), 4_000)).isEqualTo(1);
  }

  @Test
  void recordThatIsGoneAlready_hasUsedWhatIsThere() {
    Retention retention = new Retention(FOR_EVER, 2_000);

    assertThat(retention.usedByBytes(new Retention.Place(5, 100, 200), 1_000)).isEqualTo(0.5);
  }

  @Test
  void unlimitedRetention_isNeverUsedUp() {
    Retention retention = new Retention(FOR_EVER, FOR_EVER);

    assertThat(retention.usedByTime(0, Long.MAX_VALUE)).isZero();
    assertThat(retention.usedByBytes(new Retention.Place(0, 0, 100), 1_000)).isZero();
  }

  @Test
  void emptyPartition_usesNothing() {
    assertThat(new Retention(FOR_EVER, 1).usedByBytes(new Retention.Place(7, 7, 7), 0)).isZero();
  }
}
