package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.template.TemplateRegistry;
import io.campaigndispatch.dispatcher.template.UnlistedPolicy;
import io.campaigndispatch.model.workspace.Directory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process's core; all that it is told and all that it decides is looked at. */
final class ObservedCore {

  static final TemplateGate EVERY_TEMPLATE =
      new TemplateGate(TemplateRegistry.of(Directory.EMPTY), UnlistedPolicy.PASS);

  /** What the further recipients of a record take in memory. */
  private static final int MOST_FOR_RECIPIENTS = 5_000;

  private final World world;
  private final SimulatedIntake intake;
  private final DispatchCore core;
  private final WorkerView view;
  private final MemoryChecks memory;
  private final ToldControl control;
  private final LateEvents past = new LateEvents();
  private final Map<Integer, Ownership> ownerships = new HashMap<>();
  private final Map<Integer, Long> ended = new HashMap<>();
  private boolean changed;

  private long heaviestRead;

  ObservedCore(World world, SimulatedIntake intake, Now now) {
    this.world = world;
    this.intake = intake;
    this.view = new WorkerView(world);
    this.memory = new MemoryChecks(world);
    this.control = new ToldControl(world);
    this.core =
        new DispatchCore(
            world.tampering.told(world.settings),
            world.tampering.told(world.directory),
            _ -> new ScriptedVendor(),
            EVERY_TEMPLATE,
            world.chance.split(),
            now);
  }

  /** By the core's monotonic clock. */
  long nextWakeNanos() {
    return core.nextWakeNanos();
  }

  /** One turn of the core's thread: takes what happened, and returns what follows. */
  List<Effect> turn(List<CoreEvent> events, Now now) {
    memory.turn();
    Now told = world.tampering.told(now);
    for (CoreEvent event : events) {
      world.trace("%s <- %s", intake, event);
      take(event);
      past.told(event);
      core.handle(world.tampering.told(event), told);
    }
    List<Effect> effects = world.tampering.done(decide(told));
    for (Effect effect : effects) {
      world.trace("%s -> %s", intake, effect);
      decided(effect, now);
    }
    changed = !events.isEmpty() || !effects.isEmpty();
    return effects;
  }

  private List<Effect> decide(Now told) {
    core.advance(told);
    List<Effect> effects = new ArrayList<>(core.drain());
    if (!world.tampering.awaitsMarkers()) {
      List<Write> markers = new ArrayList<>();
      for (Effect effect : effects) {
        if (effect instanceof Effect.Publish(Write.Started marker)) {
          markers.add(marker);
        }
      }
      if (!markers.isEmpty()) {
        core.handle(new CoreEvent.Written(markers, Map.of()), told);
        effects.addAll(decide(told));
      }
    }
    return effects;
  }

  /** What must hold after every turn. */
  void check() {
    // One that was read and found no room took it for a moment.
    view.holds(core.heldBytes() + heaviestRead);
    heaviestRead = 0;
    if (!changed) {
      return;
    }
    view.breakers().check();
    if (core.unaccounted() != 0) {
      throw Invariant.ONE_FINAL_OUTCOME.violated("%s unaccounted requests", core.unaccounted());
    }
    memory.check(core, world.partitions());
  }

  /** Time has passed: what could be done is done. */
  void checkWork(Now now) {
    for (Ownership ownership : ownerships.values()) {
      world.calls.work().check(ownership, view, now);
    }
  }

  /** Everything is closed: nothing is left of it. */
  void checkEmpty() {
    memory.checkEmpty(core);
    CoreSnapshot snapshot = core.snapshot();
    boolean empty =
        snapshot.openRequests() == 0
            && snapshot.unwritten() == 0
            && snapshot.inFlight().values().stream().allMatch(calls -> calls == 0)
            && snapshot.workspaces().values().stream()
                .allMatch(
                    one ->
                        one.inFlight() == 0
                            && one.backlog().values().stream().allMatch(waiting -> waiting == 0));
    if (!empty) {
      throw Invariant.ONE_FINAL_OUTCOME.violated(
          "everything is closed, and a core still holds %s", snapshot);
    }
  }

  boolean hasOpenRequests() {
    for (PartitionState partition : core.partitions()) {
      if (partition.open() != 0) {
        return true;
      }
    }
    return false;
  }

