package io.campaigndispatch.dispatcher.vendor;

import java.util.List;

/** What the end of a call says of the vendor itself, beside what it says of the message. */
public enum VendorState {
  /** It works: a failure is the message's or the workspace's. */
  WORKING,
  /** It says that it is overloaded or away for now, and took nothing. */
  OVERLOADED,
  /** It failed on its own, or did not answer: it may have taken the message. */
  FAILING,
  /** It was not reached, or something in front of it refuses everybody; it took nothing. */
  UNREACHABLE,
  /** Its certificate or handshake cannot be trusted; it took nothing. */
  UNTRUSTED,
  /** Nothing: the fault is ours, or the answer cannot be read. */
  UNKNOWN;

  /** Whether it is certain that a vendor in this state took nothing. */
  public boolean tookNothing() {
    return this == OVERLOADED || this == UNREACHABLE || this == UNTRUSTED;
  }

  /** What a call says that ended with these verdicts, one for each of its requests. */
  public static VendorState of(List<Verdict> verdicts) {
    VendorState state = UNKNOWN;
    for (Verdict verdict : verdicts) {
      VendorState one = of(verdict);
      if (one == WORKING) {
        return WORKING;
      }
      state = one == UNKNOWN ? state : one;
    }
    return state;
  }

  private static VendorState of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted _,
          Verdict.Throttled _,
          Verdict.RetryHeld _,
          Verdict.Hold _,
          Verdict.Rejected _ ->
          WORKING;
      case Verdict.Retry retry -> retry.vendor();
      case Verdict.NotWritten _ -> UNKNOWN;
      case Verdict.Uncertain(var failure) -> {
        Integer status = failure.httpStatus();
        yield status == null || status >= 500 ? FAILING : UNKNOWN;
      }
    };
  }
}
