package io.campaigndispatch.sandbox.gateway;

import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Why one recipient failed, as the {@code error} of its result. The document does not show a failed
 * result: that it carries Meta's own error object is INVENTED; codes and meanings are Meta's
 * ("Error codes", Cloud API).
 *
 * @param json the value of {@code error}
 */
record MetaError(JsonNode json) {
  static final int UNSENDABLE_TEMPLATE = 132001;
  static final int PARAM_COUNT = 132000;
  static final int PARAM_FORMAT = 132012;
  static final int MISSING_PARAM = 131008;
  static final int INVALID_PARAM = 131009;
  static final int PAUSED_TEMPLATE = 132015;
  static final int DISABLED_TEMPLATE = 132016;
  static final int THROUGHPUT = 130429;

  /** Meta's error object under a code. */
  static MetaError of(int code, String details) {
    ObjectNode error =
        Json.object()
            .put("message", "(#" + code + ") " + title(code))
            .put("type", "OAuthException")
            .put("code", code);
    error.putObject("error_data").put("messaging_product", "whatsapp").put("details", details);
    return new MetaError(error);
  }

  static MetaError of(int code) {
    return of(code, title(code));
  }

  /**
   * The error a fault asks for: the body's {@code error}, the body itself when it has a {@code
   * code}, a code alone, a text alone; without a body the status, translated when it is an HTTP
   * status.
   */
  static MetaError of(Fault fault) {
    return switch (fault) {
      case Fault.Status status -> ofBody(status.body(), codeOf(status.status()));
      case Fault.Throttle throttle -> ofBody(throttle.body(), THROUGHPUT);
      case Fault.Latency _, Fault.Hang _, Fault.Reset _, Fault.Garbage _, Fault.Down _ ->
          throw new IllegalArgumentException(fault.type() + " does not strike a single recipient");
    };
  }

  private static MetaError ofBody(@Nullable JsonNode body, int code) {
    if (body == null) {
      return of(code);
    }
    if (body.isObject()) {
      return new MetaError(body.has("error") ? body.path("error") : body);
    }
    String text = body.asString("");
    return text.matches("\\d{1,7}")
        ? of(Integer.parseInt(text))
        : new MetaError(StringNode.valueOf(text));
  }

  private static int codeOf(int status) {
    return switch (status) {
      case 400, 422 -> 100;
      case 401 -> 190;
      case 403 -> 10;
      case 404 -> UNSENDABLE_TEMPLATE;
      case 429 -> THROUGHPUT;
      case 503 -> 131016;
      default -> status > 599 ? status : 131000;
    };
  }

  private static String title(int code) {
    return switch (code) {
      case 10 -> "Application does not have permission for this action";
      case 100 -> "Invalid parameter";
      case 190 -> "Access token has expired";
      case THROUGHPUT -> "Rate limit hit";
      case 131000 -> "Something went wrong";
      case MISSING_PARAM -> "Required parameter is missing";
      case INVALID_PARAM -> "Parameter value is not valid";
      case 131016 -> "Service unavailable";
      case 131026 -> "Message undeliverable";
      case 131048 -> "Spam rate limit hit";
      case 131049 -> "Message not delivered to maintain healthy ecosystem engagement";
      case 131050 -> "User has stopped receiving marketing messages from this business";
      case 131056 -> "Business account, consumer account pair rate limit hit";
      case PARAM_COUNT -> "Number of parameters does not match the expected number of params";
      case UNSENDABLE_TEMPLATE -> "Template name does not exist in the translation";
      case PARAM_FORMAT -> "Parameter format does not match";
      case PAUSED_TEMPLATE -> "Template is paused";
      case DISABLED_TEMPLATE -> "Template is disabled";
      default -> "Error";
    };
  }

  @Override
  public String toString() {
    return "MetaError[" + json.path("code") + "]";
  }
}
