package io.campaigndispatch.sandbox.gateway;

import io.campaigndispatch.sandbox.vendor.Answer;
import io.campaigndispatch.sandbox.wire.FieldCheck;
import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.Ids;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.PhoneDigits;
import io.campaigndispatch.sandbox.wire.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The gateway's two ways to send text: to a number ("Send Text Message") and inside a conversation
 * ("Send Message in Conversation").
 *
 * <p>The page's table lost the name of the field for the message's type, of which only {@code text}
 * is supported: each likely name is looked at. WhatsApp's 4,096 characters are enforced.
 */
final class SendText {
  /** International format, as the page shows it, with the plus sign; at most 15 digits (E.164). */
  static final Pattern NUMBER = Pattern.compile("\\+[1-9]\\d{7,14}");

  static final String NUMBER_RULE = "a number in international format, + and 8 to 15 digits";
  private static final List<String> TYPE_NAMES = List.of("type", "messageType", "message_type");

  private final Conversations conversations;
  private final Ids ids;

  SendText(Conversations conversations, Ids ids) {
    this.conversations = conversations;
    this.ids = ids;
  }

  /** Sends to a number. */
  Answer toNumber(@Nullable String workspace, ObjectNode body, Instant now) {
    FieldCheck check = new FieldCheck();
    String number = check.requiredForm(body, "", "phoneNumber", NUMBER, NUMBER_RULE);
    String content = content(check, body);
    JsonNode requestId = body.path("requestId");
    requestId(check, "", requestId);
    if (!check.passed()) {
      return invalid(check);
    }
    String digits = Objects.requireNonNull(PhoneDigits.of(number));
    long conversation = conversations.open(workspace, digits);
    ObjectNode reply = Json.object().put("success", true);
    ObjectNode data = reply.putObject("data");
    data.putObject("message")
        .put("message_id", ids.number())
        .put("conversation_id", conversation)
        .put("content", content)
        .put("message_type", "text")
        .put("direction", "outbound")
        .put("status", "sent")
        .put("created_at", now.truncatedTo(ChronoUnit.SECONDS).toString());
    ObjectNode about =
        data.putObject("conversation")
            .put("conversation_id", conversation)
            .put("phone_number", digits);
    if (FieldCheck.isAbsent(requestId)) {
      about.putNull("request_id");
    } else {
      about.set("request_id", requestId);
    }
    return Answer.accepted(HttpReply.json(200, reply), null);
  }

  /** Sends inside a conversation. */
  Answer inConversation(long conversation, ObjectNode body) {
    FieldCheck check = new FieldCheck();
    String content = content(check, body);
    if (!check.passed()) {
      return invalid(check);
    }
    ObjectNode reply = Json.object().put("success", true);
    reply
        .putObject("data")
        .put("message_id", ids.number())
        .put("conversation_id", conversation)
        .put("content", content)
        .put("status", "sent");
    return Answer.accepted(HttpReply.json(200, reply), null);
  }

  /** The optional link to a service request: an integer. */
  static void requestId(FieldCheck check, String path, JsonNode requestId) {
    if (!FieldCheck.isAbsent(requestId) && !requestId.isIntegralNumber()) {
      check.reject(path + "requestId", "an integer", requestId);
    }
  }

  static Answer invalid(FieldCheck check) {
    return Answer.refused(GatewayReplies.error(400, Problem.text(check.problems())));
  }

  private static String content(FieldCheck check, ObjectNode body) {
    for (String name : TYPE_NAMES) {
      JsonNode type = body.path(name);
      if (!FieldCheck.isAbsent(type) && !type.asString("").equals("text")) {
        check.reject(name, "text", type);
      }
    }
    return check.requiredContent(body, "content");
  }
}
