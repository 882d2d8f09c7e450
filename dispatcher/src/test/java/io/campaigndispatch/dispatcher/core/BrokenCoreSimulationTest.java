package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.BreakerPolicy;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * That the simulation bites: for each invariant, cores and surroundings that break it on purpose
 * are caught by its name within a few dozen histories.
 */
class BrokenCoreSimulationTest {

  private static final int HISTORIES = 60;

  private static final Verdict AGAIN =
      new Verdict.Retry(Samples.failure(FailureCategory.RETRY_SOON), Backoff.Soon.JITTERED, 10);

  /** At least one of a few histories must find the fault, by the invariant that is meant for it. */
  private static void assertNoticed(Invariant invariant, Tampering fault) {
    assertNoticed(invariant, fault, HISTORIES);
  }

  private static void assertNoticed(Invariant invariant, Tampering fault, int histories) {
    List<String> failures = new ArrayList<>();
    for (long seed = 1; seed <= histories; seed++) {
      Throwable failure = Shrinking.failureOf(History.of(seed), fault);
      if (failure instanceof Invariant.Violation violation && violation.invariant() == invariant) {
        return;
      }
      if (failure != null) {
        failures.add(seed + ": " + failure);
      }
    }
    assertThat(failures).as("none broke %s", invariant).isNull();
  }

  // 1

  @Test
  void lostOutcome_isNoticed() {
    assertNoticed(
        Invariant.ONE_FINAL_OUTCOME,
        Tampering.withEffects(
            effects ->
                effects.stream()
                    .filter(
                        effect ->
                            !(effect instanceof Effect.Publish(Write.OfRequest write))
                                || write.position().offset() != 5)
                    .toList()));
  }

  @Test
  void repeatedOutcome_isNoticed() {
    assertNoticed(
        Invariant.ONE_FINAL_OUTCOME,
        Tampering.withEffects(
            effects -> {
              List<Effect> doubled = new ArrayList<>();
              for (Effect effect : effects) {
                doubled.add(effect);
                if (effect instanceof Effect.Publish(Write.Final _)) {
                  doubled.add(effect);
                }
              }
              return doubled;
            }));
  }

  @Test
  void forgottenJournal_isNoticed() {
    assertNoticed(
        Invariant.ONE_FINAL_OUTCOME,
        Tampering.withTakeovers(
            takeover ->
                new Takeover(
                    new Recovered(takeover.recovered().resume()),
                    takeover.snapshot(),
                    takeover.clean(),
                    takeover.calledSince(),
                    takeover.lastJournalMillis())));
  }

  // 2

  @Test
  void acceptedRequestThatIsTriedAgain_isNoticed() {
    assertNoticed(
        Invariant.NO_SECOND_CALL,
        Tampering.withEvents(
            event ->
                event instanceof CoreEvent.Replied(long callId, var verdicts, long nanos)
                        && callId % 50 == 7
                    ? new CoreEvent.Replied(
                        callId, Collections.nCopies(verdicts.size(), AGAIN), nanos)
                    : event));
  }

  @Test
  void markerThatIsSkipped_isNoticed() {
    assertNoticed(
        Invariant.NO_SECOND_CALL,
        withWorkspaces((_, sample) -> sample.onUncertain(OnUncertain.RESEND)));
  }

  @Test
  void markerThatIsNotAwaited_isNoticed() {
    assertNoticed(Invariant.NO_SECOND_CALL, Tampering.withoutAwaitingMarkers(), 10 * HISTORIES);
  }

  // 3

  @Test
  void overEagerThrottle_isNoticed() {
    assertNoticed(
        Invariant.RATE, withWorkspaces((one, sample) -> sample.throttle(times(one, 2, 1))));
  }

  @Test
  void forgottenThrottleGroup_isNoticed() {
    assertNoticed(
        Invariant.RATE,
        Tampering.withDirectory(
            directory ->
                new Directory(
                    directory.vendors(),
                    directory.workspaces(),
                    Map.of("g", List.of()),
                    List.of())));
  }

  @Test
  void levelsNotHandedOn_areNoticed() {
    assertNoticed(
        Invariant.RATE,
        Tampering.withTakeovers(
            takeover ->
                new Takeover(
                    takeover.recovered(),
                    withoutLevels(takeover.snapshot()),
                    true,
                    Map.of(),
                    takeover.lastJournalMillis())));
  }

