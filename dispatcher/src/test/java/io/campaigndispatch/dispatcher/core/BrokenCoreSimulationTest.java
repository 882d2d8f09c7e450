package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.retry.Backoff;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * That the simulation bites: for each invariant, cores and surroundings that break it on purpose
 * are caught by its name within a few dozen histories.
 */
class BrokenCoreSimulationTest {

  private static final int HISTORIES = 60;

  private static final Verdict AGAIN =
      new Verdict.Retry(
          Samples.failure(FailureCategory.RETRY_SOON), Backoff.Soon.JITTERED, 10);

  /** At least one of a few histories must find the fault, by the invariant that is meant for it. */
  private static void assertNoticed(Invariant invariant, Tampering fault) {
    List<String> failures = new ArrayList<>();
    for (long seed = 1; seed <= HISTORIES; seed++) {
      Throwable failure = Shrinking.failureOf(History.of(seed), fault);
      if (failure instanceof Invariant.Violation violation
          && violation.invariant() == invariant) {
        return;
      }
      if (failure != null) {
        failures.add(seed + ": " + failure);
      }
    }
    assertThat(failures).as("none broke %s", invariant).isNull();
  }

  private static List<Effect> each(List<Effect> effects, UnaryOperator<Effect> change) {
    return effects.stream().map(change).toList();
  }

  // 1

  @Test
  void lostOutcome_isNoticed() {
    assertNoticed(
        Invariant.ONE_FINAL_OUTCOME,
        new Tampering() {
          @Override
          public List<Effect> done(List<Effect> effects) {
            return effects.stream()
                .filter(
                    effect ->
                        !(effect instanceof Effect.Publish(Write.OfRequest write))
                            || write.position().offset() != 5)
                .toList();
          }
        });
  }

  @Test
  void repeatedOutcome_isNoticed() {
    assertNoticed(
        Invariant.ONE_FINAL_OUTCOME,
        new Tampering() {
          @Override
          public List<Effect> done(List<Effect> effects) {
            List<Effect> doubled = new ArrayList<>();
            for (Effect effect : effects) {
              doubled.add(effect);
              if (effect instanceof Effect.Publish(Write.Final _)) {
                doubled.add(effect);
              }
            }
            return doubled;
          }
        });
  }

  @Test
  void forgottenJournal_isNoticed() {
    assertNoticed(
        Invariant.ONE_FINAL_OUTCOME,
        new Tampering() {
          @Override
          public Takeover learned(Takeover takeover) {
            return new Takeover(
                new Recovered(takeover.recovered().resume()),
                takeover.snapshot(),
                takeover.clean(),
                takeover.calledSince(),
                takeover.lastJournalMillis());
          }
        });
  }

  // 2

  @Test
  void acceptedRequestThatIsTriedAgain_isNoticed() {
    assertNoticed(
        Invariant.NO_SECOND_CALL,
        new Tampering() {
          @Override
          public CoreEvent told(CoreEvent event) {
            return event instanceof CoreEvent.Replied(long callId, var verdicts, long nanos)
                    && callId % 50 == 7
                ? new CoreEvent.Replied(
                    callId, Collections.nCopies(verdicts.size(), AGAIN), nanos)
                : event;
          }
        });
  }

  // 3

  @Test
  void overEagerThrottle_isNoticed() {
    assertNoticed(
        Invariant.RATE,
        new Tampering() {
          @Override
          public Directory told(Directory directory) {
            return with(directory, BrokenCoreSimulationTest::faster);
          }
        });
  }

  @Test
  void forgottenThrottleGroup_isNoticed() {
    assertNoticed(
        Invariant.RATE,
        new Tampering() {
          @Override
          public Directory told(Directory directory) {
            return with(directory, workspace -> sample(workspace).throttle(
                workspace.throttle().toArray(Bandwidth[]::new)).build());
          }
        });
  }

