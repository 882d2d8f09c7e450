package io.campaigndispatch.dispatcher.vendor.gateway;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.reply.HttpErrors;
import io.campaigndispatch.dispatcher.vendor.reply.Json;
import io.campaigndispatch.dispatcher.vendor.reply.Reading;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.Vendor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway answers to a text: ids under {@code data.message} when sent to a number, under
 * {@code data} when sent inside a conversation.
 */
final class TextReplies {

  private TextReplies() {}

  static Verdict verdict(Vendor vendor, TextMessage text, HttpReply reply) {
    return switch (Reading.of(reply)) {
      case Reading.Decided(Verdict verdict) -> verdict;
      case Reading.Refusal refusal ->
          GatewayErrors.verdict(vendor, refusal, Treatment.Reject.REQUEST);
      case Reading.Success(int status, JsonNode body) -> answered(vendor, text, status, body);
    };
  }

  private static Verdict answered(Vendor vendor, TextMessage text, int status, JsonNode body) {
    JsonNode data = body.path("data");
    JsonNode message = data.path("message").isObject() ? data.path("message") : data;
    boolean failed = "failed".equalsIgnoreCase(Json.text(message.path("status")));
    if (Json.isFalse(body.path("success")) || failed) {
      return GatewayErrors.verdict(vendor, status, body, Treatment.Reject.REQUEST);
    }
    if (!Json.isTrue(body.path("success"))) {
      return HttpErrors.badReply(status, "the reply does not say whether it succeeded");
    }
    String conversation =
        first(
            Json.text(message.path("conversation_id")),
            Json.text(data.path("conversation").path("conversation_id")));
    return new Verdict.Accepted(
        new VendorIds(
            Json.text(message.path("message_id")),
            null,
            first(conversation, text.conversationId()),
            null));
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }
}
