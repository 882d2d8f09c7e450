package io.campaigndispatch.dispatcher.throttle;

import java.time.Duration;

/**
 * How many messages an unthrottled workspace sends in a second: in the last one that it sent in.
 */
final class ObservedRate {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private long secondBeganNanos;
  private long thisSecond;
  private long secondBefore;

  void sent(int messages, long nowNanos) {
    if (thisSecond == 0 || nowNanos - secondBeganNanos >= SECOND) {
      secondBefore = thisSecond;
      thisSecond = 0;
      secondBeganNanos = nowNanos;
    }
    thisSecond += messages;
  }

  /** The larger of the second that is going on and the one before it. */
  long perSecond() {
    return Math.max(thisSecond, secondBefore);
  }
}
