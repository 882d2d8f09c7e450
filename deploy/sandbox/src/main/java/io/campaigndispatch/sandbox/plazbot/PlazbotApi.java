package io.campaigndispatch.sandbox.plazbot;

import io.campaigndispatch.sandbox.catalogue.Catalogue;
import io.campaigndispatch.sandbox.catalogue.RateLimit;
import io.campaigndispatch.sandbox.catalogue.Tenant;
import io.campaigndispatch.sandbox.vendor.Answer;
import io.campaigndispatch.sandbox.vendor.Exchange;
import io.campaigndispatch.sandbox.vendor.RateGate;
import io.campaigndispatch.sandbox.vendor.Subject;
import io.campaigndispatch.sandbox.vendor.VendorApi;
import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.HttpRequest;
import io.campaigndispatch.sandbox.wire.Ids;
import io.campaigndispatch.sandbox.wire.ParsedBody;
import io.campaigndispatch.sandbox.wire.PhoneDigits;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plazbot (pages "Send Conversation", its legacy form, and "Send Message").
 *
 * <p>Every call names its workspace in {@code x-workspace-id}: missing or blank is 401, one that
 * does not exist is 401 on the conversation endpoints and 404 on send-message, as their pages list.
 * That the body's {@code workspaceId} must be equal is INVENTED (400); so is any rate limit (429),
 * which exists only when the catalogue sets one. A bearer token is asked for only where the
 * catalogue has one.
 */
public final class PlazbotApi implements VendorApi {
  private static final String MESSAGE = "/api/message";

  private final Catalogue catalogue;
  private final RateGate gate = new RateGate();
  private final SendConversation conversation;
  private final SendMessage message;

  public PlazbotApi(Catalogue catalogue, Ids ids) {
    this.catalogue = catalogue;
    this.conversation = new SendConversation(catalogue);
    this.message = new SendMessage(ids);
  }

  @Override
  public Vendor vendor() {
    return Vendor.PLAZBOT;
  }

  @Override
  public Subject subject(HttpRequest request, String path, ParsedBody body) {
    String field = path.equals(MESSAGE) ? "recipientPhone" : "destination";
    return Subject.single(
        request.header("x-workspace-id"), PhoneDigits.of(body.fields().path(field)));
  }

  @Override
  public Answer answer(Exchange exchange) {
    Optional<Dialect> dialect = Dialect.ofPath(exchange.path());
    boolean isMessage = exchange.path().equals(MESSAGE);
    if (!isMessage && dialect.isEmpty()) {
      return refused(404, "NOT_FOUND", "No such endpoint");
    }
    HttpRequest request = exchange.request();
    if (!request.method().equals("POST")) {
      return refused(405, "METHOD_NOT_ALLOWED", "Use POST");
    }
    String workspace = exchange.subject().workspace();
    if (workspace == null) {
      return refused(401, "UNAUTHORIZED", "Header x-workspace-id is missing");
    }
    Optional<Tenant> tenant = catalogue.tenant(Vendor.PLAZBOT, workspace);
    if (tenant.isEmpty()) {
      return isMessage
          ? refused(404, "WORKSPACE_NOT_FOUND", "Workspace not found")
          : refused(401, "UNAUTHORIZED", "Header x-workspace-id is invalid");
    }
    String token = tenant.get().token();
    if (token != null && !token.equals(request.bearer())) {
      return refused(401, "UNAUTHORIZED", "Invalid or missing API key");
    }
    if (isOverLimit(tenant.get().rate(), workspace, exchange.now().toEpochMilli())) {
      return refused(429, "TOO_MANY_REQUESTS", "Send limit exceeded");
    }
    if (!request.isJson()) {
      return refused(400, "BAD_REQUEST", "Content-Type must be application/json");
    }
    return switch (exchange.body()) {
      case ParsedBody.JsonObject json ->
          dialect.isPresent()
              ? conversation.send(dialect.get(), workspace, json.object())
              : message.send(workspace, json.object());
      case ParsedBody.Absent _ -> refused(400, "BAD_REQUEST", "the body is missing");
      case ParsedBody.Unusable unusable -> refused(400, "BAD_REQUEST", unusable.problem());
    };
  }

  @Override
  public HttpReply error(int status, String message) {
    return PlazbotReplies.error(status, PlazbotReplies.errorCode(status), message);
  }

  private boolean isOverLimit(@Nullable RateLimit limit, String workspace, long nowMs) {
    return limit != null && !gate.pass(workspace, limit, nowMs).allowed();
  }

  private static Answer refused(int status, String errorCode, String message) {
    return Answer.refused(PlazbotReplies.error(status, errorCode, message));
  }
}
