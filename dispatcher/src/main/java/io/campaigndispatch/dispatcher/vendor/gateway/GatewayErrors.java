package io.campaigndispatch.dispatcher.vendor.gateway;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.reply.BodyError;
import io.campaigndispatch.dispatcher.vendor.reply.HttpErrors;
import io.campaigndispatch.dispatcher.vendor.reply.MetaErrors;
import io.campaigndispatch.dispatcher.vendor.reply.Reading;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Throttle;
import io.campaigndispatch.model.workspace.Vendor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway's failures mean. It documents none, so: Meta's code wherever one is found, then
 * the status, then a few words, else the request is at fault.
 */
final class GatewayErrors {

  /** Words to look for, first match first; kept small on purpose. */
  private static final List<Map.Entry<String, Treatment>> WORDS =
      List.of(
          Map.entry("rate limit", new Throttle(null)),
          Map.entry("too many requests", new Throttle(null)),
          Map.entry("access token", Treatment.Pause.WORKSPACE),
          Map.entry("unauthorized", Treatment.Pause.WORKSPACE),
          Map.entry("template not found", Treatment.Pause.TEMPLATE),
          Map.entry("template name does not exist", Treatment.Pause.TEMPLATE),
          Map.entry("not approved", Treatment.Pause.TEMPLATE),
          Map.entry("undeliverable", Treatment.Reject.RECIPIENT),
          Map.entry("not on whatsapp", Treatment.Reject.RECIPIENT),
          Map.entry("not a whatsapp", Treatment.Reject.RECIPIENT),
          Map.entry("not a valid whatsapp", Treatment.Reject.RECIPIENT));

  private GatewayErrors() {}

  /** Of a 4xx or 5xx. */
  static Verdict verdict(Vendor vendor, Reading.Refusal refusal, Treatment missing) {
    return verdict(
        vendor, refusal.status(), refusal.kind(), refusal.error(), missing, refusal.retryAfter());
  }

  /** Of what failed within a 2xx. */
  static Verdict verdict(Vendor vendor, int status, JsonNode body, Treatment missing) {
    return verdict(vendor, status, HttpErrors.Body.JSON, BodyError.of(body), missing, null);
  }

  /**
   * @param status of the whole reply
   * @param missing what a 404 means at this endpoint
   * @param wait what the reply's headers ask for
   */
  private static Verdict verdict(
      Vendor vendor,
      int status,
      HttpErrors.Body body,
      BodyError error,
      Treatment missing,
      @Nullable Duration wait) {
    int code = error.number();
    boolean mirrorsStatus = code == status && !error.nested();
    Treatment meta = mirrorsStatus || code < 0 ? null : MetaErrors.of(vendor, code);
    if (meta != null) {
      return meta.heeding(wait).verdict(status, error);
    }
    int effective = status >= 400 ? status : code >= 400 && code < 600 ? code : 400;
    if (effective == 400 || effective == 404 || effective == 422) {
      Treatment otherwise = effective == 404 ? missing : Treatment.Reject.REQUEST;
      return byWords(error, otherwise).verdict(status, error);
    }
    return HttpErrors.verdict(vendor, status, effective, body, error, wait);
  }

  private static Treatment byWords(BodyError error, Treatment otherwise) {
    for (Map.Entry<String, Treatment> words : WORDS) {
      if (error.mentions(words.getKey())) {
        return words.getValue();
      }
    }
    return otherwise;
  }
}
