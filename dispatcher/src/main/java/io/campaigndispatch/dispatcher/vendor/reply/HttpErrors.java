package io.campaigndispatch.dispatcher.vendor.reply;

import static io.campaigndispatch.dispatcher.vendor.reply.Treatment.SOON_ATTEMPTS;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.HttpReply.Lost;
import io.campaigndispatch.dispatcher.vendor.HttpReply.NotSent;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Again;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Doubt;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Pause;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Reject;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Throttle;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.VendorIds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generic transport and HTTP rows of the error taxonomy, for whatever a vendor's own rules do
 * not decide.
 */
public final class HttpErrors {

  /** A 500 with the vendor's own error body: it may have sent before it failed, so only thrice. */
  private static final int SERVER_ERROR_ATTEMPTS = 3;

  private static final Duration TLS_DELAY = Duration.ofMinutes(5);
  private static final Duration TLS_CAP = Duration.ofMinutes(15);

  private HttpErrors() {}

  /** The vendor saw nothing of it. A TLS fault takes a person, so it is tried far less often. */
  public static Verdict notSent(NotSent reply) {
    return switch (reply.cause()) {
      case CONNECT ->
          unread(
              Treatment.soon(SOON_ATTEMPTS), FailureCode.CONNECT, "no connection", reply.detail());
      case TLS ->
          unread(
              Treatment.later(TLS_DELAY, TLS_CAP, SOON_ATTEMPTS),
              FailureCode.CONNECT,
              "TLS handshake failed",
              reply.detail());
      case LATE -> new Verdict.NotWritten();
    };
  }

  /** The vendor may have acted on it. */
  public static Verdict lost(Lost reply) {
    return switch (reply.cause()) {
      case TIMEOUT ->
          unread(Doubt.UNCERTAIN, FailureCode.TIMEOUT, "no reply in time", reply.detail());
      case RESET -> unread(Doubt.UNCERTAIN, FailureCode.RESET, "connection lost", reply.detail());
      case GARBAGE ->
          unread(Doubt.UNCERTAIN, FailureCode.BAD_REPLY, "not an HTTP reply", reply.detail());
    };
  }

  private static Verdict unread(Treatment treatment, String code, String what, String detail) {
    String message = detail.isBlank() ? what : what + ": " + Masking.mask(detail);
    return treatment.verdict(Failure.of(treatment.category(), code, message));
  }

  /** A reply that tells nothing: it may have been taken. */
  public static Verdict badReply(int status, String why) {
    return new Verdict.Uncertain(
        new Failure(FailureCategory.UNCERTAIN, FailureCode.BAD_REPLY, status, why, List.of()));
  }

  /**
   * The verdict on a failure for which the vendor has no rule of its own.
   *
   * @param status of the reply
   * @param judgedAs the row to go by, from 400 up: the status itself, or the one that the body of a
   *     2xx names
   * @param wait what {@link RetryAfter} read
   */
  public static Verdict verdict(
      int status, int judgedAs, BodyError error, @Nullable Duration wait) {
    if (judgedAs == 409 && error.mentions("duplicate")) {
      return new Verdict.Accepted(VendorIds.NONE);
    }
    return treatment(judgedAs, error.envelope(), wait).verdict(status, error);
  }

  /**
   * The row for a status from 400 up.
   *
   * @param envelope the body is the vendor's own error, so the vendor itself knows that it failed
   */
  static Treatment treatment(int status, boolean envelope, @Nullable Duration wait) {
    return switch (status) {
      case 401, 402, 403 -> Pause.WORKSPACE;
      case 408, 425 -> Treatment.soon(SOON_ATTEMPTS);
      case 429 -> new Throttle(wait);
      case 502, 504 -> Doubt.UNCERTAIN;
      case 503 -> new Again(FailureCategory.RETRY_SOON, new Backoff.Soon(wait), SOON_ATTEMPTS);
      default -> {
        if (status < 500) {
          yield Reject.REQUEST;
        }
        yield envelope ? Treatment.soon(SERVER_ERROR_ATTEMPTS) : Doubt.UNCERTAIN;
      }
    };
  }
}
