package io.campaigndispatch.dispatcher.vendor.plazbot;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.reply.BodyError;
import io.campaigndispatch.dispatcher.vendor.reply.HttpErrors;
import io.campaigndispatch.dispatcher.vendor.reply.Json;
import io.campaigndispatch.dispatcher.vendor.reply.Reading;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.Message;
import io.campaigndispatch.model.send.TemplateMessage;
import io.campaigndispatch.model.send.TextMessage;
import io.campaigndispatch.model.workspace.Vendor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Plazbot's replies mean: {@code {success, message, code, data}}, where the code mirrors HTTP
 * and a failure may come inside a 200.
 */
final class PlazbotReplies {

  private PlazbotReplies() {}

  static Verdict verdict(Vendor vendor, Message message, HttpReply reply) {
    return switch (Reading.of(reply)) {
      case Reading.Decided(Verdict verdict) -> verdict;
      case Reading.Refusal refusal when refusal.isJudgedBy(404) ->
          missing(message, refusal.status(), refusal.error());
      case Reading.Refusal refusal -> refusal.generic(vendor);
      case Reading.Success(int status, JsonNode body) -> answered(vendor, message, status, body);
    };
  }

  private static Verdict answered(Vendor vendor, Message message, int status, JsonNode body) {
    int code = httpCode(body);
    if (Json.isTrue(body.path("success"))) {
      return code < 300
          ? new Verdict.Accepted(ids(body.path("data")))
          : HttpErrors.badReply(status, "success, but with code " + code);
    }
    if (!Json.isFalse(body.path("success"))) {
      return HttpErrors.badReply(status, "the reply does not say whether it succeeded");
    }
    BodyError error = BodyError.of(body);
    if (code == 404 && !error.isMetas()) {
      return missing(message, status, error);
    }
    // It says that it failed, and no more: the request is at fault.
    int judgedAs = code < 400 ? 400 : code;
    return HttpErrors.verdict(vendor, status, judgedAs, HttpErrors.Body.JSON, error, null);
  }

  /** The body's {@code code} as an HTTP status; 0 when it is none. */
  private static int httpCode(JsonNode body) {
    String code = Json.text(body.path("code"));
    int number = new BodyError(code, "", true, false).number();
    return number >= 100 && number <= 599 ? number : 0;
  }

  /**
   * 404 means another thing at each endpoint: the template of a conversation, the workspace or a
   * related resource of a message.
   */
  private static Verdict missing(Message message, int status, BodyError error) {
    Treatment treatment =
        switch (message) {
          case TemplateMessage _ -> Treatment.Pause.TEMPLATE;
          case TextMessage _ ->
              error.mentions("workspace") ? Treatment.Pause.WORKSPACE : Treatment.Reject.REQUEST;
        };
    return treatment.verdict(status, error);
  }

  private static VendorIds ids(JsonNode data) {
    JsonNode message = data.path("message");
    return new VendorIds(
        Json.text(message.path("id")),
        first(Json.text(data.path("contactId")), Json.text(message.path("contactId"))),
        Json.text(data.path("conversationId")),
        Json.text(message.path("messageWhatsappId")));
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }
}
