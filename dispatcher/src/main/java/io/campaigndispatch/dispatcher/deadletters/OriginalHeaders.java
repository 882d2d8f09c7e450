package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.model.wire.DispatchHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A dead letter's headers without what the dispatcher wrote about it, and what it wrote. */
final class OriginalHeaders {

  private static final String OURS = "dispatch-";

  /** Spring Kafka's, on every dead letter. */
  private static final String SPRINGS = "kafka_dlt-";

  /** What decoding needs. */
  private static final Set<String> KEPT =
      Set.of(
          DispatchHeaders.FORMAT,
          DispatchHeaders.REQUEST_ID,
          DispatchHeaders.CONVERSATION_ID,
          DispatchHeaders.RECIPIENT,
          DispatchHeaders.CHILD,
          // Its schedule is judged against that.
          DispatchHeaders.ENTERED_AT);

  private OriginalHeaders() {}

  /** As the request came, but for its id and which of several it is. */
  static Headers of(Headers letter) {
    Headers original = new RecordHeaders();
    for (Header header : letter) {
      String name = header.key();
      boolean written = name.startsWith(OURS) || name.startsWith(SPRINGS);
      if (!written || KEPT.contains(name)) {
        original.add(header);
      }
    }
    return original;
  }

  /** A header's last value; null when absent. */
  static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
