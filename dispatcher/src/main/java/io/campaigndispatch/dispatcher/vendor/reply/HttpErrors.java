package io.campaigndispatch.dispatcher.vendor.reply;

import static io.campaigndispatch.dispatcher.vendor.reply.Treatment.SOON_ATTEMPTS;

import io.campaigndispatch.dispatcher.vendor.HttpReply.Lost;
import io.campaigndispatch.dispatcher.vendor.HttpReply.NotSent;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Doubt;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Pause;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Reject;
import io.campaigndispatch.dispatcher.vendor.reply.Treatment.Throttle;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.workspace.Vendor;
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
              Treatment.soon(SOON_ATTEMPTS).of(VendorState.UNREACHABLE),
              FailureCode.CONNECT,
              "no connection",
              reply.detail());
      case OURS ->
          unread(
              Treatment.soon(SOON_ATTEMPTS).of(VendorState.UNKNOWN),
              FailureCode.CONNECT,
              "not sent",
              reply.detail());
      case TLS ->
          unread(
              Treatment.later(TLS_DELAY, TLS_CAP, SOON_ATTEMPTS).of(VendorState.UNTRUSTED),
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
    String lead = what + ": ";
    String message = detail.isBlank() ? what : lead + Masking.maskBeside(lead, detail);
    return treatment.verdict(Failure.of(treatment.category(), code, message));
  }

  /** A reply that tells nothing: it may have been taken. */
  public static Verdict badReply(int status, String why) {
    return new Verdict.Uncertain(
        new Failure(FailureCategory.UNCERTAIN, FailureCode.BAD_REPLY, status, why, List.of()));
  }

  /**
   * The verdict on a failure for which the vendor has no rule of its own: Meta's, when its code is
   * unmistakable, else the status's.
   *
   * @param status of the reply
   * @param judgedAs the row to go by, from 400 up: the status itself, or the one that the body of a
   *     2xx names
   * @param body what there was of one
   * @param wait what {@link RetryAfter} read
   */
  public static Verdict verdict(
      Vendor vendor,
      int status,
      int judgedAs,
      Body body,
      BodyError error,
      @Nullable Duration wait) {
    Treatment metas = error.isMetas() ? MetaErrors.of(vendor, error.number()) : null;
    if (metas != null) {
      return metas.heeding(wait).verdict(status, error);
    }
    if (judgedAs == 409 && error.mentions("duplicate")) {
      return new Verdict.Accepted(VendorIds.NONE);
    }
    return treatment(vendor, judgedAs, body, error).heeding(wait).verdict(status, error);
  }

  /** What a reply carried. */
  public enum Body {
    /** Nothing. */
    NONE,
    /** Something that is not a JSON object, such as a page. */
    FOREIGN,
    JSON
  }

  /** The row for a status from 400 up. */
  private static Treatment treatment(Vendor vendor, int status, Body body, BodyError error) {
    return switch (status) {
      case 401, 402 -> Pause.WORKSPACE;
      // A page instead of the vendor's answer: what refuses stands in front of it, for everybody.
      case 403 ->
          body == Body.FOREIGN
              ? Treatment.soon(SOON_ATTEMPTS).of(VendorState.UNREACHABLE)
              : Pause.WORKSPACE;
      case 408, 425 -> Treatment.soon(SOON_ATTEMPTS);
      case 429 -> new Throttle(null);
      case 502, 504 ->
          switch (vendor.faults().onBadGateway()) {
            case UNCERTAIN -> Doubt.UNCERTAIN;
            case RETRY -> Treatment.soon(SOON_ATTEMPTS).of(VendorState.FAILING);
          };
      case 503 -> Treatment.soon(SOON_ATTEMPTS).of(VendorState.OVERLOADED);
      default -> {
        if (status < 500) {
          yield Reject.REQUEST;
        }
        // Only the vendor itself knows that it failed.
        yield error.envelope()
            ? Treatment.soon(SERVER_ERROR_ATTEMPTS).of(VendorState.FAILING)
            : Doubt.UNCERTAIN;
      }
    };
  }
}
