package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.outcome.Status;
import java.util.Map;

/**
 * What became of one campaign's requests since this process first read one of them.
 *
 * @param open read here and not ended; what was taken over with a partition is not counted
 * @param perSecond accepted ones, over the last seconds
 */
public record CampaignTally(
    String workspaceId,
    String campaignId,
    long read,
    long open,
    Map<Status, Long> closed,
    double perSecond) {

  public CampaignTally {
    closed = Map.copyOf(closed);
  }

  public long closed(Status status) {
    return closed.getOrDefault(status, 0L);
  }
}
