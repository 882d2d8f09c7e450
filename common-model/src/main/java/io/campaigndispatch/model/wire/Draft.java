package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.Contact;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.SendType;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A send request being read: what is missing or wrong stays null, and the findings say why. Ids
 * that are set are valid.
 */
final class Draft {
  @Nullable String requestId;
  @Nullable String workspaceId;
  @Nullable String campaignId;
  SendType sendType = SendType.API;
  @Nullable Priority priority;
  @Nullable PhoneNumber recipient;
  @Nullable Message message;
  @Nullable Contact contact;
  @Nullable Schedule schedule;
  @Nullable Instant expiresAt;
  @Nullable OnUncertain onUncertain;
  Map<String, String> metadata = Map.of();
  @Nullable Long vendorRequestId;

  /** The request when no rule is broken, else everything that is broken. */
  Decoded.Entry finish(Findings findings, Envelope envelope) {
    if (findings.broken() > 0) {
      return new Decoded.Invalid(
          requestId != null ? requestId : envelope.requestId(),
          workspaceId != null ? workspaceId : envelope.workspaceId(),
          campaignId,
          recipient,
          metadata,
          findings.failure());
    }
    return new Decoded.Valid(
        new SendRequest(
            Objects.requireNonNull(requestId),
            envelope.facts().shared(Objects.requireNonNull(workspaceId)),
            campaignId,
            sendType,
            priority != null ? priority : sendType.defaultPriority(campaignId != null),
            recipient,
            Objects.requireNonNull(message),
            contact,
            schedule,
            expiresAt,
            onUncertain,
            metadata,
            vendorRequestId),
        findings.unknownFields());
  }
}
