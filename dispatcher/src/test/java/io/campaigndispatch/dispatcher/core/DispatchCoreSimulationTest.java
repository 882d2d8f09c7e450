package io.campaigndispatch.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Random histories of the core, each by its seed. More of them, or one alone:
 *
 * <pre>
 * mvn -pl dispatcher -am test -Dtest=DispatchCoreSimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -DargLine="-Dsimulation.histories=10000"        (or -Dsimulation.seed=4711)
 * </pre>
 */
class DispatchCoreSimulationTest {

  private static final int HISTORIES = Integer.getInteger("simulation.histories", 300);
  private static final int BROKEN_HISTORIES = 40;

  @Test
  void everyHistory_keepsTheInvariants() {
    Long seed = Long.getLong("simulation.seed");
    if (seed != null) {
      run(seed, new Simulation.Between() {});
      return;
    }
    for (long one = 1; one <= HISTORIES; one++) {
      run(one, new Simulation.Between() {});
    }
  }

  @Test
  void lostWrite_isNoticed() {
    assertNoticed(
        "still open",
        new Simulation.Between() {
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
  void repeatedWrite_isNoticed() {
    assertNoticed(
        "one final outcome",
        new Simulation.Between() {
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
  void overEagerThrottle_isNoticed() {
    assertNoticed(
        "messages of",
        new Simulation.Between() {
          @Override
          public Directory told(Directory directory) {
            Map<String, Workspace> eager = new HashMap<>();
            directory.workspaces().forEach((id, workspace) -> eager.put(id, faster(workspace)));
            return new Directory(directory.vendors(), eager, Map.of(), List.of());
          }
        });
  }

  @Test
  void forgottenJournal_isNoticed() {
    assertNoticed(
        "one final outcome",
        new Simulation.Between() {
          @Override
          public void beforeTakeover(SimulatedKafka kafka, int partition) {
            kafka.forgetJournal(partition);
          }
        });
  }

  @Test
  void commitPastAnOpenRequest_isNoticed() {
    assertNoticed(
        "open below the committed offset",
        new Simulation.Between() {
          @Override
          public List<Effect> done(List<Effect> effects) {
            return effects.stream().map(DispatchCoreSimulationTest::oneFurther).toList();
          }
        });
  }

  private static Effect oneFurther(Effect effect) {
    return effect instanceof Effect.Commit(int partition, var resume)
        ? new Effect.Commit(
            partition, new OpenOffsets.Resume(resume.offset() + 1, resume.journalOffset()))
        : effect;
  }

  private static Workspace faster(Workspace workspace) {
    WorkspaceSample sample =
        WorkspaceSample.workspace(workspace.id())
            .vendor(workspace.vendorId())
            .expiresAfter(workspace.expiresAfter())
            .throttle(
                workspace.throttle().stream()
                    .map(b -> new Bandwidth(b.rate() * 2, b.per(), b.burst()))
                    .toArray(Bandwidth[]::new));
    return sample.build();
  }

  /** At least one of a few histories must find the fault, by the invariant that is meant for it. */
  private static void assertNoticed(String invariant, Simulation.Between fault) {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= BROKEN_HISTORIES; seed++) {
                new Simulation(seed, fault).run();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(invariant);
  }

  private static void run(long seed, Simulation.Between between) {
    try {
      new Simulation(seed, between).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed "
              + seed
              + "; again: mvn -pl dispatcher -am test -Dtest=DispatchCoreSimulationTest"
              + " -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dsimulation.seed="
              + seed,
          e);
    }
  }
}
