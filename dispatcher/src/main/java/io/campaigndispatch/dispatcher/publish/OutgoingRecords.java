package io.campaigndispatch.dispatcher.publish;

import io.campaigndispatch.dispatcher.core.Homes;
import io.campaigndispatch.dispatcher.core.Parking;
import io.campaigndispatch.dispatcher.core.RecordHistory;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.wire.TraceContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/** The Kafka records that a write consists of, its journal entry apart; pure. */
final class OutgoingRecords {

  private static final int LONGEST_ERROR = 1_000;
  private static final long USUAL_SIZE = 500;

  /** A longer one is no workspace's: an id has at most 64 characters. */
  private static final int LARGEST_BARE_KEY = 1_024;

  /** What a dead letter does not take along: sent again, it has not waited. */
  private static final List<String> DELAY_HEADERS =
      List.of(
          DispatchHeaders.RETURNED_FROM,
          DispatchHeaders.DUE_AT,
          DispatchHeaders.CALLED_AT,
          DispatchHeaders.PRIORITY,
          DispatchHeaders.CAMPAIGN_ID,
          DispatchHeaders.RECALLED);

  private final Topics topics;
  private final Homes homes;

  OutgoingRecords(Topics topics, Homes homes) {
    this.topics = topics;
    this.homes = homes;
  }

  /**
   * @param now goes into the dead letter's failed-at
   */
  List<ProducerRecord<byte[], byte[]>> of(Write.OfRequest write, Instant now) {
    return switch (write) {
      case Write.Final(var position, var raw, var outcome, var deadLetter) ->
          deadLetter
              ? List.of(outcome(outcome, raw), deadLetter(position, outcome, raw))
              : List.of(outcome(outcome, raw));
      case Write.Retrying(_, var raw, var outcome, _) -> List.of(outcome(outcome, raw));
      // The delayed record last: where it stands is told to the core.
      case Write.Parked parked -> List.of(outcome(parked.outcome(), parked.raw()), delayed(parked));
      case Write.Moved moved -> List.of(moved(moved));
      case Write.Unreadable(_, var raw, var source, var replay, var failure) ->
          List.of(deadLetter(raw, new Label(null, 0, source, replay), failure, now));
    };
  }

  /**
   * The same for a record that Kafka does not take: its dead letter has no value and says where the
   * value is, and what should have moved ends here.
   */
  List<ProducerRecord<byte[], byte[]>> withoutValue(Write.OfRequest write, Instant now) {
    return switch (write) {
      case Write.Final(var position, var raw, var outcome, var deadLetter) ->
          deadLetter
              ? List.of(outcome(outcome, raw), deadLetter(position, outcome, bare(raw)))
              : List.of(outcome(outcome, raw));
      case Write.Retrying retrying -> of(retrying, now);
      case Write.Parked parked -> of(parked, now);
      case Write.Moved(_, var raw, var requestId, var workspaceId, _, var source) -> {
        Failure failure =
            Failure.of(
                FailureCategory.REQUEST,
                FailureCode.TOO_LARGE,
                "too large to be moved home: it stays at " + raw);
        var deadLetter = deadLetter(bare(raw), new Label(requestId, 0, source, 0), failure, now);
        yield requestId == null
            ? List.of(deadLetter)
            : List.of(
                outcome(Outcome.unread(requestId, workspaceId, failure, source, now), raw),
                deadLetter);
      }
      case Write.Unreadable(_, var raw, var source, var replay, var failure) ->
          List.of(deadLetter(bare(raw), new Label(null, 0, source, replay), failure, now));
    };
  }

  private static RawRecord bare(RawRecord raw) {
    byte[] key = raw.key();
    return new RawRecord(
        raw.topic(),
        raw.partition(),
        raw.offset(),
        raw.timestamp(),
        key == null || key.length > LARGEST_BARE_KEY ? null : key,
        null,
        new RecordHeaders());
  }

  /** Bytes that a write copies, roughly. */
  static long size(Write.OfRequest write) {
    RawRecord copied =
        switch (write) {
          case Write.Final(_, var raw, _, var deadLetter) -> deadLetter ? raw : null;
          case Write.Retrying _ -> null;
          case Write.Parked parked -> parked.raw();
          case Write.Moved moved -> moved.raw();
          case Write.Unreadable unreadable -> unreadable.raw();
        };
    return USUAL_SIZE + (copied == null || copied.value() == null ? 0 : copied.value().length);
  }

  /** What the headers of every record say of its request. */
  private record Label(@Nullable String requestId, int attempt, Source source, int replay) {
    static Label of(Outcome outcome) {
      return new Label(outcome.requestId(), outcome.attempt(), outcome.source(), outcome.replay());
    }

    void putOn(Headers headers) {
      if (requestId != null) {
        put(headers, DispatchHeaders.REQUEST_ID, requestId);
      }
      put(headers, DispatchHeaders.ATTEMPT, Integer.toString(attempt));
      put(headers, DispatchHeaders.SOURCE, source.toString());
      if (replay > 0) {
        put(headers, DispatchHeaders.REPLAY, Integer.toString(replay));
      }
    }
  }

