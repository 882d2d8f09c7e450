package io.campaigndispatch.model.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A record without its value. */
record Envelope(byte @Nullable [] key, Headers headers, Instant timestamp, WorkspaceFacts facts) {

  /** A header's last value as text; null when absent. */
  @Nullable String header(String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** The header's request id when it is there and valid. */
  @Nullable String requestId() {
    String text = header(DispatchHeaders.REQUEST_ID);
    return text != null && Identifiers.isRequestId(text) ? text : null;
  }

  /** The key when it is a valid workspace id. */
  @Nullable String workspaceId() {
    String text = keyText();
    return text != null && Identifiers.isWorkspaceId(text) ? text : null;
  }

  /**
   * Which one of several requests the record is about, and its id in the header; null: all of them.
   * Only the dispatcher writes a source, so that on a first entry the header says nothing.
   */
  @Nullable Integer child() {
    String text = header(DispatchHeaders.CHILD);
    String requestId = requestId();
    return text != null
            && requestId != null
            && header(DispatchHeaders.SOURCE) != null
            && text.matches("\\d{1,6}")
            && requestId.endsWith(":" + text)
        ? Integer.valueOf(text)
        : null;
  }

  /** Whether an operator sent the record again. */
  boolean isReplay() {
    return header(DispatchHeaders.REPLAY) != null && header(DispatchHeaders.SOURCE) != null;
  }

  @Nullable String keyText() {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }
}
