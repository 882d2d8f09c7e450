package io.campaigndispatch.dispatcher.vendor.reply;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.dispatcher.vendor.Verdict.Hold.Scope;
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

  /**
   * Sent again, at most {@code maxAttempts} times in all.
   *
   * @param atLast its category once no attempt is left
   * @param vendor what it says of the vendor itself
   */
  record Again(
      FailureCategory category,
      Backoff backoff,
      int maxAttempts,
      FailureCategory atLast,
      VendorState vendor)
      implements Treatment {

    /** Of a vendor that works. */
    public Again(FailureCategory category, Backoff backoff, int maxAttempts) {
      this(category, backoff, maxAttempts, category, VendorState.WORKING);
    }

    /** The same; when no attempt is left it is the request's own fault. */
    Again thenRequest() {
      return new Again(category, backoff, maxAttempts, FailureCategory.REQUEST, vendor);
    }

    /** The same of a vendor in this state. */
    Again of(VendorState state) {
      return new Again(category, backoff, maxAttempts, atLast, state);
    }
  }

  /** Sent again, and meanwhile something holds. */
  record AgainHeld(Again again, Pause pause) implements Treatment {}

  /**
   * The workspace holds.
   *
   * @param hold null: our own doubling wait
   */
  record Throttle(@Nullable Duration hold) implements Treatment {}

  /**
   * Nothing more of the workspace, or with the template, can be sent.
   *
   * @param lasts until a message may probe; null: until somebody ends it
   * @param longest of the doubling holds of probes that fail; null with {@code lasts}
   */
  record Pause(Scope scope, @Nullable Duration lasts, @Nullable Duration longest)
      implements Treatment {
    public static final Pause WORKSPACE = new Pause(Scope.WORKSPACE, null, null);
    public static final Pause TEMPLATE = new Pause(Scope.TEMPLATE, null, null);

    Verdict.Hold hold(Failure failure) {
      return new Verdict.Hold(failure, scope, lasts, longest);
    }
  }

  /** Permanent for the recipient, for the request, or for whatever is sent with the template. */
  enum Reject implements Treatment {
    RECIPIENT,
    REQUEST,
    TEMPLATE
  }

  /** It may have been taken. */
  enum Doubt implements Treatment {
    UNCERTAIN
  }

  /** Again with full-jitter back-off from a second up. */
  static Again soon(int maxAttempts) {
    return new Again(FailureCategory.RETRY_SOON, Backoff.Soon.JITTERED, maxAttempts);
  }

  /** RETRY_LATER is worth the whole budget of attempts (error taxonomy: attempt budget). */
  int LATER_ATTEMPTS = 6;

  /** Again after {@code delay}, doubling up to {@code cap}. */
  static Again later(Duration delay, Duration cap, int maxAttempts) {
    return new Again(FailureCategory.RETRY_LATER, new Backoff.Later(delay, cap), maxAttempts);
  }

  /** The outcome category that this treatment goes by. */
  default FailureCategory category() {
    return switch (this) {
      case Again(var category, _, _, _, _) -> category;
      case AgainHeld(var again, _) -> again.category();
      case Throttle _ -> FailureCategory.THROTTLED;
      case Pause pause ->
          switch (pause.scope()) {
            case WORKSPACE -> FailureCategory.WORKSPACE;
            case TEMPLATE -> FailureCategory.TEMPLATE;
          };
      case Reject.RECIPIENT -> FailureCategory.RECIPIENT;
      case Reject.REQUEST -> FailureCategory.REQUEST;
      case Reject.TEMPLATE -> FailureCategory.TEMPLATE;
      case Doubt.UNCERTAIN -> FailureCategory.UNCERTAIN;
    };
  }

  /**
   * The same, waiting as long as the reply's headers ask, where the wait is the vendor's to say.
   */
  default Treatment heeding(@Nullable Duration wait) {
    if (wait == null) {
      return this;
    }
    return switch (this) {
      case Throttle _ -> new Throttle(wait);
      case Again again when again.vendor() == VendorState.OVERLOADED ->
          new Again(
              again.category(),
              new Backoff.Soon(wait),
              again.maxAttempts(),
              again.atLast(),
              again.vendor());
      case Treatment other -> other;
    };
  }

  /** The verdict on a reply whose body said this; its code and words go into the failure. */
  default Verdict verdict(int status, BodyError error) {
    return verdict(status, error, List.of());
  }

  /** As {@link #verdict(int, BodyError)}, with the rules the vendor says were broken. */
  default Verdict verdict(int status, BodyError error, List<Violation> errors) {
    String code = error.code() == null ? FailureCode.http(status) : error.code();
    String remark =
        this instanceof Again again && again.vendor() == VendorState.FAILING
            ? " (it may have been sent)"
            : "";
    String said = Masking.maskBeside(remark, error.text());
    String otherwise = status < 400 ? "the vendor says it failed" : "the vendor answered " + status;
    String message = (said.isEmpty() ? otherwise : said) + remark;
    return verdict(new Failure(category(), code, status, message, errors));
  }

  /** The verdict with this failure, whose category must be ours. */
  default Verdict verdict(Failure failure) {
    return switch (this) {
      case Again again -> retry(again, failure);
      case AgainHeld(var again, var pause) ->
          new Verdict.RetryHeld(retry(again, failure), pause.hold(failure));
      case Throttle throttle -> new Verdict.Throttled(failure, throttle.hold());
      case Pause pause -> pause.hold(failure);
      case Reject _ -> new Verdict.Rejected(failure);
      case Doubt _ -> new Verdict.Uncertain(failure);
    };
  }

  private static Verdict.Retry retry(Again again, Failure failure) {
    return new Verdict.Retry(
        failure, again.backoff(), again.maxAttempts(), again.atLast(), again.vendor());
  }
}
