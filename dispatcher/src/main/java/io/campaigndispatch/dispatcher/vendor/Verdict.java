package io.campaigndispatch.dispatcher.vendor;

import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.model.outcome.Failure;
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
   */
  record Retry(Failure failure, Backoff backoff, int maxAttempts) implements Verdict {}

  /**
   * The vendor limits the workspace: it holds, the message waits, no attempt is used up.
   *
   * @param hold what the vendor asked for, clamped to sane bounds; null: our own doubling wait
   */
  record Throttled(Failure failure, @Nullable Duration hold) implements Verdict {}

  /** It waited too long to be written, and was not: it goes again as if nothing had happened. */
  record NotWritten() implements Verdict {}

  /** Nothing of this workspace, or with this template (by the failure's category), can be sent. */
  record Hold(Failure failure) implements Verdict {}

  /** Permanent, for this recipient or this request (by the failure's category). */
  record Rejected(Failure failure) implements Verdict {}

  /** The vendor may have taken it. */
  record Uncertain(Failure failure) implements Verdict {}
}
