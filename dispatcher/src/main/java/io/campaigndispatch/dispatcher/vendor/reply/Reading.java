package io.campaigndispatch.dispatcher.vendor.reply;

import io.campaigndispatch.dispatcher.vendor.HttpReply;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Answered;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Lost;
import io.campaigndispatch.dispatcher.vendor.HttpReply.NotSent;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.workspace.Vendor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A reply, read as far as all vendors are alike.
 *
 * <pre>
 * nothing sent, reply lost, 1xx, 3xx, 2xx without a JSON object → Decided
 * 2xx with a JSON object                                       → Success
 * 4xx, 5xx                                                     → Refusal
 * </pre>
 */
public sealed interface Reading {

  /** The transport or the status line says it all. */
  record Decided(Verdict verdict) implements Reading {}

  /** A 2xx with a JSON object, which may still say that it failed. */
  record Success(int status, JsonNode body) implements Reading {}

  /**
   * A status from 400 to 599.
   *
   * @param body null when it is not a JSON object
   * @param kind what there was of a body
   * @param retryAfter what the headers ask for; null when they do not
   */
  record Refusal(
      int status,
      @Nullable JsonNode body,
      HttpErrors.Body kind,
      BodyError error,
      @Nullable Duration retryAfter)
      implements Reading {

    /** Whether this status decides: no code of Meta's says more. */
    public boolean isJudgedBy(int one) {
      return status == one && !error.isMetas();
    }

    /** What the generic table says. */
    public Verdict generic(Vendor vendor) {
      return HttpErrors.verdict(vendor, status, status, kind, error, retryAfter);
    }
  }

  /** Reads a reply. */
  static Reading of(HttpReply reply) {
    return switch (reply) {
      case NotSent notSent -> new Decided(HttpErrors.notSent(notSent));
      case Lost lost -> new Decided(HttpErrors.lost(lost));
      case Answered answered -> of(answered);
    };
  }

  private static Reading of(Answered reply) {
    int status = reply.status();
    if (status >= 300 && status < 400) {
      return new Decided(redirected(status));
    }
    if (status >= 400 && status < 600) {
      JsonNode body = Json.object(reply);
      BodyError error = body == null ? BodyError.NONE : BodyError.of(body);
      return new Refusal(status, body, kind(reply, body), error, RetryAfter.of(reply));
    }
    if (status < 200 || status >= 600) {
      return new Decided(HttpErrors.badReply(status, "the vendor answered " + status));
    }
    JsonNode body = Json.object(reply);
    return body == null ? new Decided(unreadable(reply)) : new Success(status, body);
  }

  private static HttpErrors.Body kind(Answered reply, @Nullable JsonNode body) {
    if (body != null) {
      return HttpErrors.Body.JSON;
    }
    return reply.body().length == 0 ? HttpErrors.Body.NONE : HttpErrors.Body.FOREIGN;
  }

  /** A POST's redirect is never followed; the configured base URL is wrong. */
  private static Verdict redirected(int status) {
    return Treatment.Pause.WORKSPACE.hold(
        new Failure(
            FailureCategory.WORKSPACE,
            FailureCode.http(status),
            status,
            "redirected; is the vendor's base-url right?",
            List.of()));
  }

  private static Verdict unreadable(Answered reply) {
    String why =
        reply.body().length == 0
            ? "accepted without a body"
            : reply.truncated() ? "the reply is too long" : "the reply is not a JSON object";
    return HttpErrors.badReply(reply.status(), why);
  }
}
