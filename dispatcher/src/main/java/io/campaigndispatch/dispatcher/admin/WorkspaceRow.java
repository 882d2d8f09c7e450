package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfFailure;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfHold;
import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfWorkspace;
import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One workspace as an operator wants to see it.
 *
 * @param allowedPerSecond by what limits it, alone or with others; null: as fast as the vendor
 *     takes it
 * @param known null when no worker has something to say of it
 * @param limits its own, then those it shares with its group
 * @param holds of it, its campaigns and templates
 * @param failures the last one first
 */
record WorkspaceRow(
    Workspace workspace,
    @Nullable Double allowedPerSecond,
    @Nullable OfWorkspace known,
    List<Limit> limits,
    List<OfHold> holds,
    List<OfFailure> failures,
    Attention attention,
    Eta eta) {

  static final Comparator<WorkspaceRow> BY_NEED =
      Comparator.comparing((WorkspaceRow row) -> row.attention().level())
          .thenComparing(WorkspaceRow::waiting, Comparator.reverseOrder())
          .thenComparing(row -> row.workspace().id());

  /**
   * One limit of a throttle.
   *
   * @param group null: its own
   */
  record Limit(Bandwidth bandwidth, @Nullable String group) {}

  /** What the workers say of it; each list is of this workspace alone. */
  record Said(@Nullable OfWorkspace known, List<OfHold> holds, List<OfFailure> failures) {}

  /**
   * @param allowedPerSecond infinite: nothing limits it
   */
  static WorkspaceRow of(
      Workspace workspace, Directory directory, double allowedPerSecond, Said said, Instant now) {
    List<Limit> limits = limits(workspace, directory);
    Double allowed = Double.isInfinite(allowedPerSecond) ? null : (Double) allowedPerSecond;
    OfWorkspace known = said.known();
    Attention attention =
        Attention.of(
            new Attention.OfWorkspaceFacts(
                known == null ? 0 : known.waiting(),
                known == null ? 0 : known.inFlight(),
                known == null ? WaitReason.NONE : known.waitReason(),
                allowed,
                known == null ? null : known.effectivePerSecond(),
                said.holds(),
                said.failures()),
            now);
    Eta eta = known == null ? new Eta.Nothing() : Eta.of(work(known, limits, said.holds()));
    return new WorkspaceRow(
        workspace, allowed, known, limits, said.holds(), said.failures(), attention, eta);
  }

  long waiting() {
    return known == null ? 0 : known.waiting();
  }

  int inFlight() {
    return known == null ? 0 : known.inFlight();
  }

  double perSecond() {
    return known == null ? 0 : known.achievedPerSecond();
  }

  /** Of what is due: what is not has its own time. */
  private static Eta.Work work(OfWorkspace known, List<Limit> limits, List<OfHold> holds) {
    WaitReason reason = known.waitReason();
    return new Eta.Work(
        reason == WaitReason.NOT_DUE ? known.waiting() : known.waiting() - known.notDue(),
        known.achievedPerSecond(),
        limits.stream().map(Limit::bandwidth).toList(),
        reason == WaitReason.NONE || reason == WaitReason.TOKENS
            ? heldInPart(holds, reason)
            : reason);
  }

  /** What waits for a person in part has no end that a rate could tell. */
  private static WaitReason heldInPart(List<OfHold> holds, WaitReason otherwise) {
    for (OfHold hold : holds) {
      switch (hold.scope()) {
        case WORKSPACE -> {
          return WaitReason.WORKSPACE_HELD;
        }
        case TEMPLATE -> {
          return WaitReason.TEMPLATE_HELD;
        }
        // Most often of a campaign that nothing waits of.
        case CAMPAIGN -> {}
      }
    }
    return otherwise;
  }

  private static List<Limit> limits(Workspace workspace, Directory directory) {
    String group = workspace.throttleGroup();
    List<Bandwidth> shared =
        group == null ? List.of() : directory.throttleGroups().getOrDefault(group, List.of());
    return Stream.concat(
            workspace.throttle().stream().map(one -> new Limit(one, null)),
            shared.stream().map(one -> new Limit(one, group)))
        .toList();
  }
}
