package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.RecordHistory;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From Kafka's record to the core's. */
final class Decoding {

  private static final Logger log = LoggerFactory.getLogger(Decoding.class);

  private final RequestDecoder decoder;

  Decoding(RequestDecoder decoder) {
    this.decoder = decoder;
  }

  CoreEvent.ReadRecord decoded(ConsumerRecord<byte[], byte[]> record) {
    RawRecord raw = raw(record);
    return new CoreEvent.ReadRecord(raw, decode(raw));
  }

  static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  private static Decoded tooLargeToReturn(RawRecord raw) {
    Failure failure =
        Failure.of(
            FailureCategory.REQUEST,
            FailureCode.TOO_LARGE,
            "too large, with its headers, to come back from the delay topic: its bytes are at "
                + RecordHistory.text(raw, DispatchHeaders.SOURCE));
    return new Decoded.Invalid(
        RecordHistory.text(raw, DispatchHeaders.REQUEST_ID),
        raw.key() == null ? null : new String(raw.key(), StandardCharsets.UTF_8),
        RecordHistory.text(raw, DispatchHeaders.CAMPAIGN_ID),
        null,
        Map.of(),
        failure);
  }

  /** A record that breaks the decoder becomes a dead letter like any other that cannot be read. */
  private Decoded decode(RawRecord raw) {
    if (raw.value() == null && RecordHistory.returnedFrom(raw) >= 0) {
      return tooLargeToReturn(raw);
    }
    try {
      Instant timestamp = Instant.ofEpochMilli(RecordHistory.enteredMillis(raw));
      return decoder.decode(raw.key(), raw.value(), raw.headers(), timestamp);
    } catch (RuntimeException e) {
      LogEvent.RECORD_BROKE_DECODER.log(log, raw, e);
      Failure failure =
          Failure.of(
              FailureCategory.REQUEST, FailureCode.INVALID, "the record could not be decoded");
      return new Decoded.Invalid(null, null, null, null, Map.of(), failure);
    }
  }
}
