package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When what is open will have been sent, if things go on as they do. */
sealed interface Eta {

  /** Nothing is open. */
  record Nothing() implements Eta {}

  /**
   * @param inSeconds from now, at least 1
   */
  record In(long inSeconds) implements Eta {}

  /** It waits for somebody, or for its time: no rate says when that is. */
  record Blocked(WaitReason by) implements Eta {}

  /** It could be sent, but nothing was lately. */
  record NoRate() implements Eta {}

  /** From now; null when there is nothing to wait for or it cannot be told. */
  default @Nullable Long seconds() {
    return this instanceof In(long seconds) ? (Long) seconds : null;
  }

  /** Null unless that is why it cannot be told. */
  default @Nullable WaitReason blockedBy() {
    return this instanceof Blocked(WaitReason by) ? by : null;
  }

  /**
   * What there is to send.
   *
   * @param open requests
   * @param perSecond sent lately
   * @param throttle what nothing can be faster than
   */
  record Work(long open, double perSecond, List<Bandwidth> throttle, WaitReason waitsFor) {}

  static Eta of(Work work) {
    if (work.open() <= 0) {
      return new Nothing();
    }
    if (isBlocked(work.waitsFor())) {
      return new Blocked(work.waitsFor());
    }
    double least = work.throttle().stream().mapToDouble(one -> atLeast(work, one)).max().orElse(0);
    if (work.perSecond() > 0) {
      return in(Math.max(least, work.open() / work.perSecond()));
    }
    // A message a minute shows no speed in most windows of ten seconds.
    return work.waitsFor() == WaitReason.TOKENS && least > 0 ? in(least) : new NoRate();
  }

  private static Eta in(double seconds) {
    return new In(Math.max(1, (long) Math.ceil(seconds)));
  }

  /** Seconds, if the bucket is full now: a daily limit stops what runs at full speed before it. */
  private static double atLeast(Work work, Bandwidth limit) {
    long beyondBurst = Math.max(0, work.open() - limit.burst());
    return beyondBurst / limit.perSecond();
  }

  private static boolean isBlocked(WaitReason reason) {
    return switch (reason) {
      case CAMPAIGN_PAUSED,
          TEMPLATE_HELD,
          WORKSPACE_HELD,
          NOT_DUE,
          BREAKER_OPEN,
          OUTCOMES_BLOCKED ->
          true;
      case NONE, TOKENS, VENDOR_THROTTLED, NO_PERMIT, RECIPIENT_BUSY -> false;
    };
  }
}
