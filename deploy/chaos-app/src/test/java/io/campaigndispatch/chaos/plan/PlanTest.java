package io.campaigndispatch.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final int SECONDS = 60;
  private static final int DISPATCHERS = 3;

  private static Plan plan(long seed) {
    return Plan.of(seed, SECONDS, DISPATCHERS, 3);
  }

  @Test
  void plan_sameSeed_isTheSame() {
    assertThat(plan(7)).isEqualTo(plan(7));
  }

  @Test
  void plan_anotherSeed_isAnother() {
    assertThat(plan(7)).isNotEqualTo(plan(8));
  }

  @Test
  void lane_anySeed_neverOverlapsAndBeginsWithinTheTime() {
    for (long seed = 0; seed < 200; seed++) {
      for (List<Step> lane : plan(seed).lanes()) {
        Duration free = Duration.ZERO;
        for (Step step : lane) {
          assertThat(step.at())
              .isGreaterThanOrEqualTo(free)
              .isLessThan(Duration.ofSeconds(SECONDS));
          assertThat(step.lasts()).isPositive();
          free = step.end();
        }
      }
    }
  }

  @Test
  void lane_ofADispatcher_hasOnlyItsOwnTroubles() {
    Plan plan = plan(7);
    for (int slot = 0; slot < DISPATCHERS; slot++) {
      assertThat(plan.lanes().get(slot))
          .isNotEmpty()
          .extracting(Step::trouble)
          .allSatisfy(trouble -> assertThat(trouble).isInstanceOf(Trouble.OfDispatcher.class))
          .extracting(trouble -> ((Trouble.OfDispatcher) trouble).slot())
          .containsOnly(slot);
    }
  }

  @Test
  void plan_ofThreeMinutes_hasEveryKindOfTrouble() {
    List<Step> steps =
        Plan.of(7, 180, DISPATCHERS, 3).lanes().stream().flatMap(List::stream).toList();
    assertThat(steps.stream().map(step -> step.trouble().getClass()).collect(Collectors.toSet()))
        .hasSize(6);
    assertThat(steps)
        .filteredOn(step -> step.trouble() instanceof Trouble.SuspendDispatcher)
        .anyMatch(step -> step.lasts().compareTo(Plan.SESSION) > 0);
    assertThat(steps)
        .filteredOn(
            step ->
                step.trouble() instanceof Trouble.CutDispatcher(_, var weather)
                    && weather == Weather.CUT)
        .anyMatch(step -> step.lasts().compareTo(Plan.SESSION) > 0);
  }
}