  /** It is told once more of what is over. */
  void late(Now now) {
    CoreEvent late = past.one(world.chance, ended);
    if (late != null) {
      world.faults.count(Fault.LATE_EVENT);
      world.trace("%s <- late %s", intake, late);
      LateEvents.tell(core, late, world.tampering.told(late), world.tampering.told(now));
    }
  }

  /**
   * It goes on after a while in which its process stood still.
   *
   * @param noticeably whether it was for more than 5 s
   */
  void goesOn(boolean noticeably) {
    view.runs();
    if (noticeably) {
      for (Ownership ownership : ownerships.values()) {
        ownership.takenAway |= !world.group.holds(intake, ownership.partition);
      }
    }
  }

  // Ownership

  void endsUnclean(int partition) {
    Ownership ownership = ownerships.get(partition);
    if (ownership != null) {
      ownership.unclean = true;
    }
  }

  void endsUnclean() {
    ownerships.values().forEach(ownership -> ownership.unclean = true);
  }

  /** Its process is gone. */
  void dies() {
    endsUnclean();
    ownerships.values().forEach(ownership -> ownership.told = true);
  }

  /** Whose a partition is that it still knows of. */
  @Nullable Ownership ownership(int partition) {
    return ownerships.get(partition);
  }

  /** It has let go of a partition. */
  void released(int partition) {
    ownerships.remove(partition);
  }

  // What it is told

  private void take(CoreEvent event) {
    switch (event) {
      case CoreEvent.PartitionOpened opened -> opened(opened);
      case CoreEvent.PartitionRevoked(int partition, long epoch) -> ends(partition, epoch);
      case CoreEvent.PartitionLost(int partition, long epoch) -> ends(partition, epoch);
      case CoreEvent.RecordsRead read -> read(read);
      case CoreEvent.RecordsReread reread -> memory.reread(reread.records());
      case CoreEvent.Written(var writes, _, _) -> written(writes);
      case CoreEvent.Replied(long callId, var verdicts, _) -> {
        WorkerView.Started started = view.call(callId);
        if (started != null && started.owner() != null && !started.owner().told) {
          for (int i = 0; i < verdicts.size(); i++) {
            control.replied(started.call().requests().get(i), verdicts.get(i));
          }
        }
        view.replied(callId, verdicts);
      }
      case CoreEvent.WrittenLate late -> view.writtenLate(late, world.calls.work());
      case CoreEvent.MembershipConfirmed(long question) -> view.confirmed(question);
      case CoreEvent.OwnershipRefused(_, var writes) -> view.written(writes, false);
      case CoreEvent.CampaignChanged _,
          CoreEvent.SnapshotsGone _,
          CoreEvent.WorkspacePaused _,
          CoreEvent.SuppressionChanged _,
          CoreEvent.CredentialChanged _ ->
          control.told(event);
      case CoreEvent.TemplatesChanged _,
          CoreEvent.DirectoryChanged _,
          CoreEvent.ProcessorLoad _,
          CoreEvent.UnreadDeleted _,
          CoreEvent.DelayedScanned _,
          CoreEvent.DelayedReread _,
          CoreEvent.LogBegins _,
          CoreEvent.GroupSilent _,
          CoreEvent.PartitionAbandoned _ -> {}
    }
  }

  private void opened(CoreEvent.PartitionOpened opened) {
    if (opened.epoch() > ended.getOrDefault(opened.partition(), 0L)) {
      ownerships.put(opened.partition(), new Ownership(intake, opened, world.nanos));
      if (!world.group.holds(intake, opened.partition())) {
        endsUnclean(opened.partition());
      }
    }
  }

  private void ends(int partition, long epoch) {
    control.forgetHolds();
    ended.merge(partition, epoch, Math::max);
    Ownership ownership = ownerships.get(partition);
    if (ownership != null && ownership.epoch <= epoch) {
      ownership.told = true;
    }
  }

