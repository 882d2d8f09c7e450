package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign is to do.
 *
 * @param rate null: no slower than its workspace
 */
public record CampaignOrder(CampaignState state, @Nullable Bandwidth rate) {

  /** What nothing was ordered for. */
  public static final CampaignOrder RUN = new CampaignOrder(CampaignState.RUNNING, null);

  /** Another state, the rate kept. */
  public CampaignOrder to(CampaignState other) {
    return new CampaignOrder(other, rate);
  }
}
