package io.campaigndispatch.sandbox.plazbot;

import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.Json;
import tools.jackson.databind.node.ObjectNode;

/** Plazbot's envelope: {@code success}, {@code message}, {@code code}, {@code data}. */
final class PlazbotReplies {
  private PlazbotReplies() {}

  /** The documented 200. */
  static HttpReply ok(String message, ObjectNode data) {
    ObjectNode body = Json.object().put("success", true).put("message", message).put("code", 200);
    body.set("data", data);
    return HttpReply.json(200, body);
  }

  /**
   * An error. The status codes are documented, the body is INVENTED after other pages of the same
   * documentation, which show {@code {success, code, errorCode, message, data}}.
   */
  static HttpReply error(int status, String errorCode, String message) {
    ObjectNode body =
        Json.object()
            .put("success", false)
            .put("code", status)
            .put("errorCode", errorCode)
            .put("message", message)
            .putNull("data");
    return HttpReply.json(status, body);
  }

  /** The invented {@code errorCode} of a status that comes without a closer reason. */
  static String errorCode(int status) {
    return switch (status) {
      case 400 -> "BAD_REQUEST";
      case 401 -> "UNAUTHORIZED";
      case 404 -> "NOT_FOUND";
      case 429 -> "TOO_MANY_REQUESTS";
      default -> status >= 500 ? "INTERNAL_ERROR" : "ERROR";
    };
  }
}
