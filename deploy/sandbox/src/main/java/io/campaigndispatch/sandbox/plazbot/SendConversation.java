package io.campaigndispatch.sandbox.plazbot;

import io.campaigndispatch.sandbox.catalogue.Catalogue;
import io.campaigndispatch.sandbox.catalogue.TemplateLookup;
import io.campaigndispatch.sandbox.vendor.Answer;
import io.campaigndispatch.sandbox.wire.FieldCheck;
import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.Ids;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.Problem;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plazbot's send-conversation: a template to one number, in both dialects.
 *
 * <p>The field rules are the pages'. INVENTED: 8 as the fewest digits, how a mismatch of variables
 * is worded, 404 (not 400) for a template that is not approved, and 400 for one that is paused.
 */
final class SendConversation {
  private final Catalogue catalogue;

  SendConversation(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  Answer send(Dialect dialect, String workspace, ObjectNode body) {
    FieldCheck check = new FieldCheck();
    WorkspaceRule.check(check, body, workspace);
    String template = check.requiredText(body, "", "template");
    String destination =
        check.requiredForm(
            body, "", "destination", FieldCheck.DIGITS, "8 to 15 digits without symbols");
    Variables variables = Variables.read(check, body);
    boolean hasFile = dialect == Dialect.CURRENT && FileField.read(check, body.path("file"));
    String sendType = sendType(check, dialect, body);
    String campaignName = check.optionalText(body, "", "campaignName");
    if (!check.passed()) {
      return refused(400, "VALIDATION_ERROR", Problem.text(check.problems()));
    }
    return switch (catalogue.lookup(Vendor.PLAZBOT, workspace, template, null)) {
      case TemplateLookup.Missing _ ->
          refused(404, "TEMPLATE_NOT_FOUND", "Template not found: " + template);
      case TemplateLookup.Stopped _ ->
          refused(400, "TEMPLATE_NOT_ACTIVE", "Template is not active: " + template);
      case TemplateLookup.NeverFits _ ->
          mismatch(List.of(new Problem("variablesBody", "other variables", "these")));
      case TemplateLookup.Known(var known) -> {
        List<Problem> problems = variables.mismatches(known, hasFile);
        yield problems.isEmpty()
            ? accepted(dialect, workspace, template, destination, sendType, campaignName)
            : mismatch(problems);
      }
      case TemplateLookup.AsGiven _ ->
          accepted(dialect, workspace, template, destination, sendType, campaignName);
    };
  }

  private static String sendType(FieldCheck check, Dialect dialect, ObjectNode body) {
    JsonNode value = body.path(dialect.sendTypeField());
    if (FieldCheck.isAbsent(value)) {
      return dialect.defaultSendType();
    }
    if (value.isString() && value.stringValue().matches("[123]")) {
      return value.stringValue();
    }
    check.reject(dialect.sendTypeField(), "\"1\", \"2\" or \"3\"", value);
    return dialect.defaultSendType();
  }

  private static Answer accepted(
      Dialect dialect,
      String workspace,
      String template,
      String destination,
      String sendType,
      @Nullable String campaignName) {
    ObjectNode data = Json.object().put("contactId", Ids.stable("contact", workspace, destination));
    if (dialect == Dialect.CURRENT) {
      data.put("conversationId", Ids.stable("conversation", workspace, destination));
      data.putObject("details")
          .put("template", template)
          .put("destination", destination)
          .put("sendType", sendType)
          .put("campaignName", campaignName);
    }
    HttpReply reply = PlazbotReplies.ok("Conversation sent successfully.", data);
    return Answer.accepted(
        reply, Json.object().put("sendType", sendType).put("campaignName", campaignName));
  }

  private static Answer mismatch(List<Problem> problems) {
    return refused(
        400,
        "TEMPLATE_VARIABLES_MISMATCH",
        "Variables do not match the template: " + Problem.text(problems));
  }

  private static Answer refused(int status, String errorCode, String message) {
    return Answer.refused(PlazbotReplies.error(status, errorCode, message));
  }
}
