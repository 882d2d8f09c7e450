package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.wire.DispatchHeaders;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a record in the delay topic say of its waiting. One that is damaged is due at
 * once: what becomes of it is decided among the requests.
 *
 * @param workspaceId the record's key
 * @param campaignId null when it is of none
 * @param dueMillis epoch milliseconds
 */
record ParkedRecord(
    String workspaceId, @Nullable String campaignId, Priority priority, long dueMillis) {

  static ParkedRecord of(RawRecord raw) {
    byte[] key = raw.key();
    return new ParkedRecord(
        key == null ? "" : new String(key, StandardCharsets.UTF_8),
        RecordHistory.text(raw, DispatchHeaders.CAMPAIGN_ID),
        priority(RecordHistory.text(raw, DispatchHeaders.PRIORITY)),
        RecordHistory.millis(RecordHistory.text(raw, DispatchHeaders.DUE_AT), 0));
  }

  private static Priority priority(@Nullable String text) {
    for (Priority priority : Priority.values()) {
      if (priority.name().equals(text)) {
        return priority;
      }
    }
    return Priority.NORMAL;
  }
}
