package io.campaigndispatch.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbesTest {

  private final Probes probes = new Probes(5);

  @Test
  void message_beforeAnyAnswer_cameWhenItWasNoted() {
    assertThat(probes.earliest(1_000)).isEqualTo(1_000);
  }

  @Test
  void message_whileTheLoopIsPunctual_cameAtMostTwoQuestionsBefore() {
    probes.add(1_000, 1_001);
    probes.add(1_006, 1_007);
    probes.add(1_012, 1_013);
    assertThat(probes.earliest(1_015)).isEqualTo(1_006);
  }

  @Test
  void message_afterAStandStill_mayHaveComeAtItsBegin() {
    probes.add(1_000, 1_001);
    probes.add(1_006, 1_300);
    probes.add(1_305, 1_306);
    assertThat(probes.earliest(1_302)).isEqualTo(1_000);
    assertThat(probes.earliest(1_310)).isEqualTo(1_006);
  }

  @Test
  void lateness_isTheLongestDelayThereabouts() {
    probes.add(1_000, 1_001);
    probes.add(1_006, 1_300);
    probes.add(1_305, 1_306);
    probes.add(9_000, 9_001);
    assertThat(probes.lateness(1_400)).isEqualTo(294);
    assertThat(probes.lateness(5_000)).isZero();
    assertThat(probes.longest()).isEqualTo(7_695);
  }
}