  private void read(CoreEvent.RecordsRead read) {
    memory.read(read.records());
    for (CoreEvent.ReadRecord record : read.records()) {
      heaviestRead = Math.max(heaviestRead, record.raw().weight() + MOST_FOR_RECIPIENTS);
      world.kafka.log(read.partition()).delivered(record.raw().offset());
    }
    Ownership ownership = ownerships.get(read.partition());
    if (ownership != null && ownership.epoch == read.epoch()) {
      ownership.frontier = Math.max(ownership.frontier, read.nextOffset());
    }
  }

  private void written(List<Write> writes) {
    view.written(writes, true);
    for (Write write : writes) {
      Ownership ownership = ownerships.get(write.partition());
      if (write instanceof Write.Owned(_, long epoch, _)
          && ownership != null
          && ownership.epoch == epoch) {
        ownership.ownedNanos = world.nanos;
      }
      if (write instanceof Write.Called(_, var messages) && ownership != null) {
        messages.forEach((id, count) -> world.calls.work().journaled(id, ownership, count));
      }
      if (write instanceof Write.Started marker && ownership != null) {
        world.calls.marked(tracked(marker.position()), ownership);
      }
    }
  }

  // What it decides

  private void decided(Effect effect, Now now) {
    switch (effect) {
      case Effect.Call call -> {
        String workspaceId = call.requests().getFirst().workspaceId();
        Ownership ownership = ownerships.get(world.homes.of(workspaceId));
        call.requests().forEach(control::called);
        view.started(call, ownership);
        world.calls.decided(view, ownership, call, now);
      }
      case Effect.Publish(Write.OfRequest write) -> decided(write, now);
      case Effect.Publish(Write.Started marker) -> {
        Ownership ownership = ownerships.get(marker.partition());
        if (ownership != null) {
          world.calls.marks(tracked(marker.position()), ownership);
        }
      }
      case Effect.Publish(Write.Unstarted taken) -> {
        Ownership ownership = ownerships.get(taken.partition());
        if (ownership != null) {
          world.calls.unmarks(tracked(taken.position()), ownership);
        }
      }
      case Effect.BreakerMoved moved -> view.breakers().moved(moved);
      case Effect.Publish(Write.Returned write) -> checkDue(write, now);
      case Effect.ConfirmMembership(long question) -> view.asks(question);
      case Effect.Publish _,
          Effect.ScanDelayed _,
          Effect.RereadDelayed _,
          Effect.DeleteDelayed _,
          Effect.LostDelayed _,
          Effect.Commit _,
          Effect.Reread _,
          Effect.Lost _,
          Effect.LostUnread _,
          Effect.Reading _,
          Effect.Released _ -> {}
    }
  }

  private Tracked tracked(Position position) {
    return world.kafka.log(position.partition()).tracked(position);
  }

  private void checkDue(Write.Returned write, Now now) {
    ParkedRecord parked = ParkedRecord.of(write.raw());
    if (write.recalled()) {
      control.recalls(parked.workspaceId() + "/" + parked.campaignId());
    } else if (parked.dueMillis() > now.millis()) {
      throw Invariant.NOT_EARLY.violated("%s comes back at %s", write, now.instant());
    }
  }

  private void decided(Write.OfRequest write, Now now) {
    view.publishes();
    if (write instanceof Write.Retrying(_, _, var outcome, _)) {
      view.breakers().published(outcome);
    } else if (write instanceof Write.Final(_, _, var outcome, _)) {
      view.breakers().published(outcome);
    } else if (write instanceof Write.Parked(_, _, var outcome, _)) {
      view.breakers().published(outcome);
    }
    Tracked tracked = tracked(write.position());
    Ownership ownership = ownerships.get(write.partition());
    if (write.closes()) {
      // What an owner no more decides means nothing once there is another.
      if (tracked.decidedBy == null
          || tracked.decidedBy.unclean
          || (ownership != null && !ownership.unclean)) {
        tracked.decidedBy = ownership;
      }
      world.calls.closes(tracked, write, now);
      if (write instanceof Write.Final(_, _, var outcome, _) && tracked.request != null) {
        control.ends(tracked.request, outcome.status());
      }
    } else if (write instanceof Write.Retrying(_, _, _, long dueMillis)
        && tracked.calledBy == ownership) {
      tracked.dueNanos = world.nanos + (dueMillis - now.millis() + 1) * 1_000_000;
    }
  }
}
