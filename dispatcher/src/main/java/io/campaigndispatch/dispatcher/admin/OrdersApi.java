package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.control.CampaignKey;
import io.campaigndispatch.dispatcher.control.Control;
import io.campaigndispatch.dispatcher.control.ControlWriter;
import io.campaigndispatch.dispatcher.logs.LogEvent;
import io.campaigndispatch.model.wire.Identifiers;
import io.campaigndispatch.model.workspace.CampaignState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Operators' orders. Each is published to a control topic and answered once Kafka has it: every
 * worker follows it, this one too, and it outlives them all. Each leaves a line of who, what, when.
 */
@RestController
class OrdersApi {

  private static final Logger audit = LoggerFactory.getLogger(OrdersApi.class);

  private static final long LONGEST_SECONDS = 5;

  private final Control control;
  private final ControlWriter writer;

  OrdersApi(Control control, ControlWriter writer) {
    this.control = control;
    this.writer = writer;
  }

  /** What was ordered. */
  record CampaignOrdered(String workspaceId, String campaignId, CampaignState state) {}

  /** What was ordered. */
  record WorkspaceOrdered(String workspaceId, boolean paused) {}

  @PostMapping("/api/workspaces/{workspace}/campaigns/{campaign}/pause")
  @ResponseStatus(HttpStatus.ACCEPTED)
  CampaignOrdered pause(
      @PathVariable String workspace,
      @PathVariable String campaign,
      @RequestAttribute(ApiGuard.CALLER) String caller) {
    return order(workspace, campaign, CampaignState.PAUSED, caller);
  }

  @PostMapping("/api/workspaces/{workspace}/campaigns/{campaign}/resume")
  @ResponseStatus(HttpStatus.ACCEPTED)
  CampaignOrdered resume(
      @PathVariable String workspace,
      @PathVariable String campaign,
      @RequestAttribute(ApiGuard.CALLER) String caller) {
    return order(workspace, campaign, CampaignState.RUNNING, caller);
  }

  @PostMapping("/api/workspaces/{workspace}/campaigns/{campaign}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  CampaignOrdered cancel(
      @PathVariable String workspace,
      @PathVariable String campaign,
      @RequestAttribute(ApiGuard.CALLER) String caller) {
    return order(workspace, campaign, CampaignState.CANCELLED, caller);
  }

  @PostMapping("/api/workspaces/{workspace}/pause")
  @ResponseStatus(HttpStatus.ACCEPTED)
  WorkspaceOrdered pauseWorkspace(
      @PathVariable String workspace, @RequestAttribute(ApiGuard.CALLER) String caller) {
    return order(workspace, true, caller);
  }

  @PostMapping("/api/workspaces/{workspace}/resume")
  @ResponseStatus(HttpStatus.ACCEPTED)
  WorkspaceOrdered resumeWorkspace(
      @PathVariable String workspace, @RequestAttribute(ApiGuard.CALLER) String caller) {
    return order(workspace, false, caller);
  }

  private CampaignOrdered order(
      String workspaceId, String campaignId, CampaignState state, String caller) {
    demandWorkspace(workspaceId);
    if (!Identifiers.isCampaignId(campaignId)) {
      throw Problems.of(HttpStatus.BAD_REQUEST, "campaignId", Identifiers.CAMPAIGN_ID, campaignId);
    }
    CampaignKey campaign = new CampaignKey(workspaceId, campaignId);
    carryOut(
        caller,
        "campaign " + campaign + " " + state,
        writer.campaign(campaign, control.campaign(campaign).to(state)));
    return new CampaignOrdered(workspaceId, campaignId, state);
  }

  private WorkspaceOrdered order(String workspaceId, boolean paused, String caller) {
    demandWorkspace(workspaceId);
    carryOut(
        caller,
        "workspace " + workspaceId + (paused ? " PAUSED" : " RUNNING"),
        writer.paused(workspaceId, paused));
    return new WorkspaceOrdered(workspaceId, paused);
  }

  private void demandWorkspace(String workspaceId) {
    if (!control.isLoaded()) {
      throw Problems.of(
          HttpStatus.SERVICE_UNAVAILABLE, "worker", "to have read the control topics", null);
    }
    if (control.directory().workspace(workspaceId) == null) {
      throw Problems.of(
          HttpStatus.NOT_FOUND, "workspaceId", "the id of a configured workspace", workspaceId);
    }
  }

  private static void carryOut(String caller, String what, CompletableFuture<Void> writing) {
    String result = "FAILED";
    try {
      writing.get(LONGEST_SECONDS, TimeUnit.SECONDS);
      result = "PUBLISHED";
    } catch (ExecutionException | TimeoutException e) {
      // It may yet get there.
      throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "Kafka", "to confirm the order", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "worker", "to go on running", null);
    } finally {
      LogEvent.ORDER_GIVEN.log(audit, caller, what, result);
    }
  }
}
