package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.wire.DispatchHeaders;
import io.campaigndispatch.model.wire.RequestDecoder;
import io.campaigndispatch.model.wire.WorkspaceFacts;
import io.campaigndispatch.model.workspace.Directory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Ready-made dead letters. */
final class Letters {

  static final RequestDecoder DECODER =
      new RequestDecoder(WorkspaceFacts.of(() -> Directory.EMPTY));
  static final DeadLetterParser PARSER = new DeadLetterParser(DECODER);
  static final Instant FAILED_AT = Instant.parse("2026-11-20T02:00:00Z");

  private final Headers headers = new RecordHeaders();
  private byte @Nullable [] value;
  private byte @Nullable [] key = utf8("acme");

  private Letters(byte @Nullable [] value) {
    this.value = value;
  }

  /** A request to a number that cannot be reached, of campaign spring. */
  static Letters of(String requestId) {
    return of("acme", requestId);
  }

  static Letters of(String workspace, String requestId) {
    String json =
        """
        {"requestId":"%s","workspaceId":"%s","campaignId":"spring","recipient":"+5215512345678",
         "message":{"type":"text","text":"hi"},"metadata":{"order":"7"}}"""
            .formatted(requestId, workspace);
    Letters letters =
        new Letters(utf8(json))
            .with(DispatchHeaders.REQUEST_ID, requestId)
            .with(DispatchHeaders.ATTEMPT, "2")
            .with(DispatchHeaders.SOURCE, "dispatch.requests-3@42")
            .with(DispatchHeaders.FAILED_AT, FAILED_AT.toString())
            .because("RECIPIENT", "131026");
    letters.key = utf8(workspace);
    return letters;
  }

  /** The second of two recipients of a record. */
  static Letters child(String parentId) {
    Letters letters = of(parentId + ":1").with(DispatchHeaders.FORMAT, "gateway.send-template");
    letters.value =
        utf8(
            """
            {"templateName":"t","languageCode":"es","components":[],
             "recipients":[{"phoneNumber":"+50212345678"},{"phoneNumber":"+50287654321"}]}""");
    return letters.with(DispatchHeaders.CHILD, "1");
  }

  Letters because(String category, String code) {
    return with(DispatchHeaders.REASON, category).with(DispatchHeaders.CODE, code);
  }

  Letters with(String header, String text) {
    OriginalHeaders.put(headers, header, text);
    return this;
  }

  Letters without(String header) {
    headers.remove(header);
    return this;
  }

  Letters withoutValue() {
    value = null;
    return this;
  }

  ProducerRecord<byte[], byte[]> record(String topic, int partition) {
    return new ProducerRecord<>(topic, partition, null, key, value, headers);
  }

  DeadLetter at(int partition, long offset) {
    return PARSER.parse(
        new RawRecord(
            "dispatch.dead-letters",
            partition,
            offset,
            FAILED_AT.plusSeconds(1).toEpochMilli(),
            key,
            value,
            headers));
  }

  DeadLetter letter() {
    return at(3, 7);
  }

  /** What a worker makes of a record. */
  static Decoded decode(ProducerRecord<byte[], byte[]> record, Instant timestamp) {
    return DECODER.decode(record.key(), record.value(), record.headers(), timestamp);
  }

  static List<String> names(Headers headers) {
    List<String> names = new ArrayList<>();
    for (Header header : headers) {
      names.add(header.key());
    }
    return names;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
