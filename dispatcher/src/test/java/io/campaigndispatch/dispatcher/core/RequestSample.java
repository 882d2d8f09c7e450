package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.PhoneNumber;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.Schedule;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.send.SendType;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds requests; template {@code t}, normal priority, a recipient of their own each. */
public final class RequestSample {

  private static final Message TEMPLATE =
      new TemplateMessage("t", null, null, List.of(), List.of());

  private final String workspaceId;
  private final String id;
  private Priority priority = Priority.NORMAL;
  private @Nullable String campaignId;
  private @Nullable PhoneNumber recipient;
  private Message message = TEMPLATE;
  private @Nullable Schedule schedule;
  private @Nullable Instant expiresAt;
  private @Nullable OnUncertain onUncertain;

  private RequestSample(String workspaceId, String id) {
    this.workspaceId = workspaceId;
    this.id = id;
    this.recipient =
        new PhoneNumber(
            "+34" + ("" + (1_000_000_000 + Math.floorMod(id.hashCode(), 1_000_000_000))).substring(1));
  }

  public static RequestSample request(String workspaceId, String id) {
    return new RequestSample(workspaceId, id);
  }

  public RequestSample priority(Priority newPriority) {
    priority = newPriority;
    return this;
  }

  public RequestSample campaign(String newCampaign) {
    campaignId = newCampaign;
    return this;
  }

  public RequestSample to(String e164) {
    recipient = new PhoneNumber(e164);
    return this;
  }

  public RequestSample inConversation(String conversationId) {
    recipient = null;
    message = new TextMessage("hello", conversationId);
    return this;
  }

  public RequestSample template(String name) {
    message = new TemplateMessage(name, null, null, List.of(), List.of());
    return this;
  }

  public RequestSample schedule(Schedule newSchedule) {
    schedule = newSchedule;
    return this;
  }

  public RequestSample expiresAt(Instant instant) {
    expiresAt = instant;
    return this;
  }

  public RequestSample onUncertain(OnUncertain policy) {
    onUncertain = policy;
    return this;
  }

  public String workspaceId() {
    return workspaceId;
  }

  public SendRequest build() {
    return new SendRequest(
        id,
        workspaceId,
        campaignId,
        SendType.API,
        priority,
        recipient,
        message,
        null,
        schedule,
        expiresAt,
        onUncertain,
        Map.of("order", id),
        null);
  }
}
