package io.campaigndispatch.dispatcher.vendor.gateway;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.reply.BodyError;
import io.campaigndispatch.dispatcher.vendor.reply.HttpErrors;
import io.campaigndispatch.dispatcher.vendor.reply.Json;
import io.campaigndispatch.dispatcher.vendor.reply.Reading;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment;
import io.campaigndispatch.dispatcher.vendor.request.Calls;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Vendor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway answers to a template: one result per recipient, found by the digits of its
 * number. The overall {@code success} only says that the call was processed.
 */
final class TemplateReplies {

  private static final Pattern NOT_A_DIGIT = Pattern.compile("[^0-9]");

  private TemplateReplies() {}

  static List<Verdict> verdicts(
      Vendor vendor, List<SendRequest> requests, HttpReply reply, Consumer<String> alerts) {
    return switch (Reading.of(reply)) {
      case Reading.Decided(Verdict verdict) -> Collections.nCopies(requests.size(), verdict);
      case Reading.Refusal refusal ->
          Collections.nCopies(
              requests.size(), GatewayErrors.verdict(vendor, refusal, Treatment.Pause.TEMPLATE));
      case Reading.Success(int status, JsonNode body) when body.path("results").isArray() -> {
        checkSummary(body, alerts);
        yield each(vendor, requests, status, body.path("results"));
      }
      case Reading.Success(int status, JsonNode body) ->
          Collections.nCopies(requests.size(), withoutResults(vendor, status, body));
    };
  }

  private static Verdict withoutResults(Vendor vendor, int status, JsonNode body) {
    return Json.isFalse(body.path("success"))
        ? GatewayErrors.verdict(vendor, status, body, Treatment.Pause.TEMPLATE)
        : HttpErrors.badReply(status, "the reply has no results");
  }

  private static List<Verdict> each(
      Vendor vendor, List<SendRequest> requests, int status, JsonNode results) {
    Map<String, JsonNode> byDigits = byDigits(results);
    boolean onlyOne = requests.size() == 1 && results.size() == 1;
    List<Verdict> verdicts = new ArrayList<>(requests.size());
    for (SendRequest request : requests) {
      JsonNode result = byDigits.get(Calls.recipient(request).digits());
      if (result == null && onlyOne && digits(results.path(0)).isEmpty()) {
        result = results.path(0);
      }
      verdicts.add(
          result == null
              ? HttpErrors.badReply(status, "the reply has no result for this recipient")
              : verdict(vendor, status, result));
    }
    return Collections.unmodifiableList(verdicts);
  }

  /** Of two results for one number a success stays: what was sent is never sent again. */
  private static Map<String, JsonNode> byDigits(JsonNode results) {
    Map<String, JsonNode> byDigits = new HashMap<>();
    for (JsonNode result : results) {
      byDigits.merge(digits(result), result, (one, other) -> isSent(one) ? one : other);
    }
    return byDigits;
  }

  private static String digits(JsonNode result) {
    String number = Json.text(result.path("phoneNumber"));
    return number == null ? "" : NOT_A_DIGIT.matcher(number).replaceAll("");
  }

  private static boolean isSent(JsonNode result) {
    return Json.isTrue(result.path("success"));
  }

  private static Verdict verdict(Vendor vendor, int status, JsonNode result) {
    String wamid = Json.text(result.path("data").path("messages").path(0).path("id"));
    boolean unsaid = result.path("success").isMissingNode();
    if (isSent(result) || (unsaid && wamid != null)) {
      return new Verdict.Accepted(new VendorIds(null, null, null, wamid));
    }
    if (!Json.isFalse(result.path("success")) && BodyError.of(result).equals(BodyError.NONE)) {
      return HttpErrors.badReply(status, "the result does not say whether it was sent");
    }
    return GatewayErrors.verdict(vendor, status, result, Treatment.Pause.TEMPLATE);
  }

  /** The summary decides nothing; where it contradicts the results, a person should know. */
  private static void checkSummary(JsonNode body, Consumer<String> alerts) {
    JsonNode summary = body.path("summary");
    if (!summary.path("sent").isInt()) {
      return;
    }
    int claimed = summary.path("sent").intValue();
    int sent = 0;
    for (JsonNode result : body.path("results")) {
      sent += isSent(result) ? 1 : 0;
    }
    if (sent != claimed) {
      alerts.accept("gateway summary says " + claimed + " sent, its results " + sent);
    }
  }
}
