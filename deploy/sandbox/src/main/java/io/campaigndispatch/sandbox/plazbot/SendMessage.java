package io.campaigndispatch.sandbox.plazbot;

import io.campaigndispatch.sandbox.vendor.Answer;
import io.campaigndispatch.sandbox.wire.FieldCheck;
import io.campaigndispatch.sandbox.wire.Ids;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plazbot's send-message: free text to one number.
 *
 * <p>The page sets no limit to the text; WhatsApp's own 4,096 characters is enforced. Outside the
 * 24-hour window the page promises no error, so there is none.
 */
final class SendMessage {
  private final Ids ids;

  SendMessage(Ids ids) {
    this.ids = ids;
  }

  Answer send(String workspace, ObjectNode body) {
    FieldCheck check = new FieldCheck();
    WorkspaceRule.check(check, body, workspace);
    String content = check.requiredContent(body, "content");
    String phone =
        check.requiredForm(
            body, "", "recipientPhone", FieldCheck.DIGITS, "8 to 15 digits without symbols");
    check.textIfPresent(body, "", "contactId");
    String reference = check.optionalText(body, "", "externalReferenceId");
    String agent = check.optionalText(body, "", "agentSendedId");
    if (!check.passed()) {
      return Answer.refused(
          PlazbotReplies.error(400, "VALIDATION_ERROR", Problem.text(check.problems())));
    }
    String contactId = Ids.stable("contact", workspace, phone);
    ObjectNode data = Json.object().put("contactId", contactId);
    data.putObject("message")
        .put("id", ids.hex())
        .put("messageWhatsappId", ids.wamid(phone))
        .put("contactId", contactId)
        .put("content", content)
        .put("workspaceId", workspace)
        .put("recipientPhone", phone)
        .put("externalReferenceId", orEmpty(reference))
        .put("platformId", Ids.stable("platform", workspace, "whatsapp"))
        .put("answerAgentId", orEmpty(agent))
        .put("answerType", "API");
    return Answer.accepted(PlazbotReplies.ok("Message sent successfully.", data), null);
  }

  /** The page types these fields as strings, never null. */
  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
