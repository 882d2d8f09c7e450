package io.campaigndispatch.dispatcher.core;

/**
 * When a campaign pauses itself.
 *
 * @param pauseAboveFailureRate of its finished requests, above 0; 1 and more: never
 * @param pauseAfter finished requests before its rate says anything, at least 1
 */
public record CampaignSettings(double pauseAboveFailureRate, int pauseAfter) {

  /** It never does. */
  public static final CampaignSettings DEFAULT = new CampaignSettings(1, 100);

  public CampaignSettings {
    if (!(pauseAboveFailureRate > 0)) {
      throw new IllegalArgumentException(
          "dispatch.campaigns.pause-above-failure-rate: expected above 0, received "
              + pauseAboveFailureRate);
    }
    if (pauseAfter < 1) {
      throw new IllegalArgumentException(
          "dispatch.campaigns.pause-after: expected at least 1, received " + pauseAfter);
    }
  }
}