  @Test
  void levelsNotHandedOn_areNoticed() {
    assertNoticed(
        Invariant.RATE,
        new Tampering() {
          @Override
          public Takeover learned(Takeover takeover) {
            PartitionSnapshot snapshot = takeover.snapshot();
            return new Takeover(
                takeover.recovered(),
                snapshot == null ? null : withoutLevels(snapshot),
                true,
                Map.of(),
                takeover.lastJournalMillis());
          }
        });
  }

  @Test
  void callsTheJournalDoesNotShow_areNoticed() {
    assertNoticed(
        Invariant.RATE,
        new Tampering() {
          @Override
          public Takeover learned(Takeover takeover) {
            return new Takeover(
                takeover.recovered(),
                takeover.snapshot(),
                true,
                takeover.calledSince(),
                takeover.lastJournalMillis());
          }
        });
  }

  // 4

  @Test
  void workspaceBehindAnothersThrottle_isNoticed() {
    assertNoticed(
        Invariant.ISOLATION,
        new Tampering() {
          @Override
          public Directory told(Directory directory) {
            return with(
                directory,
                workspace ->
                    workspace.id().equals(RandomTraffic.ALONE)
                        ? sample(workspace).group("g").build()
                        : workspace);
          }
        });
  }

  @Test
  void workspaceBehindAnothersPermits_isNoticed() {
    assertNoticed(
        Invariant.ISOLATION,
        new Tampering() {
          @Override
          public Directory told(Directory directory) {
            Map<String, Vendor> vendors = new HashMap<>(directory.vendors());
            vendors.computeIfPresent(
                "v3", (id, vendor) -> Samples.vendor(id, vendor.type(), 2, 1));
            return new Directory(
                vendors, directory.workspaces(), directory.throttleGroups(), List.of());
          }
        });
  }

  // 5

  @Test
  void commitPastAnOpenRequest_isNoticed() {
    assertNoticed(
        Invariant.COMMITTED_OFFSET,
        new Tampering() {
          @Override
          public List<Effect> done(List<Effect> effects) {
            return each(
                effects,
                effect ->
                    effect instanceof Effect.Commit(int partition, var resume)
                        ? new Effect.Commit(
                            partition,
                            new OpenOffsets.Resume(
                                resume.offset() + 1, resume.journalOffset()))
                        : effect);
          }
        });
  }

  @Test
  void commitPastTheJournal_isNoticed() {
    assertNoticed(
        Invariant.COMMITTED_OFFSET,
        new Tampering() {
          @Override
          public List<Effect> done(List<Effect> effects) {
            return each(
                effects,
                effect ->
                    effect instanceof Effect.Commit(int partition, var resume)
                        ? new Effect.Commit(
                            partition,
                            new OpenOffsets.Resume(
                                resume.offset(), resume.journalOffset() + 20))
                        : effect);
          }
        });
  }

  // 6

  @Test
  void recordsOutOfOrder_areNoticed() {
    assertNoticed(
        Invariant.LOG_ORDER,
        new Tampering() {
          @Override
          public CoreEvent told(CoreEvent event) {
            if (event
                    instanceof
                    CoreEvent.RecordsRead(int partition, long epoch, var records, long next)
                && records.size() > 1) {
              List<CoreEvent.ReadRecord> swapped = new ArrayList<>(records);
              Collections.swap(swapped, records.size() - 1, records.size() - 2);
              return new CoreEvent.RecordsRead(partition, epoch, swapped, next);
            }
            return event;
          }
        });
  }

  @Test
  void forgottenPairInterval_isNoticed() {
    assertNoticed(
        Invariant.LOG_ORDER,
        new Tampering() {
          @Override
          public Directory told(Directory directory) {
            return with(
                directory,
                workspace ->
                    sample(workspace)
                        .throttle(workspace.throttle().toArray(Bandwidth[]::new))
                        .build());
          }
        });
  }

  // 7

  @Test
  void memoryBeyondItsWindow_isNoticed() {
    assertNoticed(
        Invariant.BOUNDED_MEMORY,
        new Tampering() {
          @Override
          public CoreSettings told(CoreSettings settings) {
            return new CoreSettings(
                settings.homePartitions(),
                settings.windowBytes() * 100,
                settings.duplicatesWindow(),
                10_000);
          }
        });
  }

