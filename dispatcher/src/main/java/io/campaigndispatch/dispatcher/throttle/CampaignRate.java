package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.dispatcher.throttle.BucketLevel.Tokens;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * A campaign's own bandwidth, beside those of its workspace. It starts empty whenever it is new,
 * changed or taken over: then no level need be kept for what users name. Owned by the core thread.
 */
public final class CampaignRate {

  private static final double NEAR_SECONDS = 0.25;
  private static final long AHEAD_NANOS = Duration.ofSeconds(1).toNanos();

  private final PacedBucket bucket;

  public CampaignRate(TimeMeter clock, Bandwidth bandwidth) {
    this.bucket = new PacedBucket(new AdaptiveRate(clock), new Tokens(bandwidth, 0), 0);
  }

  public Bandwidth bandwidth() {
    return bucket.bandwidth();
  }

  public boolean hasToken() {
    return bucket.available() > 0;
  }

  /**
   * Messages that may be called for within a moment: what is there, and one at least a second
   * ahead.
   */
  public int near() {
    double soon = bucket.available() + bandwidth().perSecond() * NEAR_SECONDS;
    return soon < 1 && nanosToWait() <= AHEAD_NANOS ? 1 : (int) soon;
  }

  /** Takes one token, which is there. */
  public void take() {
    bucket.take(1);
  }

  /** Nanoseconds until there is a token; 0 when there is one. */
  public long nanosToWait() {
    return bucket.nanosToWait();
  }
}
