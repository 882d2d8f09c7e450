package io.campaigndispatch.sandbox.gateway;

import io.campaigndispatch.sandbox.catalogue.Catalogue;
import io.campaigndispatch.sandbox.catalogue.TemplateLookup;
import io.campaigndispatch.sandbox.catalogue.TemplateStatus;
import io.campaigndispatch.sandbox.catalogue.UnknownTemplateAnswer;
import io.campaigndispatch.sandbox.fault.Fault;
import io.campaigndispatch.sandbox.vendor.Answer;
import io.campaigndispatch.sandbox.vendor.Exchange;
import io.campaigndispatch.sandbox.wire.FieldCheck;
import io.campaigndispatch.sandbox.wire.HttpReply;
import io.campaigndispatch.sandbox.wire.Ids;
import io.campaigndispatch.sandbox.wire.Json;
import io.campaigndispatch.sandbox.wire.PhoneDigits;
import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The gateway's send-template: one template with one set of components to one or more recipients,
 * with a result for each. "Always true if the request was processed": the top-level {@code success}
 * does not tell whether anybody got it.
 *
 * <p>INVENTED: 400 for a malformed request as a whole, and everything about failed results (see
 * {@link MetaError}).
 */
final class SendTemplate {
  /** INVENTED: the page sets no limit to the recipients of a call. */
  static final int MAX_RECIPIENTS = 1_000;

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(_[A-Za-z]{2,4})?");

  private final Catalogue catalogue;
  private final Ids ids;

  SendTemplate(Catalogue catalogue, Ids ids) {
    this.catalogue = catalogue;
    this.ids = ids;
  }

  /**
   * Handles a call.
   *
   * @param withinRate takes one message from the workspace's ceiling, if it has one; false when it
   *     is reached
   */
  Answer send(Exchange exchange, ObjectNode body, BooleanSupplier withinRate) {
    FieldCheck check = new FieldCheck();
    String name = check.requiredText(body, "", "templateName");
    String language =
        check.requiredForm(body, "", "languageCode", LANGUAGE, "a code such as es, en or es_MX");
    Components components = Components.read(check, body.path("components"));
    JsonNode recipients = body.path("recipients");
    recipients(check, recipients);
    if (!check.passed()) {
      return SendText.invalid(check);
    }
    Optional<MetaError> forAll = Optional.empty();
    switch (catalogue.lookup(Vendor.GATEWAY, exchange.subject().workspace(), name, language)) {
      case TemplateLookup.Missing _ -> {
        String text = "Template " + name + " does not exist in " + language;
        if (catalogue.unknownTemplate() != UnknownTemplateAnswer.RESULTS) {
          boolean notFound = catalogue.unknownTemplate() == UnknownTemplateAnswer.NOT_FOUND;
          return Answer.refused(GatewayReplies.error(notFound ? 404 : 400, text));
        }
        forAll = Optional.of(MetaError.of(MetaError.UNSENDABLE_TEMPLATE, text));
      }
      case TemplateLookup.NeverFits _ -> {
        return Answer.refused(
            GatewayReplies.error(400, "Components do not match the template " + name));
      }
      case TemplateLookup.Stopped stopped ->
          forAll =
              Optional.of(
                  MetaError.of(
                      stopped.status() == TemplateStatus.PAUSED
                          ? MetaError.PAUSED_TEMPLATE
                          : MetaError.DISABLED_TEMPLATE));
      case TemplateLookup.Known(var known) -> forAll = TemplateFit.misfit(known, components);
      case TemplateLookup.AsGiven _ -> {}
    }
    return results(exchange, recipients, forAll, withinRate);
  }

  private static void recipients(FieldCheck check, JsonNode recipients) {
    if (!recipients.isArray() || recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
      check.reject("recipients", "an array of 1 to " + MAX_RECIPIENTS + " recipients", recipients);
      return;
    }
    for (int i = 0; i < recipients.size(); i++) {
      JsonNode recipient = recipients.path(i);
      String path = "recipients[" + i + "].";
      check.requiredForm(recipient, path, "phoneNumber", SendText.NUMBER, SendText.NUMBER_RULE);
      SendText.requestId(check, path, recipient.path("requestId"));
    }
  }

  private Answer results(
      Exchange exchange,
      JsonNode recipients,
      Optional<MetaError> forAll,
      BooleanSupplier withinRate) {
    List<ObjectNode> items = new ArrayList<>();
    int sent = 0;
    for (JsonNode recipient : recipients) {
      String number = recipient.path("phoneNumber").stringValue();
      String digits = PhoneDigits.of(number);
      Fault fault = digits == null ? null : exchange.recipientFaults().get(digits);
      Optional<MetaError> error = fault == null ? forAll : Optional.of(MetaError.of(fault));
      if (error.isEmpty() && !withinRate.getAsBoolean()) {
        error = Optional.of(MetaError.of(MetaError.THROUGHPUT));
      }
      ObjectNode item = Json.object().put("phoneNumber", number).put("success", error.isEmpty());
      if (error.isPresent()) {
        item.set("error", error.get().json());
      } else {
        item.putObject("data").putArray("messages").addObject().put("id", ids.wamid(digits));
        sent++;
      }
      items.add(item);
    }
    ObjectNode summary =
        Json.object()
            .put("total", items.size())
            .put("sent", sent)
            .put("failed", items.size() - sent);
    List<Answer.Result> results =
        items.stream()
            .map(
                item ->
                    new Answer.Result(
                        item.path("success").booleanValue(), reply(summary, List.of(item))))
            .toList();
    return new Answer(HttpReply.json(200, reply(summary, items)), sent > 0, null, results);
  }

  private static ObjectNode reply(ObjectNode summary, List<ObjectNode> items) {
    ObjectNode reply = Json.object().put("success", true);
    reply.set("summary", summary);
    reply.putArray("results").addAll(items);
    return reply;
  }
}