  private ProducerRecord<byte[], byte[]> outcome(Outcome outcome, RawRecord raw) {
    Headers headers = new RecordHeaders();
    Label.of(outcome).putOn(headers);
    TraceContext trace = TraceContext.of(raw.headers());
    if (trace != null) {
      trace.putOn(headers);
    }
    return new ProducerRecord<>(
        topics.outcomes(),
        homes.of(outcome.workspaceId()),
        null,
        utf8(outcome.workspaceId()),
        OutcomeCodec.encode(outcome),
        headers);
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      Position position, Outcome outcome, RawRecord raw) {
    Failure failure = Objects.requireNonNull(outcome.failure(), "a dead letter has a failure");
    ProducerRecord<byte[], byte[]> letter =
        deadLetter(raw, Label.of(outcome), failure, outcome.at());
    if (position.child() != Position.WHOLE) {
      put(letter.headers(), DispatchHeaders.CHILD, Integer.toString(position.child()));
    }
    if (outcome.vendor() != null) {
      put(letter.headers(), DispatchHeaders.VENDOR, outcome.vendor());
    }
    return letter;
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      RawRecord raw, Label label, Failure failure, Instant failedAt) {
    Headers headers = new RecordHeaders(raw.headers().toArray());
    DELAY_HEADERS.forEach(headers::remove);
    label.putOn(headers);
    put(headers, DispatchHeaders.ENTERED_AT, Long.toString(RecordHistory.enteredMillis(raw)));
    put(headers, DispatchHeaders.REASON, failure.category().name());
    put(headers, DispatchHeaders.CODE, failure.code());
    put(headers, DispatchHeaders.ERROR, shortText(failure));
    put(headers, DispatchHeaders.FAILED_AT, failedAt.toString());
    put(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC, utf8(raw.topic()));
    put(
        headers,
        KafkaHeaders.DLT_ORIGINAL_PARTITION,
        ByteBuffer.allocate(Integer.BYTES).putInt(raw.partition()).array());
    put(
        headers,
        KafkaHeaders.DLT_ORIGINAL_OFFSET,
        ByteBuffer.allocate(Long.BYTES).putLong(raw.offset()).array());
    return new ProducerRecord<>(
        topics.deadLetters(), raw.partition(), null, raw.key(), raw.value(), headers);
  }

  private ProducerRecord<byte[], byte[]> delayed(Write.Parked write) {
    RawRecord raw = write.raw();
    Parking parking = write.parking();
    Headers headers = new RecordHeaders(raw.headers().toArray());
    DELAY_HEADERS.forEach(headers::remove);
    Label.of(write.outcome()).putOn(headers);
    put(headers, DispatchHeaders.DUE_AT, Long.toString(parking.dueMillis()));
    put(headers, DispatchHeaders.ENTERED_AT, Long.toString(parking.enteredMillis()));
    put(headers, DispatchHeaders.PRIORITY, parking.priority().name());
    if (write.outcome().campaignId() != null) {
      put(headers, DispatchHeaders.CAMPAIGN_ID, write.outcome().campaignId());
    }
    if (parking.calledMillis() >= 0) {
      put(headers, DispatchHeaders.CALLED_AT, Long.toString(parking.calledMillis()));
    }
    if (parking.child() >= 0) {
      put(headers, DispatchHeaders.CHILD, Integer.toString(parking.child()));
    }
    return new ProducerRecord<>(
        topics.delay(),
        raw.partition(),
        null,
        utf8(write.outcome().workspaceId()),
        raw.value(),
        headers);
  }

  /**
   * The same where the requests' topic does not take it with the headers it got meanwhile: without
   * its value it ends when it is read.
   */
  ProducerRecord<byte[], byte[]> returnedWithoutValue(Write.Returned write) {
    ProducerRecord<byte[], byte[]> whole = returned(write);
    return new ProducerRecord<>(
        whole.topic(), whole.partition(), null, whole.key(), null, whole.headers());
  }

  /** A record of the delay topic, among the requests of its partition. */
  ProducerRecord<byte[], byte[]> returned(Write.Returned write) {
    RawRecord raw = write.raw();
    Headers headers = new RecordHeaders(raw.headers().toArray());
    put(headers, DispatchHeaders.RETURNED_FROM, Long.toString(write.delayOffset()));
    if (write.recalled()) {
      put(headers, DispatchHeaders.RECALLED, "true");
    }
    return new ProducerRecord<>(
        topics.requests(), write.partition(), null, raw.key(), raw.value(), headers);
  }

  /** A record of the delay topic, at its end once more. */
  ProducerRecord<byte[], byte[]> kept(Write.Kept write) {
    RawRecord raw = write.raw();
    return new ProducerRecord<>(
        topics.delay(), write.partition(), null, raw.key(), raw.value(), raw.headers());
  }

  /** Bytes that a write copies with a record, roughly. */
  static long size(RawRecord raw) {
    byte[] value = raw.value();
    return USUAL_SIZE + (value == null ? 0 : value.length);
  }

  private ProducerRecord<byte[], byte[]> moved(Write.Moved moved) {
    RawRecord raw = moved.raw();
    Headers headers = new RecordHeaders(raw.headers().toArray());
    new Label(moved.requestId(), 0, moved.source(), 0).putOn(headers);
    headers.add(DispatchHeaders.MOVED_FROM, utf8(raw.toString()));
    return new ProducerRecord<>(
        topics.requests(),
        moved.home(),
        // Kafka refuses a negative one; old clients may have left it out.
        raw.timestamp() < 0 ? null : raw.timestamp(),
        utf8(moved.workspaceId()),
        raw.value(),
        headers);
  }

  /** The message, and of the broken rules those that it does not name itself. */
  private static String shortText(Failure failure) {
    StringBuilder text = new StringBuilder(failure.message());
    for (Violation error : failure.errors()) {
      if (!failure.message().contains(error.field() + " " + error.message())) {
        text.append("; ").append(error.field()).append(": ").append(error.message());
      }
    }
    return text.length() <= LONGEST_ERROR
        ? text.toString()
        : text.substring(0, LONGEST_ERROR) + "…";
  }

  private static void put(Headers headers, String name, String value) {
    put(headers, name, utf8(value));
  }

  private static void put(Headers headers, String name, byte[] value) {
    headers.remove(name).add(name, value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
