package io.campaigndispatch.sandbox.platica;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Platica (page "Send template message"; keys, limits and body 2 from the vendor's live pages).
 *
 * <p>A bearer key is required (401). A key may make {@value #KEY_LIMIT} calls in any second (429,
 * vendor's own limit; that the window slides is INVENTED), and replies carry {@code
 * X-RateLimit-Limit}, and the usual {@code -Remaining} and {@code -Reset} (epoch seconds,
 * INVENTED).
 */
public final class PlaticaApi implements VendorApi {
  private static final int KEY_LIMIT = 30;
  private static final RateLimit PER_KEY = new RateLimit(KEY_LIMIT, Duration.ofSeconds(1));

  private final Catalogue catalogue;
  private final RateGate gate = new RateGate();
  private final SendTemplate sendTemplate;

  public PlaticaApi(Catalogue catalogue, Ids ids) {
    this.catalogue = catalogue;
    this.sendTemplate = new SendTemplate(catalogue, ids);
  }

  @Override
  public Vendor vendor() {
    return Vendor.PLATICA;
  }

  @Override
  public Subject subject(HttpRequest request, String path, ParsedBody body) {
    JsonNode channel = body.fields().path("channelId");
    String workspace =
        channel.isString() && !channel.stringValue().isBlank() ? channel.stringValue() : null;
    return Subject.single(workspace, PhoneDigits.of(body.fields().path("conversationId")));
  }

  @Override
  public Answer answer(Exchange exchange) {
    if (!exchange.path().equals("/v1/messages/template")) {
      return refused(404, "No such endpoint");
    }
    if (!exchange.request().method().equals("POST")) {
      return refused(405, "Use POST");
    }
    String token = exchange.request().bearer();
    List<Tenant> channels =
        token == null ? List.of() : catalogue.tenantsWithToken(Vendor.PLATICA, token);
    if (token == null || (channels.isEmpty() && !catalogue.isOpen())) {
      return refused(401, "Invalid or missing API key");
    }
    RateLimit limit = limit(channels);
    RateGate.Passage passage = gate.pass(token, limit, exchange.now().toEpochMilli());
    Answer answer =
        passage.allowed()
            ? handle(exchange, token)
            : refused(429, "Rate limit of " + limit.limit() + " requests exceeded");
    return answer.repliedWith(answer.reply().with(rateHeaders(limit, passage)));
  }

  private Answer handle(Exchange exchange, String token) {
    if (!exchange.request().isJson()) {
      return refused(400, "Content-Type must be application/json");
    }
    return switch (exchange.body()) {
      case ParsedBody.JsonObject json -> sendTemplate.send(json.object(), token, exchange.now());
      case ParsedBody.Absent _ -> refused(400, "the body is missing");
      case ParsedBody.Unusable unusable -> refused(400, unusable.problem());
    };
  }

  @Override
  public HttpReply error(int status, String message) {
    return PlaticaReplies.error(status, message);
  }

  private static RateLimit limit(List<Tenant> channels) {
    for (Tenant channel : channels) {
      RateLimit own = channel.rate();
      if (own != null) {
        return own;
      }
    }
    return PER_KEY;
  }

  private static Map<String, String> rateHeaders(RateLimit limit, RateGate.Passage passage) {
    return Map.of(
        "X-RateLimit-Limit", Integer.toString(limit.limit()),
        "X-RateLimit-Remaining", Integer.toString(passage.remaining()),
        "X-RateLimit-Reset", Long.toString(Math.ceilDiv(passage.resetMs(), 1000)));
  }

  private static Answer refused(int status, String details) {
    return Answer.refused(PlaticaReplies.error(status, details));
  }
}