  @Test
  void callsThatTheJournalDoesNotShow_areNoticed() {
    assertNoticed(
        Invariant.RATE,
        Tampering.withTakeovers(
            takeover ->
                new Takeover(
                    takeover.recovered(),
                    takeover.snapshot(),
                    true,
                    takeover.calledSince(),
                    takeover.lastJournalMillis())),
        10 * HISTORIES);
  }

  @Test
  void chargesThatTheNextOwnerIsNotTold_areNoticed() {
    assertNoticed(
        Invariant.RATE,
        Tampering.withEffects(
            effects ->
                each(
                    effects,
                    effect ->
                        effect instanceof Effect.Publish(Write.Owned(int partition, long epoch, _))
                            ? new Effect.Publish(new Write.Owned(partition, epoch))
                            : effect)),
        20 * HISTORIES);
  }

  // 4

  @Test
  void workspaceBehindAnothersThrottle_isNoticed() {
    assertNoticed(
        Invariant.ISOLATION,
        withWorkspaces(
            (one, sample) -> one.id().equals(RandomTraffic.ALONE) ? sample.group("g") : sample));
  }

  @Test
  void workspaceBehindAnothersPermits_isNoticed() {
    assertNoticed(
        Invariant.ISOLATION,
        Tampering.withDirectory(
            directory -> {
              Map<String, Vendor> vendors = new HashMap<>(directory.vendors());
              vendors.computeIfPresent(
                  "v3", (id, vendor) -> Samples.vendor(id, vendor.type(), 2, 1));
              return new Directory(
                  vendors, directory.workspaces(), directory.throttleGroups(), List.of());
            }));
  }

  // 5

  @Test
  void commitPastAnOpenRequest_isNoticed() {
    assertNoticed(
        Invariant.COMMITTED_OFFSET,
        withCommits(resume -> new OpenOffsets.Resume(resume.offset() + 1, resume.journalOffset())));
  }

  @Test
  void commitPastTheJournal_isNoticed() {
    assertNoticed(
        Invariant.COMMITTED_OFFSET,
        withCommits(
            resume -> new OpenOffsets.Resume(resume.offset(), resume.journalOffset() + 20)));
  }

  // 6

  @Test
  void recordsOutOfOrder_areNoticed() {
    assertNoticed(
        Invariant.LOG_ORDER,
        Tampering.withEvents(
            event -> {
              if (!(event
                  instanceof
                  CoreEvent.RecordsRead(int partition, long epoch, var records, long next))) {
                return event;
              }
              List<CoreEvent.ReadRecord> swapped = new ArrayList<>(records);
              Collections.swap(
                  swapped, Math.max(0, records.size() - 2), Math.max(0, records.size() - 1));
              return new CoreEvent.RecordsRead(partition, epoch, swapped, next);
            }));
  }

  @Test
  void forgottenPairInterval_isNoticed() {
    assertNoticed(
        Invariant.LOG_ORDER,
        withWorkspaces((_, sample) -> sample.pairInterval(Duration.ofNanos(1))));
  }

  // 7

  @Test
  void memoryBeyondItsWindow_isNoticed() {
    assertNoticed(
        Invariant.BOUNDED_MEMORY,
        Tampering.withSettings(
            settings ->
                new CoreSettings(
                    settings.homePartitions(),
                    settings.windowBytes() * 100,
                    settings.duplicatesWindow(),
                    10_000)));
  }

  // 8

  @Test
  void revocationThatIsNotHeard_isNoticed() {
    assertNoticed(
        Invariant.NOTHING_AFTER_THE_END,
        Tampering.withEvents(
            event ->
                event instanceof CoreEvent.PartitionRevoked
                    ? new CoreEvent.TemplatesChanged(ObservedCore.EVERY_TEMPLATE)
                    : event));
  }

  @Test
  void ownerThatIsNotFenced_isNoticed() {
    assertNoticed(Invariant.NOTHING_AFTER_THE_END, Tampering.withoutFences());
  }

  @Test
  void ownershipTakenByAMemberNoMore_isNoticed() {
    assertNoticed(Invariant.NOTHING_AFTER_THE_END, Tampering.withoutMembership());
  }

  @Test
  void standstillThatTheGroupIsNotAskedAbout_isNoticed() {
    assertNoticed(Invariant.NOTHING_AFTER_THE_END, Tampering.withoutConfirmation(), 10 * HISTORIES);
  }

  @Test
  void lateEventThatCounts_isNoticed() {
    assertNoticed(
        Invariant.NOTHING_AFTER_THE_END,
        Tampering.withEvents(
            event ->
                event instanceof CoreEvent.PartitionLost(int partition, long epoch)
                    ? new CoreEvent.PartitionLost(partition, epoch + 1)
                    : event));
  }

