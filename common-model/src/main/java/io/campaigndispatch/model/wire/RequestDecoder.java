package io.campaigndispatch.model.wire;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the requests topic, read into requests or into the list of every rule it breaks.
 * Whatever the bytes are, it answers; it never throws because of them. Stateless and safe to share
 * between threads; does no I/O and reads no clock.
 */
public final class RequestDecoder {
  private final WorkspaceFacts facts;

  public RequestDecoder(WorkspaceFacts facts) {
    this.facts = facts;
  }

  /**
   * @param key the record's key; for a native request it only helps to name an unreadable one, for
   *     a vendor's body it is the workspace
   * @param timestamp the record's; schedules are judged against it
   */
  public Decoded decode(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers, Instant timestamp) {
    Envelope envelope = new Envelope(key, headers, timestamp, facts);
    String mark = envelope.header(DispatchHeaders.FORMAT);
    return mark == null ? decodeNative(value, envelope) : VendorBody.decode(mark, value, envelope);
  }

  private static Decoded decodeNative(byte @Nullable [] value, Envelope envelope) {
    return switch (Body.parse(value)) {
      case Body.Root root -> NativeRequest.read(root.node(), envelope);
      case Body.Refused refused -> {
        RecordIds ids = RecordIds.scan(value);
        String requestId = ids.requestId();
        String workspaceId = ids.workspaceId();
        yield new Decoded.Invalid(
            requestId != null ? requestId : envelope.requestId(),
            workspaceId != null ? workspaceId : envelope.workspaceId(),
            ids.campaignId(),
            null,
            Map.of(),
            refused.failure());
      }
    };
  }
}
