package io.campaigndispatch.dispatcher.throttle;

import io.campaigndispatch.dispatcher.throttle.BucketLevel.Tokens;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.github.bucket4j.TimeMeter;

/**
 * A campaign's own bandwidth, beside those of its workspace. It starts empty whenever it is new,
 * changed or taken over: then no level need be kept for what users name. Owned by the core thread.
 */
public final class CampaignRate {

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

  /** Takes one token, which is there. */
  public void take() {
    bucket.take(1);
  }

  /** Nanoseconds until there is a token; 0 when there is one. */
  public long nanosToWait() {
    return bucket.nanosToWait();
  }
}
