package io.campaigndispatch.dispatcher.index;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was received, kept so that a dead letter or a move carries exactly those bytes.
 *
 * @param timestamp epoch milliseconds
 */
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Headers headers) {

  /** Bytes this record and the request read from it hold in memory, estimated. */
  public int weight() {
    int bytes = 1_500 + (key == null ? 0 : key.length) + 2 * (value == null ? 0 : value.length);
    for (Header header : headers) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
