package io.campaigndispatch.dispatcher.vendor;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.VendorIds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one reply means for one request (reference: error taxonomy). */
public sealed interface Verdict {

  /** The vendor took it. */
  record Accepted(VendorIds ids) implements Verdict {}

  /**
   * The same message may succeed later; RETRY_SOON or RETRY_LATER.
   *
   * @param maxAttempts attempts this failure is worth, at most the workspace's own limit; at least
   *     1
   * @param atLast the failure's category once no attempt is left
   * @param vendor what it says of the vendor itself
   */
  record Retry(
      Failure failure, Backoff backoff, int maxAttempts, FailureCategory atLast, VendorState vendor)
      implements Verdict {

    /** Of a vendor that works, and whose failure stays what it is. */
    public Retry(Failure failure, Backoff backoff, int maxAttempts) {
      this(failure, backoff, maxAttempts, failure.category(), VendorState.WORKING);
    }
  }

  /** As the retry says, and until then nothing of what the hold names is sent. */
  record RetryHeld(Retry retry, Hold hold) implements Verdict {}

  /**
   * The vendor limits the workspace: it holds, the message waits, no attempt is used up.
   *
   * @param hold what the vendor asked for, clamped to sane bounds; null: our own doubling wait
   */
  record Throttled(Failure failure, @Nullable Duration hold) implements Verdict {}

  /** It waited too long to be written, and was not: it goes again as if nothing had happened. */
  record NotWritten() implements Verdict {}

  /**
   * Nothing of this workspace, or with this template, can be sent.
   *
   * @param lasts after which one message may probe whether it still holds; null: until a person or
   *     a change of what caused it ends it
   * @param longest a probe that fails the same way renews it for twice as long, at most this; at
   *     least {@code lasts}, null with it
   */
  record Hold(Failure failure, Scope scope, @Nullable Duration lasts, @Nullable Duration longest)
      implements Verdict {

    /** Renewed, it lasts as long again. */
    public Hold(Failure failure, Scope scope, @Nullable Duration lasts) {
      this(failure, scope, lasts, lasts);
    }

    /** What holds. */
    public enum Scope {
      WORKSPACE,
      TEMPLATE
    }
  }

  /**
   * Permanent, for this recipient, this request or everything with its template (by the failure's
   * category).
   */
  record Rejected(Failure failure) implements Verdict {}

  /** The vendor may have taken it. */
  record Uncertain(Failure failure) implements Verdict {}
}
