package io.campaigndispatch.dispatcher.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one process's core was told, some of which is told again when it means nothing any more. */
final class LateEvents {

  private static final int MOST = 24;

  private final ArrayDeque<CoreEvent> past = new ArrayDeque<>();

  void clear() {
    past.clear();
  }

  void told(CoreEvent event) {
    if (past.size() == MOST) {
      past.removeFirst();
    }
    past.addLast(event);
  }

  /**
   * One that is void now; null when there is none.
   *
   * @param ended by partition, up to which epoch its assignments are over
   */
  @Nullable CoreEvent one(Chance chance, Map<Integer, Long> ended) {
    List<CoreEvent> late = new ArrayList<>();
    for (CoreEvent event : past) {
      boolean isVoid =
          switch (event) {
            case CoreEvent.RecordsReread one ->
                isOver(one.partition(), one.epoch(), ended) || isOver(one);
            case CoreEvent.PartitionOpened one -> isOver(one.partition(), one.epoch(), ended);
            case CoreEvent.RecordsRead one -> isOver(one.partition(), one.epoch(), ended);
            case CoreEvent.DelayedScanned one -> isOver(one.partition(), one.epoch(), ended);
            case CoreEvent.DelayedReread one -> isOver(one.partition(), one.epoch(), ended);
            case CoreEvent.UnreadDeleted one -> isOver(one.partition(), one.epoch(), ended);
            case CoreEvent.PartitionRevoked one -> isOver(one.partition(), one.epoch(), ended);
            case CoreEvent.PartitionLost one -> isOver(one.partition(), one.epoch(), ended);
            case CoreEvent.PartitionAbandoned _,
                CoreEvent.TemplatesChanged _,
                CoreEvent.CampaignChanged _,
                CoreEvent.SnapshotsGone _,
                CoreEvent.WorkspacePaused _,
                CoreEvent.SuppressionChanged _,
                CoreEvent.DirectoryChanged _,
                CoreEvent.CredentialChanged _,
                CoreEvent.ProcessorLoad _,
                CoreEvent.LogBegins _,
                CoreEvent.WrittenLate _,
                CoreEvent.Replied _,
                CoreEvent.OwnershipRefused _,
                CoreEvent.MembershipConfirmed _,
                CoreEvent.GroupSilent _,
                CoreEvent.Written _ ->
                false;
          };
      if (isVoid) {
        late.add(event);
      }
    }
    return late.isEmpty() ? null : chance.one(late);
  }

  private static boolean isOver(int partition, long epoch, Map<Integer, Long> ended) {
    return epoch <= ended.getOrDefault(partition, 0L);
  }

  /** Whether a later pass was answered. */
  private boolean isOver(CoreEvent.RecordsReread reread) {
    for (CoreEvent event : past) {
      if (event instanceof CoreEvent.RecordsReread later
          && later.partition() == reread.partition()
          && later.epoch() == reread.epoch()
          && later.pass() > reread.pass()) {
        return true;
      }
    }
    return false;
  }

  /** Tells a core, which must not care. */
  static void tell(DispatchCore core, CoreEvent late, CoreEvent told, Now now) {
    List<Object> before = stateOf(core.snapshot());
    core.handle(told, now);
    List<Effect> effects = core.drain();
    if (!effects.isEmpty() || !stateOf(core.snapshot()).equals(before)) {
      throw Invariant.NOTHING_AFTER_THE_END.violated(
          "%s came late, and changed something: %s", late, effects);
    }
  }

  /** Without what changes as time passes. */
  private static List<Object> stateOf(CoreSnapshot snapshot) {
    Map<String, List<Object>> workspaces = new HashMap<>();
    snapshot
        .workspaces()
        .forEach(
            (id, one) -> workspaces.put(id, List.of(one.tally(), one.backlog(), one.inFlight())));
    return List.of(
        workspaces,
        snapshot.inFlight(),
        snapshot.openRequests(),
        snapshot.unaccounted(),
        snapshot.unwritten(),
        snapshot.rereads(),
        snapshot.oldestOpen(),
        snapshot.holds());
  }
}
