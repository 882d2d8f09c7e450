package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.wire.DispatchHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** The headers of a request that is sent again. */
final class ReplayHeaders {

  private ReplayHeaders() {}

  /**
   * @param replay the how manieth time this is, from 1
   */
  static Headers of(Headers original, @Nullable Source source, int replay) {
    Headers headers = new RecordHeaders(original.toArray());
    OriginalHeaders.put(headers, DispatchHeaders.ATTEMPT, "0");
    if (source != null) {
      OriginalHeaders.put(headers, DispatchHeaders.SOURCE, source.toString());
    }
    OriginalHeaders.put(headers, DispatchHeaders.REPLAY, Integer.toString(replay));
    return headers;
  }
}
