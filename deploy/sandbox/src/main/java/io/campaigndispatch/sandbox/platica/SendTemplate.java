package io.campaigndispatch.sandbox.platica;

import io.campaigndispatch.sandbox.catalogue.Catalogue;
import io.campaigndispatch.sandbox.catalogue.TemplateLookup;
import io.campaigndispatch.sandbox.catalogue.Tenant;
import io.campaigndispatch.sandbox.vendor.Answer;
import io.campaigndispatch.sandbox.wire.FieldCheck;
import io.campaigndispatch.sandbox.wire.Ids;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.Problem;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Platica's send-template: one template to one number.
 *
 * <p>Fields first (body 2, all at once), then channel (404, or 403 when it is another key's), then
 * template (404, 422 when it is paused: INVENTED), then the payload against the template (body 1,
 * all at once).
 */
final class SendTemplate {
  /** An internal channel id or the sender's number; a number has no plus sign. */
  private static final Pattern CHANNEL = Pattern.compile("[^+\\s]\\S{0,127}");

  private final Catalogue catalogue;
  private final Ids ids;

  SendTemplate(Catalogue catalogue, Ids ids) {
    this.catalogue = catalogue;
    this.ids = ids;
  }

  Answer send(ObjectNode body, String token, Instant now) {
    FieldCheck check = new FieldCheck();
    String channelId =
        check.requiredForm(
            body, "", "channelId", CHANNEL, "a channel id or a number in E.164 format without +");
    check.requiredForm(
        body, "", "conversationId", FieldCheck.DIGITS, "a number in E.164 format without +");
    String campaignId = check.optionalText(body, "", "campaignId");
    check.textIfPresent(body, "", "responderAgentId");
    JsonNode payload = body.path("template");
    String template = check.requiredText(payload, "template.", "name");
    Timing timing = Timing.read(check, body, now);
    Optional<Tenant> channel = catalogue.tenant(Vendor.PLATICA, channelId);
    ClientRules.check(check, body, channel.map(SendTemplate::customFields).orElse(null));
    if (!check.passed()) {
      return refused(400, Problem.text(check.problems()));
    }
    if (channel.isEmpty()) {
      return refused(404, "Channel not found");
    }
    String owner = channel.get().token();
    if (owner != null && !owner.equals(token)) {
      return refused(403, "The API key has no access to this channel");
    }
    return switch (catalogue.lookup(Vendor.PLATICA, channelId, template, null)) {
      case TemplateLookup.Missing _ -> refused(404, "Template not found: " + template);
      case TemplateLookup.Stopped _ -> refused(422, "Template cannot be sent now: " + template);
      case TemplateLookup.NeverFits _ -> mismatch(template, TemplateRules.neverFits(payload));
      case TemplateLookup.Known(var known) ->
          checked(template, TemplateRules.check(payload, known), timing, campaignId, now);
      case TemplateLookup.AsGiven _ ->
          checked(template, TemplateRules.check(payload, null), timing, campaignId, now);
    };
  }

  private Answer checked(
      String template,
      TemplateErrors errors,
      Timing timing,
      @Nullable String campaignId,
      Instant now) {
    if (!errors.isEmpty()) {
      return mismatch(template, errors);
    }
    ObjectNode recorded = Json.object().put("campaignId", campaignId == null ? "api" : campaignId);
    return Answer.accepted(PlaticaReplies.accepted("msg_" + ids.hex(), timing, now), recorded);
  }

  private static @Nullable Set<String> customFields(Tenant tenant) {
    return tenant.customFields();
  }

  private static Answer mismatch(String template, TemplateErrors errors) {
    return Answer.refused(PlaticaReplies.mismatch(template, errors.json()));
  }

  private static Answer refused(int status, String details) {
    return Answer.refused(PlaticaReplies.error(status, details));
  }
}
