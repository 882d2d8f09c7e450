package io.campaigndispatch.sandbox.desk;

import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.vendor.Answer;
import io.campaigndispatch.sandbox.vendor.VendorApi;
import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.ParsedBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The replies that faults send instead of a vendor's own. */
final class FaultReply {
  /** JSON that breaks off: what a crashing proxy leaves of a reply. */
  private static final String CUT_OFF = "{\"success\":tru";

  private FaultReply() {}

  static Answer status(VendorApi vendor, Fault.Status fault) {
    if (fault.status() > 599) {
      return Answer.refused(reply(vendor, 400, "(#" + fault.status() + ")", fault.body(), null));
    }
    if (fault.status() >= 300) {
      return Answer.refused(
          reply(vendor, fault.status(), "Fault injected", fault.body(), fault.retryAfter()));
    }
    JsonNode body = fault.body();
    HttpReply reply =
        new HttpReply(
            fault.status(),
            body == null ? new byte[0] : bytes(body),
            retryAfter(fault.retryAfter()));
    boolean refused =
        ParsedBody.of(reply.body()).fields().path("success").isBoolean()
            && !ParsedBody.of(reply.body()).fields().path("success").booleanValue();
    return refused ? Answer.refused(reply) : Answer.accepted(reply, null);
  }

  static Answer throttle(VendorApi vendor, Fault.Throttle fault) {
    return Answer.refused(
        reply(vendor, 429, "Too many requests", fault.body(), fault.retryAfter()));
  }

  static HttpReply garbage(Fault.Garbage fault) {
    JsonNode body = fault.body();
    byte[] bytes = body == null ? CUT_OFF.getBytes(StandardCharsets.UTF_8) : bytes(body);
    return new HttpReply(200, bytes, Map.of());
  }

  private static HttpReply reply(
      VendorApi vendor,
      int status,
      String message,
      @Nullable JsonNode body,
      @Nullable String retryAfter) {
    HttpReply reply =
        body == null ? vendor.error(status, message) : new HttpReply(status, bytes(body), Map.of());
    return reply.with(retryAfter(retryAfter));
  }

  private static Map<String, String> retryAfter(@Nullable String value) {
    return value == null ? Map.of() : Map.of("Retry-After", value);
  }

  /** A JSON string stands for its text, so that a reply can be empty or no JSON at all. */
  private static byte[] bytes(JsonNode body) {
    return body.isString() ? body.stringValue().getBytes(StandardCharsets.UTF_8) : Json.bytes(body);
  }
}
