package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfCampaign;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfFailure;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfHold;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfWorkspace;
import io.campaigndispatch.dispatcher.control.CampaignKey;
import io.campaigndispatch.dispatcher.control.CampaignOrder;
import io.campaigndispatch.model.workspace.Directory;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The fleet at one moment as an operator wants to see it: every workspace and campaign with what it
 * needs, what needs somebody first; immutable.
 *
 * @param at when the worker that answers looked at itself
 * @param now by the same clock
 * @param workers heard lately
 * @param workspaces all that are configured
 * @param campaigns that were read or ordered something
 * @param failures of all, the last one first
 */
record Board(
    Instant at,
    Instant now,
    int workers,
    List<WorkspaceRow> workspaces,
    List<CampaignRow> campaigns,
    List<OfFailure> failures) {

  /**
   * @param allowedPerSecond what a workspace, by its id, may send; infinite: nothing limits it
   * @param orders campaigns that are not simply to run
   */
  static Board of(
      Directory directory,
      ToDoubleFunction<String> allowedPerSecond,
      Map<CampaignKey, CampaignOrder> orders,
      Fleet.Sight sight) {
    WorkerStatus status = sight.status();
    Map<String, List<OfHold>> holds =
        status.holds().stream().collect(Collectors.groupingBy(OfHold::workspaceId));
    List<OfFailure> lastFirst =
        status.failures().stream()
            .sorted(Comparator.comparing(OfFailure::lastAt).reversed())
            .toList();
    Map<String, List<OfFailure>> failures =
        lastFirst.stream().collect(Collectors.groupingBy(OfFailure::workspaceId));
    Map<String, OfWorkspace> known = new HashMap<>();
    status.workspaces().forEach(one -> known.put(one.id(), one));
    List<WorkspaceRow> workspaces =
        directory.workspaces().values().stream()
            .map(
                one ->
                    WorkspaceRow.of(
                        one,
                        directory,
                        allowedPerSecond.applyAsDouble(one.id()),
                        new WorkspaceRow.Said(
                            known.get(one.id()),
                            holds.getOrDefault(one.id(), List.of()),
                            failures.getOrDefault(one.id(), List.of())),
                        sight.now()))
            .sorted(WorkspaceRow.BY_NEED)
            .toList();
    Map<CampaignKey, OfCampaign> counted = counted(status.campaigns(), orders);
    List<CampaignRow> campaigns =
        counted.entrySet().stream()
            .map(
                one -> {
                  String id = one.getKey().workspaceId();
                  return CampaignRow.of(
                      one.getKey(),
                      one.getValue(),
                      orders.getOrDefault(one.getKey(), CampaignOrder.RUN),
                      new CampaignRow.Of(
                          directory.workspace(id),
                          known.get(id),
                          holds.getOrDefault(id, List.of())));
                })
            .sorted(CampaignRow.BY_NEED)
            .toList();
    return new Board(sight.at(), sight.now(), sight.workers(), workspaces, campaigns, lastFirst);
  }

  private static Map<CampaignKey, OfCampaign> counted(
      List<OfCampaign> campaigns, Map<CampaignKey, CampaignOrder> orders) {
    Map<CampaignKey, OfCampaign> counted = new HashMap<>();
    orders
        .keySet()
        .forEach(
            key ->
                counted.put(
                    key, new OfCampaign(key.workspaceId(), key.campaignId(), 0, 0, Map.of(), 0)));
    campaigns.forEach(
        one -> counted.put(new CampaignKey(one.workspaceId(), one.campaignId()), one));
    return counted;
  }
}