  // 9

  @Test
  void expiryByAnotherClock_isNoticed() {
    assertNoticed(
        Invariant.EXPIRY, Tampering.withTime(now -> new Now(now.nanos(), now.millis() - 30_000)));
  }

  // 10

  @Test
  void slackThrottle_isNoticed() {
    assertNoticed(
        Invariant.WORK_CONSERVING,
        withWorkspaces((one, sample) -> sample.throttle(times(one, 1, 4))));
  }

  @Test
  void forgottenReread_isNoticed() {
    assertNoticed(
        Invariant.WORK_CONSERVING,
        Tampering.withEffects(
            effects ->
                effects.stream().filter(effect -> !(effect instanceof Effect.Reread)).toList()));
  }

  // Breakers

  @Test
  void outageThatIsNotNoticed_isNoticed() {
    assertNoticed(
        Invariant.OPEN_BREAKER,
        Tampering.withEvents(
            event ->
                event instanceof CoreEvent.Replied(long callId, var verdicts, long nanos)
                        && VendorState.of(verdicts).tookNothing()
                    ? new CoreEvent.Replied(
                        callId, Collections.nCopies(verdicts.size(), AGAIN), nanos)
                    : event),
        10 * HISTORIES);
  }

  @Test
  void breakerThatTriesTooSoon_isNoticed() {
    BreakerPolicy hasty =
        new BreakerPolicy(
            10, 50, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertNoticed(
        Invariant.OPEN_BREAKER,
        Tampering.withDirectory(
            directory -> {
              Map<String, Vendor> vendors = new HashMap<>();
              directory
                  .vendors()
                  .forEach((id, vendor) -> vendors.put(id, Samples.vendor(vendor, hasty)));
              return new Directory(
                  vendors, directory.workspaces(), directory.throttleGroups(), List.of());
            }),
        10 * HISTORIES);
  }

  // How to break things

  private static List<Effect> each(List<Effect> effects, UnaryOperator<Effect> change) {
    return effects.stream().map(change).toList();
  }

  private static Tampering withCommits(UnaryOperator<OpenOffsets.Resume> change) {
    return Tampering.withEffects(
        effects ->
            each(
                effects,
                effect ->
                    effect instanceof Effect.Commit(int partition, var resume)
                        ? new Effect.Commit(partition, change.apply(resume))
                        : effect));
  }

  /**
   * @param change of each workspace, given as it is and as a sample that is the same
   */
  private static Tampering withWorkspaces(
      BiFunction<Workspace, WorkspaceSample, WorkspaceSample> change) {
    return Tampering.withDirectory(
        directory -> {
          Map<String, Workspace> changed = new HashMap<>();
          directory
              .workspaces()
              .forEach((id, one) -> changed.put(id, change.apply(one, sample(one)).build()));
          return new Directory(directory.vendors(), changed, directory.throttleGroups(), List.of());
        });
  }

  private static WorkspaceSample sample(Workspace workspace) {
    WorkspaceSample sample =
        WorkspaceSample.workspace(workspace.id())
            .vendor(workspace.vendorId())
            .throttle(workspace.throttle().toArray(Bandwidth[]::new))
            .weight(workspace.weight())
            .maxAttempts(workspace.maxAttempts())
            .expiresAfter(workspace.expiresAfter());
    if (workspace.throttleGroup() != null) {
      sample.group(workspace.throttleGroup());
    }
    if (workspace.pairInterval() != null) {
      sample.pairInterval(workspace.pairInterval());
    }
    if (workspace.onUncertain() != null) {
      sample.onUncertain(workspace.onUncertain());
    }
    return sample;
  }

  private static Bandwidth[] times(Workspace workspace, long rate, int per) {
    return workspace.throttle().stream()
        .map(b -> new Bandwidth(b.rate() * rate, b.per().multipliedBy(per), b.burst()))
        .toArray(Bandwidth[]::new);
  }

  private static @Nullable PartitionSnapshot withoutLevels(@Nullable PartitionSnapshot one) {
    return one == null
        ? null
        : new PartitionSnapshot(
                one.partition(),
                one.takenMillis(),
                one.frontier(),
                one.journalOffset(),
                one.flows(),
                one.unadmitted(),
                one.attempted(),
                one.doneChildren(),
                one.recentIds(),
                List.of())
            .with(one.holds(), one.expiries());
  }
}
