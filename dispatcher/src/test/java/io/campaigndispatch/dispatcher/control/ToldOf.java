package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Suppression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what control told; from any thread. */
final class ToldOf implements ControlListener {

  final List<Directory> directories = new CopyOnWriteArrayList<>();
  private final List<String> others = new CopyOnWriteArrayList<>();

  @Override
  public void directory(Directory directory) {
    directories.add(directory);
  }

  @Override
  public void campaign(CampaignKey campaign, CampaignOrder order, long place) {
    others.add("campaign " + campaign + " " + order.state() + " " + order.rate());
  }

  @Override
  public void paused(String workspaceId, boolean paused, Instant since) {
    others.add("paused " + workspaceId + " " + paused + " " + since);
  }

  @Override
  public void suppression(String workspaceId, String recipient, @Nullable Suppression suppression) {
    others.add("suppression " + workspaceId + " " + recipient + " " + suppression);
  }

  @Override
  public void credential(String workspaceId) {
    others.add("credential " + workspaceId);
  }

  /** All but directories, in order. */
  List<String> others() {
    return new ArrayList<>(others);
  }
}
