package io.campaigndispatch.dispatcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandledLettersTest {

  private static final Uuid TOPIC = Uuid.randomUuid();
  private static final Instant AT = Instant.parse("2026-11-20T02:00:00Z");
  private final HandledLetters handled = new HandledLetters(TOPIC);

  private static AuditRecord audit(Uuid topic, Long... offsets) {
    return new AuditRecord(
        LetterAction.REPLAY, AT, "ana", topic, OffsetRanges.of(List.of(offsets)));
  }

  private boolean knows(int partition, long offset) {
    return handled.of(new DeadLetterPlace(partition, offset)) != null;
  }

  @Test
  void whatAnAuditRecordNames_isHandled_andNothingElse() {
    handled.add(3, Letters.utf8("a"), audit(TOPIC, 5L, 6L, 9L));

    assertThat(knows(3, 5)).isTrue();
    assertThat(knows(3, 6)).isTrue();
    assertThat(knows(3, 9)).isTrue();
    assertThat(knows(3, 4)).isFalse();
    assertThat(knows(3, 7)).isFalse();
    assertThat(knows(3, 10)).isFalse();
    assertThat(knows(2, 5)).isFalse();
  }

  @Test
  void recordsOfATopicCreatedAnew_sayNothingOfThisOne() {
    handled.add(3, Letters.utf8("a"), audit(Uuid.randomUuid(), 5L));

    assertThat(knows(3, 5)).isFalse();
    assertThat(handled.outlived(3, 0)).containsExactly(Letters.utf8("a"));
  }

  @Test
  void recordsWhoseDeadLettersAreAllGone_areOutlived() {
    handled.add(3, Letters.utf8("a"), audit(TOPIC, 5L, 9L));
    handled.add(3, Letters.utf8("b"), audit(TOPIC, 10L));

    assertThat(handled.outlived(3, 9)).isEmpty();
    assertThat(handled.outlived(3, 10)).containsExactly(Letters.utf8("a"));
    assertThat(handled.outlived(2, 10)).isEmpty();
  }

  @Test
  void auditRecord_survivesItsForm() {
    AuditRecord audit = audit(TOPIC, 5L, 6L, 7L, 12L);

    assertThat(AuditRecord.decode(audit.encode())).isEqualTo(audit);
    assertThat(audit.offsets()).hasToString("5-7,12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"version\":2}",
        "{\"version\":1,\"action\":\"EAT\",\"at\":\"2026-11-20T02:00:00Z\",\"offsets\":\"1\"}",
        "{\"version\":1,\"action\":\"REPLAY\",\"at\":\"now\",\"offsets\":\"1\"}",
        "{\"version\":1,\"action\":\"REPLAY\",\"at\":\"2026-11-20T02:00:00Z\",\"offsets\":\"1-\"}"
      })
  void anotherForm_isNone(String text) {
    assertThat(AuditRecord.decode(Letters.utf8(text))).isNull();
  }

  @Test
  void keys_areNoSnapshotsAndNeverTheSame() {
    assertThat(AuditRecord.isKey(AuditRecord.newKey(3))).isTrue();
    assertThat(AuditRecord.newKey(3)).isNotEqualTo(AuditRecord.newKey(3));
    assertThat(AuditRecord.isKey(Letters.utf8("3/head"))).isFalse();
    assertThat(AuditRecord.isKey(Letters.utf8("adopted/x"))).isFalse();
    assertThat(AuditRecord.isKey(null)).isFalse();
  }
}
