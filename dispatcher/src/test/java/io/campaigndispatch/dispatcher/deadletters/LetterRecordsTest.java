package io.campaigndispatch.dispatcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class LetterRecordsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
  private final LetterRecords records = new LetterRecords(Topics.DEFAULT);

  private ProducerRecord<byte[], byte[]> replay(DeadLetter letter) {
    return records.of(LetterAction.REPLAY, letter, NOW);
  }

  private static String text(ProducerRecord<byte[], byte[]> record, String name) {
    return "" + OriginalHeaders.text(record.headers(), name);
  }

  @Test
  void replay_isTheOriginalBytesUnderTheirKeyInTheirPartition_timedNow() {
    DeadLetter letter = Letters.of("r1").letter();
    var record = replay(letter);

    assertThat(record.topic()).isEqualTo("dispatch.requests");
    assertThat(record.partition()).isEqualTo(3);
    assertThat(record.key()).isSameAs(letter.raw().key());
    assertThat(record.value()).isSameAs(letter.raw().value());
    assertThat(record.timestamp()).isNull();
  }

  @Test
  void replay_keepsIdAndSource_andCountsUp() {
    var first = replay(Letters.of("r1").letter());
    var third = replay(Letters.of("r1").with(DispatchHeaders.REPLAY, "2").letter());

    assertThat(text(first, "dispatch-request-id")).isEqualTo("r1");
    assertThat(text(first, "dispatch-source")).isEqualTo("dispatch.requests-3@42");
    assertThat(text(first, "dispatch-replay")).isEqualTo("1");
    assertThat(text(first, "dispatch-attempt")).isEqualTo("0");
    assertThat(text(third, "dispatch-replay")).isEqualTo("3");
  }

  @Test
  void replay_leavesOutWhatWasSaidOfTheFailure_andKeepsWhatWasTheCustomers() {
    var record =
        replay(
            Letters.of("r1")
                .with("traceparent", "00-ab-cd-01")
                .with("x-tenant", "9")
                .with("dispatch-moved-from", "dispatch.requests-1@1")
                .with("dispatch-due-at", "1")
                .with("kafka_dlt-original-topic", "dispatch.requests")
                .letter());

    assertThat(Letters.names(record.headers()))
        .containsExactlyInAnyOrder(
            "dispatch-request-id",
            "dispatch-attempt",
            "dispatch-source",
            "dispatch-replay",
            "traceparent",
            "x-tenant");
  }

  @Test
  void replayOfOneRecipientOfSeveral_isThatRequestAlone() {
    DeadLetter letter = Letters.child("p").letter();
    var record = replay(letter);

    assertThat(text(record, "dispatch-request-id")).isEqualTo("p:1");
    assertThat(Letters.decode(record, NOW))
        .isInstanceOfSatisfying(
            Decoded.Valid.class,
            valid -> {
              assertThat(valid.request().requestId()).isEqualTo("p:1");
              assertThat(valid.request().recipient())
                  .hasFieldOrPropertyWithValue("e164", "+50287654321");
            });
    assertThat(letter.recipient()).hasFieldOrPropertyWithValue("e164", "+50287654321");
  }

  @Test
  void deadLetterOfAReplayedRecipient_canBeReplayedAgain() {
    var once = replay(Letters.child("p").letter());
    Letters again = Letters.child("p").with(DispatchHeaders.REPLAY, "1");
    var twice = replay(again.letter());

    assertThat(Letters.decode(once, NOW)).isEqualTo(Letters.decode(twice, NOW));
    assertThat(text(twice, "dispatch-replay")).isEqualTo("2");
  }

  @Test
  void accepted_isTheFinalOutcomeOfTheNextReplay() {
    DeadLetter letter =
        Letters.of("r1")
            .because("UNCERTAIN", "TIMEOUT")
            .with(DispatchHeaders.VENDOR, "platica-mx")
            .letter();
    var record = records.of(LetterAction.ACCEPT, letter, NOW);
    Outcome outcome = OutcomeCodec.decode(record.value());

    assertThat(record.topic()).isEqualTo("dispatch.outcomes");
    assertThat(record.partition()).isEqualTo(3);
    assertThat(record.key()).isEqualTo(Letters.utf8("acme"));
    assertThat(text(record, "dispatch-replay")).isEqualTo("1");
    assertThat(outcome.status()).isEqualTo(Status.ACCEPTED);
    assertThat(outcome.requestId()).isEqualTo("r1");
    assertThat(outcome.campaignId()).isEqualTo("spring");
    assertThat(outcome.replay()).isEqualTo(1);
    assertThat(outcome.attempt()).isEqualTo(2);
    assertThat(outcome.vendor()).isEqualTo("platica-mx");
    assertThat(outcome.source()).isEqualTo(new Source("dispatch.requests", 3, 42));
    assertThat(outcome.metadata()).isEqualTo(Map.of("order", "7"));
    assertThat(outcome.at()).isEqualTo(NOW);
  }
}
