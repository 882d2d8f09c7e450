package io.campaigndispatch.model.workspace;

/**
 * What is believed and done when a vendor fails, where that is a matter of the vendor.
 *
 * @param onBadGateway what a 502 or 504 means
 * @param onMarketingLimit what follows when Meta withholds a marketing message for the user's sake
 *     (131049)
 * @param breaker when calls to it stop altogether
 */
public record FaultPolicy(
    OnBadGateway onBadGateway, OnMarketingLimit onMarketingLimit, BreakerPolicy breaker) {

  public static final FaultPolicy STANDARD =
      new FaultPolicy(OnBadGateway.UNCERTAIN, OnMarketingLimit.FAIL, BreakerPolicy.STANDARD);

  /** Whether what stands behind the gateway may have taken the message. */
  public enum OnBadGateway {
    UNCERTAIN,
    RETRY
  }

  /** Whether the message is tried once more, not before a day has passed. */
  public enum OnMarketingLimit {
    FAIL,
    RETRY
  }
}
