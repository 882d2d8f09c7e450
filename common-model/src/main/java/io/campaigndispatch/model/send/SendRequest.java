package io.campaigndispatch.model.send;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message to one recipient, checked against every rule of the send request's JSON: what could
 * not be valid is never built.
 *
 * @param requestId idempotency key, unique within the workspace; 1–128 of {@code [A-Za-z0-9._:-]}
 * @param workspaceId tenant; 1–64 of {@code [A-Za-z0-9._-]}
 * @param campaignId groups requests; 1–128 characters without control characters
 * @param recipient null only for a text inside a conversation whose recipient the producer did not
 *     name
 * @param expiresAt no vendor call starts after it; null means due time + the workspace's
 *     expires-after
 * @param onUncertain null means the workspace's default, else HOLD for BULK and RESEND otherwise
 * @param metadata comes back on outcomes, never goes to the vendor
 * @param vendorRequestId the gateway's own integer {@code requestId}, passed through as received
 */
public record SendRequest(
    String requestId,
    String workspaceId,
    @Nullable String campaignId,
    SendType sendType,
    Priority priority,
    @Nullable PhoneNumber recipient,
    Message message,
    @Nullable Contact contact,
    @Nullable Schedule schedule,
    @Nullable Instant expiresAt,
    @Nullable OnUncertain onUncertain,
    Map<String, String> metadata,
    @Nullable Long vendorRequestId) {

  public SendRequest {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(workspaceId, "workspaceId");
    Objects.requireNonNull(message, "message");
    if (recipient == null
        && !(message instanceof TextMessage text && text.conversationId() != null)) {
      throw new IllegalArgumentException(
          "recipient: required unless the text names a conversation");
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** The same request with its message completed. */
  public SendRequest withMessage(Message completed) {
    return new SendRequest(
        requestId,
        workspaceId,
        campaignId,
        sendType,
        priority,
        recipient,
        completed,
        contact,
        schedule,
        expiresAt,
        onUncertain,
        metadata,
        vendorRequestId);
  }

  /** Names the request without its recipient or content, so that it may be logged. */
  @Override
  public String toString() {
    return "SendRequest[" + workspaceId + "/" + requestId + "]";
  }
}
