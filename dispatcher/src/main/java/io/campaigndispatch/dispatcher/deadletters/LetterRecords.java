package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.OutcomeCodec;
import io.campaigndispatch.model.wire.Topics;
import io.campaigndispatch.model.wire.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The Kafka records that an action consists of; pure. */
final class LetterRecords {

  private final Topics topics;

  LetterRecords(Topics topics) {
    this.topics = topics;
  }

  /** What the action does to one dead letter that it does not leave alone. */
  ProducerRecord<byte[], byte[]> of(LetterAction action, DeadLetter letter, Instant now) {
    return action.sendsAgain() ? again(letter) : accepted(letter, now);
  }

  /**
   * The original bytes under the same key in the partition where they failed: that is the
   * workspace's home, and if it is not, they are moved there. Its time is now: expiry counts from
   * when it was sent again, and the topic keeps it as long as any other.
   */
  private ProducerRecord<byte[], byte[]> again(DeadLetter letter) {
    return new ProducerRecord<>(
        topics.requests(),
        letter.raw().partition(),
        null,
        letter.raw().key(),
        letter.raw().value(),
        ReplayHeaders.of(letter.original(), source(letter), letter.replay() + 1));
  }

  /** The final outcome of a replay that needs no call. Calls are made at home only. */
  private ProducerRecord<byte[], byte[]> accepted(DeadLetter letter, Instant now) {
    Outcome outcome =
        new Outcome(
            Objects.requireNonNull(letter.requestId(), "an outcome names its request"),
            Objects.requireNonNull(letter.workspaceId(), "an outcome names its workspace"),
            letter.campaignId(),
            letter.recipient(),
            Status.ACCEPTED,
            letter.attempt(),
            letter.replay() + 1,
            now,
            letter.vendor(),
            VendorIds.NONE,
            null,
            null,
            Timings.NONE,
            source(letter),
            letter.metadata());
    Headers headers = new RecordHeaders();
    OriginalHeaders.put(headers, DispatchHeaders.REQUEST_ID, outcome.requestId());
    OriginalHeaders.put(headers, DispatchHeaders.ATTEMPT, Integer.toString(outcome.attempt()));
    OriginalHeaders.put(headers, DispatchHeaders.SOURCE, outcome.source().toString());
    OriginalHeaders.put(headers, DispatchHeaders.REPLAY, Integer.toString(outcome.replay()));
    TraceContext trace = TraceContext.of(letter.original());
    if (trace != null) {
      trace.putOn(headers);
    }
    return new ProducerRecord<>(
        topics.outcomes(),
        letter.raw().partition(),
        null,
        outcome.workspaceId().getBytes(StandardCharsets.UTF_8),
        OutcomeCodec.encode(outcome),
        headers);
  }

  /** Who did it, in the same partition. */
  ProducerRecord<byte[], byte[]> audit(int partition, AuditRecord audit) {
    return new ProducerRecord<>(
        topics.progress(), partition, null, AuditRecord.newKey(partition), audit.encode());
  }

  /** Takes an audit record back whose dead letters are gone. */
  ProducerRecord<byte[], byte[]> forget(int partition, byte[] key) {
    return new ProducerRecord<>(topics.progress(), partition, key, null);
  }

  private static Source source(DeadLetter letter) {
    return Objects.requireNonNull(letter.source(), "what the dispatcher wrote has a source");
  }
}
