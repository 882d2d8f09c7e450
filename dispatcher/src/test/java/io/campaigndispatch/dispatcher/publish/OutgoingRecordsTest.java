package io.campaigndispatch.dispatcher.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Homes;
import io.campaigndispatch.dispatcher.core.Parking;
import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutgoingRecordsTest {

  private static final Instant AT = Instant.parse("2026-11-20T02:00:00.123Z");
  private static final Source SOURCE = new Source(Samples.TOPIC, 3, 42);
  private static final Failure FAILURE =
      Failure.of(FailureCategory.RECIPIENT, "131026", "no such recipient");

  private final Homes homes = new Homes(24);
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final OutgoingRecords records = new OutgoingRecords(Topics.DEFAULT, homes);
  private final RawRecord raw =
      Samples.raw(3, 42, "acme", 1_000, new RecordHeaders().add("traceparent", utf8(TRACE)));

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Outcome outcome(Status status, int replay, @Nullable Failure failure) {
    return new Outcome(
        "r1",
        "acme",
        null,
        null,
        status,
        2,
        replay,
        AT,
        "v1",
        VendorIds.NONE,
        failure,
        null,
        Timings.NONE,
        SOURCE,
        Map.of());
  }

  private Write.OfRequest failed(int replay) {
    return new Write.Final(
        Position.whole(3, 42), raw, outcome(Status.FAILED, replay, FAILURE), true);
  }

  private Write.Parked parked() {
    return new Write.Parked(
        new Position(3, 42, 5),
        raw,
        outcome(Status.RETRYING, 0, FAILURE),
        new Parking(9_000, 1_000, 2_000, Priority.URGENT, 5));
  }

  @Test
  void parkedRequest_isToldAndWaitsWithTheOriginalBytes() {
    List<ProducerRecord<byte[], byte[]>> written = of(parked());

    assertThat(written).hasSize(2);
    assertThat(written.getFirst().topic()).isEqualTo("dispatch.outcomes");
    ProducerRecord<byte[], byte[]> delayed = written.getLast();
    assertThat(delayed.topic()).isEqualTo("dispatch.delay");
    assertThat(delayed.partition()).isEqualTo(3);
    assertThat(delayed.value()).isEqualTo(raw.value());
    assertThat(text(delayed, "dispatch-due-at")).isEqualTo("9000");
    assertThat(text(delayed, "dispatch-entered-at")).isEqualTo("1000");
    assertThat(text(delayed, "dispatch-called-at")).isEqualTo("2000");
    assertThat(text(delayed, "dispatch-priority")).isEqualTo("URGENT");
    assertThat(text(delayed, "dispatch-child")).isEqualTo("5");
    assertThat(text(delayed, "dispatch-attempt")).isEqualTo("2");
    assertThat(text(delayed, "dispatch-source")).isEqualTo("dispatch.requests-3@42");
    assertThat(text(delayed, "traceparent")).isEqualTo(TRACE);
  }

  @Test
  void returnedRequest_entersItsPartitionAgain_withWhatItTookAlong() {
    ProducerRecord<byte[], byte[]> delayed = of(parked()).getLast();
    RawRecord read =
        new RawRecord(
            "dispatch.delay", 3, 17, 1_500, delayed.key(), delayed.value(), delayed.headers());

    ProducerRecord<byte[], byte[]> returned = records.returned(new Write.Returned(3, read, false));
    assertThat(returned.topic()).isEqualTo("dispatch.requests");
    assertThat(returned.partition()).isEqualTo(3);
    assertThat(returned.key()).isEqualTo(utf8("acme"));
    assertThat(returned.value()).isEqualTo(raw.value());
    assertThat(text(returned, "dispatch-returned-from")).isEqualTo("17");
    assertThat(text(returned, "dispatch-child")).isEqualTo("5");
  }

  @Test
  void deadLetterOfADelayedRequest_hasNotWaited_butKnowsWhenItEntered() {
    RawRecord waited =
        new RawRecord(
            Samples.TOPIC,
            3,
            42,
            7_000,
            raw.key(),
            raw.value(),
            new RecordHeaders()
                .add("dispatch-returned-from", utf8("17"))
                .add("dispatch-due-at", utf8("9000"))
                .add("dispatch-entered-at", utf8("1000")));
    ProducerRecord<byte[], byte[]> letter =
        of(new Write.Final(Position.whole(3, 42), waited, outcome(Status.FAILED, 0, FAILURE), true))
            .getLast();

    assertThat(names(letter)).doesNotContain("dispatch-returned-from", "dispatch-due-at");
    assertThat(text(letter, "dispatch-entered-at")).isEqualTo("1000");
  }

  private List<ProducerRecord<byte[], byte[]>> of(Write.OfRequest write) {
    return records.of(write, AT);
  }

  private static List<String> names(ProducerRecord<byte[], byte[]> record) {
    List<String> names = new ArrayList<>();
    record.headers().forEach(header -> names.add(header.key()));
    return names;
  }

  private static String text(ProducerRecord<byte[], byte[]> record, String name) {
    return new String(value(record, name), StandardCharsets.UTF_8);
  }

  private static byte[] value(ProducerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    assertThat(header).as(name).isNotNull();
    return header.value();
  }

  @Test
  void outcome_goesToItsWorkspacesHome_withTheHeadersOfEveryRecord() {
    Outcome accepted = outcome(Status.ACCEPTED, 0, null);
    var written = of(new Write.Final(Position.whole(3, 42), raw, accepted, false));

    assertThat(written).hasSize(1);
    var record = written.getFirst();
    assertThat(record.topic()).isEqualTo("dispatch.outcomes");
    assertThat(record.partition()).isEqualTo(homes.of("acme"));
    assertThat(record.key()).isEqualTo(utf8("acme"));
    assertThat(record.value()).isEqualTo(OutcomeCodec.encode(accepted));
    assertThat(names(record))
        .containsExactlyInAnyOrder(
            "dispatch-request-id", "dispatch-attempt", "dispatch-source", "traceparent");
    assertThat(text(record, "dispatch-request-id")).isEqualTo("r1");
    assertThat(text(record, "dispatch-attempt")).isEqualTo("2");
    assertThat(text(record, "dispatch-source")).isEqualTo("dispatch.requests-3@42");
    assertThat(text(record, "traceparent")).isEqualTo(TRACE);
  }

  @Test
  void traceContextThatIsNotValid_goesNoFurther() {
    var hostile = new RecordHeaders().add("traceparent", utf8("00-ab-cd-01"));
    RawRecord record = Samples.raw(3, 42, "acme", 1_000, hostile);
    Outcome accepted = outcome(Status.ACCEPTED, 0, null);
    var written = of(new Write.Final(Position.whole(3, 42), record, accepted, false));

    assertThat(names(written.getFirst())).doesNotContain("traceparent");
  }

  @Test
  void replayed_saysSo() {
    assertThat(of(failed(2)))
        .allSatisfy(record -> assertThat(text(record, "dispatch-replay")).isEqualTo("2"));
  }

  @Test
  void failedRequest_isAnOutcomeAndADeadLetter() {
    assertThat(of(failed(0)))
        .extracting(ProducerRecord::topic)
        .containsExactly("dispatch.outcomes", "dispatch.dead-letters");
  }

  @Test
  void deadLetter_hasTheOriginalBytesKeyAndHeaders() {
    var deadLetter = of(failed(0)).getLast();

    assertThat(deadLetter.key()).isSameAs(raw.key());
    assertThat(deadLetter.value()).isSameAs(raw.value());
    assertThat(text(deadLetter, "traceparent")).isEqualTo(TRACE);
    assertThat(raw.headers()).hasSize(1);
  }

  @Test
  void deadLetter_saysWhichVendorWasCalled_andWhichOfSeveralRequestsItIs() {
    Outcome outcome = outcome(Status.FAILED, 0, FAILURE);
    var whole = of(failed(0)).getLast();
    var third = of(new Write.Final(new Position(3, 42, 2), raw, outcome, true)).getLast();

    assertThat(text(whole, "dispatch-vendor")).isEqualTo("v1");
    assertThat(names(whole)).doesNotContain("dispatch-child");
    assertThat(text(third, "dispatch-child")).isEqualTo("2");
  }

  @Test
  void deadLetter_saysWhyInText() {
    var deadLetter = of(failed(0)).getLast();

    assertThat(text(deadLetter, "dispatch-reason")).isEqualTo("RECIPIENT");
    assertThat(text(deadLetter, "dispatch-code")).isEqualTo("131026");
    assertThat(text(deadLetter, "dispatch-error")).isEqualTo("no such recipient");
    assertThat(text(deadLetter, "dispatch-failed-at")).isEqualTo("2026-11-20T02:00:00.123Z");
  }

  @Test
  void deadLetter_namesItsPositionInSpringsBinaryForm() {
    var deadLetter = of(failed(0)).getLast();

    assertThat(text(deadLetter, "kafka_dlt-original-topic")).isEqualTo("dispatch.requests");
    assertThat(ByteBuffer.wrap(value(deadLetter, "kafka_dlt-original-partition")).getInt())
        .isEqualTo(3);
    assertThat(value(deadLetter, "kafka_dlt-original-offset")).hasSize(8);
    assertThat(ByteBuffer.wrap(value(deadLetter, "kafka_dlt-original-offset")).getLong())
        .isEqualTo(42);
  }

  @Test
  void deadLetterOfADeadLetter_hasEachHeaderOnce() {
    var first = of(failed(0)).getLast();
    RawRecord again = Samples.raw(3, 50, "acme", 1_000, first.headers());
    Outcome outcome = outcome(Status.FAILED, 1, FAILURE);
    var second = of(new Write.Final(Position.whole(3, 50), again, outcome, true)).getLast();

    assertThat(names(second)).doesNotHaveDuplicates();
    assertThat(ByteBuffer.wrap(value(second, "kafka_dlt-original-offset")).getLong()).isEqualTo(50);
  }

  @Test
  void longError_isCut() {
    Failure wordy = Failure.of(FailureCategory.REQUEST, "X", "x".repeat(5_000));
    Outcome outcome = outcome(Status.FAILED, 0, wordy);
    var deadLetter = of(new Write.Final(Position.whole(3, 42), raw, outcome, true)).getLast();

    assertThat(text(deadLetter, "dispatch-error")).hasSize(1_001).endsWith("…");
  }

  @Test
  void unreadableRecord_isADeadLetterWithoutARequestId() {
    var written = of(new Write.Unreadable(Position.whole(3, 42), raw, SOURCE, 0, FAILURE));

    assertThat(written).hasSize(1);
    assertThat(written.getFirst().topic()).isEqualTo("dispatch.dead-letters");
    assertThat(names(written.getFirst()))
        .contains("dispatch-source", "dispatch-attempt")
        .doesNotContain("dispatch-request-id");
    assertThat(text(written.getFirst(), "dispatch-failed-at")).isEqualTo(AT.toString());
  }

  @Test
  void failedAttempt_isAnOutcomeOnly() {
    Outcome retrying = outcome(Status.RETRYING, 0, FAILURE);

    assertThat(of(new Write.Retrying(Position.whole(3, 42), raw, retrying, 99)))
        .extracting(ProducerRecord::topic)
        .containsExactly("dispatch.outcomes");
  }

  private ProducerRecord<byte[], byte[]> moved(RawRecord from) {
    var written =
        of(
            new Write.Moved(
                Position.whole(from.partition(), from.offset()), from, "r1", "acme", 7, SOURCE));
    assertThat(written).hasSize(1);
    return written.getFirst();
  }

  @Test
  void move_goesHomeUnderItsWorkspacesKey_withItsTimestampAndBytes() {
    ProducerRecord<byte[], byte[]> record = moved(raw);

    assertThat(record.topic()).isEqualTo("dispatch.requests");
    assertThat(record.partition()).isEqualTo(7);
    assertThat(record.key()).isEqualTo(utf8("acme"));
    assertThat(record.value()).isSameAs(raw.value());
    assertThat(record.timestamp()).isEqualTo(1_000);
    assertThat(text(record, "dispatch-source")).isEqualTo("dispatch.requests-3@42");
    assertThat(text(record, "dispatch-moved-from")).isEqualTo("dispatch.requests-3@42");
  }

  @Test
  void everyMove_addsAHeader() {
    RawRecord again = Samples.raw(9, 1, "acme", 1_000, moved(raw).headers());

    assertThat(moved(again).headers().headers("dispatch-moved-from"))
        .extracting(header -> new String(header.value(), StandardCharsets.UTF_8))
        .containsExactly("dispatch.requests-3@42", "dispatch.requests-9@1");
  }

  @Test
  void moveOfARecordWithoutATime_hasNone() {
    assertThat(moved(Samples.raw(3, 42, "acme", -1, new RecordHeaders())).timestamp()).isNull();
  }
}
