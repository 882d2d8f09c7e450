package io.campaigndispatch.dispatcher.vendor.reply;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Violation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a message that met an error: the right-hand side of the error tables. */
public sealed interface Treatment {

  /** RETRY_SOON is worth this many attempts unless a table says otherwise. */
  int SOON_ATTEMPTS = 5;

  /** Sent again, at most {@code maxAttempts} times in all. */
  record Again(FailureCategory category, Backoff backoff, int maxAttempts) implements Treatment {}

  /**
   * The workspace holds.
   *
   * @param hold null: our own doubling wait
   */
  record Throttle(@Nullable Duration hold) implements Treatment {}

  /** Nothing more of the workspace, or with the template, can be sent. */
  enum Pause implements Treatment {
    WORKSPACE,
    TEMPLATE
  }

  /** Permanent for the recipient, or for the request. */
  enum Reject implements Treatment {
    RECIPIENT,
    REQUEST
  }

  /** It may have been taken. */
  enum Doubt implements Treatment {
    UNCERTAIN
  }

  /** Again with full-jitter back-off from a second up. */
  static Treatment soon(int maxAttempts) {
    return new Again(FailureCategory.RETRY_SOON, Backoff.Soon.JITTERED, maxAttempts);
  }

  /** Again after {@code delay}, doubling up to {@code cap}. */
  static Treatment later(Duration delay, Duration cap, int maxAttempts) {
    return new Again(FailureCategory.RETRY_LATER, new Backoff.Later(delay, cap), maxAttempts);
  }

  /** The outcome category that this treatment goes by. */
  default FailureCategory category() {
    return switch (this) {
      case Again(FailureCategory category, Backoff _, int _) -> category;
      case Throttle _ -> FailureCategory.THROTTLED;
      case Pause.WORKSPACE -> FailureCategory.WORKSPACE;
      case Pause.TEMPLATE -> FailureCategory.TEMPLATE;
      case Reject.RECIPIENT -> FailureCategory.RECIPIENT;
      case Reject.REQUEST -> FailureCategory.REQUEST;
      case Doubt.UNCERTAIN -> FailureCategory.UNCERTAIN;
    };
  }

  /** The verdict on a reply whose body said this; its code and words go into the failure. */
  default Verdict verdict(int status, BodyError error) {
    return verdict(status, error, List.of());
  }

  /** As {@link #verdict(int, BodyError)}, with the rules the vendor says were broken. */
  default Verdict verdict(int status, BodyError error, List<Violation> errors) {
    String code = error.code() == null ? FailureCode.http(status) : error.code();
    String said = Masking.mask(error.text());
    String otherwise = status < 400 ? "the vendor says it failed" : "the vendor answered " + status;
    String message = said.isEmpty() ? otherwise : said;
    return verdict(new Failure(category(), code, status, message, errors));
  }

  /** The verdict with this failure, whose category must be ours. */
  default Verdict verdict(Failure failure) {
    return switch (this) {
      case Again again -> new Verdict.Retry(failure, again.backoff(), again.maxAttempts());
      case Throttle throttle -> new Verdict.Throttled(failure, throttle.hold());
      case Pause _ -> new Verdict.Hold(failure);
      case Reject _ -> new Verdict.Rejected(failure);
      case Doubt _ -> new Verdict.Uncertain(failure);
    };
  }
}
