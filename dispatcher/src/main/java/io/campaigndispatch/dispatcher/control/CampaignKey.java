package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.wire.Identifiers;
import org.jspecify.annotations.Nullable;

/** A campaign of a workspace; in the topic {@code workspaceId/campaignId}. */
public record CampaignKey(String workspaceId, String campaignId) {

  static final String EXPECTED =
      "workspaceId/campaignId: %s, a slash, %s"
          .formatted(Identifiers.WORKSPACE_ID, Identifiers.CAMPAIGN_ID);

  public CampaignKey {
    if (!Identifiers.isWorkspaceId(workspaceId) || !Identifiers.isCampaignId(campaignId)) {
      throw new IllegalArgumentException("expected " + EXPECTED);
    }
  }

  /** Null when the text is none. */
  static @Nullable CampaignKey parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return null;
    }
    String workspaceId = text.substring(0, slash);
    String campaignId = text.substring(slash + 1);
    return Identifiers.isWorkspaceId(workspaceId) && Identifiers.isCampaignId(campaignId)
        ? new CampaignKey(workspaceId, campaignId)
        : null;
  }

  @Override
  public String toString() {
    return workspaceId + "/" + campaignId;
  }
}
