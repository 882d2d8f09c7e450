package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.ContactPolicy;
import io.campaigndispatch.model.workspace.CredentialRef;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds workspaces; unlimited, of vendor {@code v1}, six attempts, unless told otherwise. */
public final class WorkspaceSample {

  private final String id;
  private String vendor = "v1";
  private CredentialRef credential = new CredentialRef.Env("TOKEN");
  private List<Bandwidth> throttle = List.of();
  private @Nullable String group;
  private int weight = 1;
  private @Nullable Duration pairInterval;
  private @Nullable OnUncertain onUncertain;
  private Duration expiresAfter = Duration.ofDays(7);
  private int maxAttempts = 6;

  private WorkspaceSample(String id) {
    this.id = id;
  }

  public static WorkspaceSample workspace(String id) {
    return new WorkspaceSample(id);
  }

  public WorkspaceSample vendor(String newVendor) {
    vendor = newVendor;
    return this;
  }

  public WorkspaceSample credential(CredentialRef newCredential) {
    credential = newCredential;
    return this;
  }

  public WorkspaceSample throttle(Bandwidth... bandwidths) {
    throttle = List.of(bandwidths);
    return this;
  }

  public WorkspaceSample group(String newGroup) {
    group = newGroup;
    return this;
  }

  public WorkspaceSample weight(int newWeight) {
    weight = newWeight;
    return this;
  }

  public WorkspaceSample pairInterval(Duration interval) {
    pairInterval = interval;
    return this;
  }

  public WorkspaceSample onUncertain(OnUncertain policy) {
    onUncertain = policy;
    return this;
  }

  public WorkspaceSample expiresAfter(Duration duration) {
    expiresAfter = duration;
    return this;
  }

  public WorkspaceSample maxAttempts(int most) {
    maxAttempts = most;
    return this;
  }

  public Workspace build() {
    return new Workspace(
        id,
        vendor,
        id,
        credential,
        throttle,
        group,
        weight,
        pairInterval,
        ContactPolicy.PASS,
        null,
        onUncertain,
        expiresAfter,
        maxAttempts);
  }
}
