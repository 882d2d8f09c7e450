package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Suppression;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Learns what is wanted from now on; told on the control thread. */
public interface ControlListener {

  /** Vendors, workspaces, throttles and templates. */
  void directory(Directory directory);

  /**
   * A campaign.
   *
   * @param place of the order in its topic
   */
  void campaign(CampaignKey campaign, CampaignOrder order, long place);

  /** A workspace is paused by an operator, or goes on. */
  void paused(String workspaceId, boolean paused, Instant since);

  /**
   * A recipient opted out, or in again.
   *
   * @param recipient canonical
   * @param suppression null: no longer
   */
  void suppression(String workspaceId, String recipient, @Nullable Suppression suppression);

  /** The secret that a workspace sends with is another. */
  void credential(String workspaceId);
}
