package io.campaigndispatch.dispatcher.app;

import io.campaigndispatch.dispatcher.control.CampaignKey;
import io.campaigndispatch.dispatcher.control.CampaignOrder;
import io.campaigndispatch.dispatcher.control.ControlListener;
import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Suppression;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the core what control learned, and of a new directory those around it first. */
final class ControlEvents implements ControlListener {

  private final Consumer<Directory> around;
  private final Consumer<CoreEvent> core;

  /**
   * @param around those who must know a directory before the core decides by it
   */
  ControlEvents(Consumer<Directory> around, Consumer<CoreEvent> core) {
    this.around = around;
    this.core = core;
  }

  @Override
  public void directory(Directory directory) {
    around.accept(directory);
    core.accept(new CoreEvent.DirectoryChanged(directory));
  }

  @Override
  public void campaign(CampaignKey campaign, CampaignOrder order, long place) {
    core.accept(
        new CoreEvent.CampaignChanged(
            campaign.workspaceId(), campaign.campaignId(), order.state(), order.rate(), place));
  }

  @Override
  public void paused(String workspaceId, boolean paused, Instant since) {
    core.accept(new CoreEvent.WorkspacePaused(workspaceId, paused, since));
  }

  @Override
  public void suppression(String workspaceId, String recipient, @Nullable Suppression suppression) {
    core.accept(new CoreEvent.SuppressionChanged(workspaceId, recipient, suppression));
  }

  @Override
  public void credential(String workspaceId) {
    core.accept(new CoreEvent.CredentialChanged(workspaceId));
  }
}
