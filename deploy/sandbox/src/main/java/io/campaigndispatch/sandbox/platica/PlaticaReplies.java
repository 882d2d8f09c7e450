package io.campaigndispatch.sandbox.platica;

import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Platica's replies: three forms of success and two bodies of a 400. */
final class PlaticaReplies {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private PlaticaReplies() {}

  /**
   * The documented success: {@code timestamp} in whole seconds, {@code executeAt} with
   * milliseconds.
   */
  static HttpReply accepted(String messageId, Timing timing, Instant now) {
    String timestamp = now.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode body = Json.object().put("messageId", messageId);
    switch (timing) {
      case Timing.Immediate _ -> body.put("status", "sent").put("timestamp", timestamp);
      case Timing.Delayed delayed ->
          body.put("status", "delayed")
              .put("timestamp", timestamp)
              .put("executeAt", MILLIS.format(delayed.executeAt()))
              .put("delayMs", delayed.delayMs());
      case Timing.Scheduled scheduled ->
          body.put("status", "scheduled")
              .put("timestamp", timestamp)
              .put("executeAt", MILLIS.format(scheduled.executeAt()))
              .put("scheduledTime", scheduled.asGiven());
    }
    return HttpReply.json(200, body);
  }

  /** Body 1, documented: the payload does not fit the template; status 400. */
  static HttpReply mismatch(String template, ArrayNode errors) {
    ObjectNode body =
        Json.object()
            .put("message", "Template payload is incompatible with template configuration")
            .put("template", template);
    body.set("errors", errors);
    return HttpReply.json(400, body);
  }

  /** Body 2, from the vendor's live page of errors: everything else. */
  static HttpReply error(int status, String details) {
    return HttpReply.json(
        status,
        Json.object().put("code", status).put("error", reason(status)).put("details", details));
  }

  private static String reason(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 422 -> "Unprocessable Entity";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> status >= 500 ? "Internal Server Error" : "Error";
    };
  }
}
