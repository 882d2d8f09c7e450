package io.campaigndispatch.model.workspace;

/** Whether a campaign's requests are sent, wait, or are closed unsent. */
public enum CampaignState {
  RUNNING,
  PAUSED,
  CANCELLED
}
