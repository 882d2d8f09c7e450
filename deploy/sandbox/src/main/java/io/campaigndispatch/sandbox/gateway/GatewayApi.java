package io.campaigndispatch.sandbox.gateway;

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
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The WhatsApp gateway in front of Meta's Cloud API (page "WhatsApp gateway").
 *
 * <p>The page shows a bearer token on every call and no error at all: all statuses and bodies of
 * errors are INVENTED. A rate limit exists only when the catalogue sets one; it counts messages,
 * and a template's recipients beyond it get Meta's 130429. With declared tenants a conversation
 * must have been opened by a send; with an open catalogue any id is taken unless it starts with
 * {@value #MISSING_CONVERSATION}.
 */
public final class GatewayApi implements VendorApi {
  private static final String SEND = "/api/whatsapp/send";
  private static final String SEND_TEMPLATE = "/api/whatsapp/send-template";
  private static final String TEMPLATES = "/api/whatsapp/templates";
  private static final Pattern CONVERSATION =
      Pattern.compile("/api/whatsapp/conversations/([^/]+)/messages");
  private static final String MISSING_CONVERSATION = "404";

  private final Catalogue catalogue;
  private final RateGate gate = new RateGate();
  private final Conversations conversations = new Conversations();
  private final SendText sendText;
  private final SendTemplate sendTemplate;

  public GatewayApi(Catalogue catalogue, Ids ids) {
    this.catalogue = catalogue;
    this.sendText = new SendText(conversations, ids);
    this.sendTemplate = new SendTemplate(catalogue, ids);
  }

  @Override
  public Vendor vendor() {
    return Vendor.GATEWAY;
  }

  @Override
  public Subject subject(HttpRequest request, String path, ParsedBody body) {
    String token = request.bearer();
    String workspace = token == null ? null : workspaceOf(token);
    if (path.equals(SEND_TEMPLATE)) {
      List<@Nullable String> recipients = new ArrayList<>();
      JsonNode list = body.fields().path("recipients");
      if (list.isArray() && list.size() <= SendTemplate.MAX_RECIPIENTS) {
        for (JsonNode recipient : list) {
          recipients.add(PhoneDigits.of(recipient.path("phoneNumber")));
        }
      }
      if (recipients.isEmpty()) {
        recipients.add(null);
      }
      return new Subject(workspace, recipients, true);
    }
    Matcher conversation = CONVERSATION.matcher(path);
    if (conversation.matches() && isId(conversation.group(1))) {
      long id = Long.parseLong(conversation.group(1));
      return Subject.single(workspace, conversations.digits(workspace, id).orElse(null));
    }
    return Subject.single(workspace, PhoneDigits.of(body.fields().path("phoneNumber")));
  }

  @Override
  public Answer answer(Exchange exchange) {
    String path = exchange.path();
    Matcher conversation = CONVERSATION.matcher(path);
    boolean isList = path.equals(TEMPLATES);
    if (!isList && !path.equals(SEND) && !path.equals(SEND_TEMPLATE) && !conversation.matches()) {
      return refused(404, "No such endpoint");
    }
    if (!exchange.request().method().equals(isList ? "GET" : "POST")) {
      return refused(405, isList ? "Use GET" : "Use POST");
    }
    String token = exchange.request().bearer();
    List<Tenant> tenants =
        token == null ? List.of() : catalogue.tenantsWithToken(Vendor.GATEWAY, token);
    if (token == null || (tenants.isEmpty() && !catalogue.isOpen())) {
      return refused(401, "Unauthorized");
    }
    if (isList) {
      return Answer.information(
          TemplateList.of(catalogue.templatesOf(Vendor.GATEWAY, exchange.subject().workspace())));
    }
    if (!exchange.request().isJson()) {
      return refused(400, "Content-Type must be application/json");
    }
    return switch (exchange.body()) {
      case ParsedBody.JsonObject json -> send(exchange, json.object(), tenants);
      case ParsedBody.Absent _ -> refused(400, "the body is missing");
      case ParsedBody.Unusable unusable -> refused(400, unusable.problem());
    };
  }

  private Answer send(Exchange exchange, ObjectNode body, List<Tenant> tenants) {
    BooleanSupplier withinRate = withinRate(tenants, exchange.now().toEpochMilli());
    if (exchange.path().equals(SEND_TEMPLATE)) {
      return sendTemplate.send(exchange, body, withinRate);
    }
    if (!withinRate.getAsBoolean()) {
      return refused(429, "Too many requests");
    }
    String workspace = exchange.subject().workspace();
    Matcher conversation = CONVERSATION.matcher(exchange.path());
    return conversation.matches()
        ? inConversation(workspace, conversation.group(1), body)
        : sendText.toNumber(workspace, body, exchange.now());
  }

  private Answer inConversation(@Nullable String workspace, String id, ObjectNode body) {
    if (!isId(id)) {
      return refused(400, "The conversation id must be an integer");
    }
    boolean exists =
        conversations.digits(workspace, Long.parseLong(id)).isPresent()
            || (catalogue.isOpen() && !id.startsWith(MISSING_CONVERSATION));
    return exists
        ? sendText.inConversation(Long.parseLong(id), body)
        : refused(404, "Conversation not found");
  }

  @Override
  public HttpReply error(int status, String message) {
    return GatewayReplies.error(status, message);
  }

  private BooleanSupplier withinRate(List<Tenant> tenants, long nowMs) {
    RateLimit limit = tenants.isEmpty() ? null : tenants.getFirst().rate();
    if (limit == null) {
      return () -> true;
    }
    String key = tenants.getFirst().id();
    return () -> gate.pass(key, limit, nowMs).allowed();
  }

  private String workspaceOf(String token) {
    List<Tenant> tenants = catalogue.tenantsWithToken(Vendor.GATEWAY, token);
    return tenants.isEmpty() ? Ids.tokenName(token) : tenants.getFirst().id();
  }

  private static boolean isId(String text) {
    return text.matches("\\d{1,18}");
  }

  private static Answer refused(int status, String message) {
    return Answer.refused(GatewayReplies.error(status, message));
  }
}
