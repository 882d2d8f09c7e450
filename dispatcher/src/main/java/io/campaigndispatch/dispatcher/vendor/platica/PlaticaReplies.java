package io.campaigndispatch.dispatcher.vendor.platica;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.reply.BodyError;
import io.campaigndispatch.dispatcher.vendor.reply.HttpErrors;
import io.campaigndispatch.dispatcher.vendor.reply.Json;
import io.campaigndispatch.dispatcher.vendor.reply.Masking;
import io.campaigndispatch.dispatcher.vendor.reply.Reading;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.outcome.Violation;
import io.campaigndispatch.model.workspace.Vendor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Platica's replies mean. It has two bodies for a 400: template faults with {@code errors[]},
 * and {@code {code, error, details}} for everything else.
 */
final class PlaticaReplies {

  private static final int MAX_VIOLATIONS = 50;

  private PlaticaReplies() {}

  static Verdict verdict(Vendor vendor, HttpReply reply) {
    return switch (Reading.of(reply)) {
      case Reading.Decided(Verdict verdict) -> verdict;
      case Reading.Refusal refusal when refusal.isJudgedBy(400) || refusal.isJudgedBy(422) ->
          invalid(refusal.status(), refusal.body(), refusal.error());
      case Reading.Refusal refusal when refusal.isJudgedBy(404) ->
          missing(refusal.status(), refusal.error());
      case Reading.Refusal refusal -> refusal.generic(vendor);
      case Reading.Success(int status, JsonNode body) -> answered(vendor, status, body);
    };
  }

  /** The success status is not documented: any 2xx with the message's id is one. */
  private static Verdict answered(Vendor vendor, int status, JsonNode body) {
    String messageId = Json.text(body.path("messageId"));
    if (messageId != null) {
      return new Verdict.Accepted(new VendorIds(messageId, null, null, null));
    }
    BodyError error = BodyError.of(body);
    int code = error.number();
    if (code == 400 || code == 422) {
      return invalid(status, body, error);
    }
    if (code == 404) {
      return missing(status, error);
    }
    return (code > 400 && code < 600) || error.isMetas()
        ? HttpErrors.verdict(vendor, status, code, HttpErrors.Body.JSON, error, null)
        : HttpErrors.badReply(status, "the reply has no messageId");
  }

  private static Verdict invalid(int status, @Nullable JsonNode body, BodyError error) {
    List<Violation> violations = body == null ? List.of() : violations(body.path("errors"));
    return treatment(violations, error).verdict(status, error, violations);
  }

  /**
   * Wrong values are this request's fault, whatever else is wrong with it; a header the template
   * does not have, or a template that does not exist, would meet every other request too.
   */
  private static Treatment treatment(List<Violation> violations, BodyError error) {
    boolean ofTemplate = false;
    for (Violation violation : violations) {
      boolean type = violation.field().startsWith("template.type");
      boolean file = violation.field().startsWith("template.file");
      if (!type && !file && !violation.field().matches("template(\\.name)?")) {
        return Treatment.Reject.REQUEST;
      }
      ofTemplate = true;
    }
    boolean notFound = error.mentions("template") && error.mentions("not found");
    return ofTemplate || notFound ? Treatment.Pause.TEMPLATE : Treatment.Reject.REQUEST;
  }

  private static Verdict missing(int status, BodyError error) {
    Treatment treatment =
        error.mentions("channel") ? Treatment.Pause.WORKSPACE : Treatment.Pause.TEMPLATE;
    return treatment.verdict(status, error);
  }

  private static List<Violation> violations(JsonNode errors) {
    List<Violation> violations = new ArrayList<>();
    if (!errors.isArray()) {
      return violations;
    }
    for (JsonNode error : errors) {
      if (error.isObject() && violations.size() < MAX_VIOLATIONS) {
        violations.add(
            new Violation(
                shown(error.path("field"), ""),
                shown(error.path("message"), ""),
                said(error.path("expected")),
                said(error.path("received"))));
      }
    }
    return violations;
  }

  private static String shown(JsonNode node, String otherwise) {
    String text = said(node);
    return text == null ? otherwise : text;
  }

  private static @Nullable String said(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return null;
    }
    return Masking.mask(node.isString() ? node.stringValue() : node.toString());
  }
}