  // 8

  @Test
  void revocationThatIsNotHeard_isNoticed() {
    assertNoticed(
        Invariant.NOTHING_AFTER_THE_END,
        new Tampering() {
          @Override
          public CoreEvent told(CoreEvent event) {
            return event instanceof CoreEvent.PartitionRevoked
                ? new CoreEvent.TemplatesChanged(SimulatedWorker.EVERY_TEMPLATE)
                : event;
          }
        });
  }

  @Test
  void ownerThatIsNotFenced_isNoticed() {
    assertNoticed(
        Invariant.NOTHING_AFTER_THE_END,
        new Tampering() {
          @Override
          public boolean fences() {
            return false;
          }
        });
  }

  @Test
  void ownershipTakenByAMemberNoMore_isNoticed() {
    assertNoticed(
        Invariant.NOTHING_AFTER_THE_END,
        new Tampering() {
          @Override
          public boolean checksMembership() {
            return false;
          }
        });
  }

  @Test
  void lateEventThatCounts_isNoticed() {
    assertNoticed(
        Invariant.NOTHING_AFTER_THE_END,
        new Tampering() {
          @Override
          public CoreEvent told(CoreEvent event) {
            return event instanceof CoreEvent.PartitionLost(int partition, long epoch)
                ? new CoreEvent.PartitionLost(partition, epoch + 1)
                : event;
          }
        });
  }

  // 9

  @Test
  void expiryByAnotherClock_isNoticed() {
    assertNoticed(
        Invariant.EXPIRY,
        new Tampering() {
          @Override
          public Now told(Now now) {
            return new Now(now.nanos(), now.millis() - 30_000);
          }
        });
  }

  // 10

  @Test
  void slackThrottle_isNoticed() {
    assertNoticed(
        Invariant.WORK_CONSERVING,
        new Tampering() {
          @Override
          public Directory told(Directory directory) {
            return with(directory, BrokenCoreSimulationTest::slower);
          }
        });
  }

  @Test
  void forgottenReread_isNoticed() {
    assertNoticed(
        Invariant.WORK_CONSERVING,
        new Tampering() {
          @Override
          public List<Effect> done(List<Effect> effects) {
            return effects.stream()
                .filter(effect -> !(effect instanceof Effect.Reread))
                .toList();
          }
        });
  }

  // Broken configurations

  private static Directory with(Directory directory, UnaryOperator<Workspace> change) {
    Map<String, Workspace> changed = new HashMap<>();
    directory.workspaces().forEach((id, workspace) -> changed.put(id, change.apply(workspace)));
    return new Directory(
        directory.vendors(), changed, directory.throttleGroups(), List.of());
  }

  private static WorkspaceSample sample(Workspace workspace) {
    return WorkspaceSample.workspace(workspace.id())
        .vendor(workspace.vendorId())
        .maxAttempts(workspace.maxAttempts())
        .expiresAfter(workspace.expiresAfter());
  }

  private static Workspace faster(Workspace workspace) {
    return sample(workspace).throttle(times(workspace, 2, 1)).build();
  }

  private static Workspace slower(Workspace workspace) {
    return sample(workspace).throttle(times(workspace, 1, 4)).build();
  }

  private static Bandwidth[] times(Workspace workspace, long rate, int per) {
    return workspace.throttle().stream()
        .map(b -> new Bandwidth(b.rate() * rate, b.per().multipliedBy(per), b.burst()))
        .toArray(Bandwidth[]::new);
  }

  private static PartitionSnapshot withoutLevels(PartitionSnapshot one) {
    return new PartitionSnapshot(
        one.partition(),
        one.takenMillis(),
        one.frontier(),
        one.journalOffset(),
        one.flows(),
        one.unadmitted(),
        one.attempted(),
        one.doneChildren(),
        one.recentIds(),
        List.of());
  }
}
