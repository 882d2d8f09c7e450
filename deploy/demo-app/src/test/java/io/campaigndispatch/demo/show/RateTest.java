package io.campaigndispatch.demo.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rate of late. */
class RateTest {

  private static final long SECOND = 1_000_000_000L;

  private final Rate rate = new Rate();

  @Test
  void oneSample_isNoRate() {
    rate.sample(0, 10);

    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void steadyGrowth_isItsRate() {
    for (int i = 0; i < 10; i++) {
      rate.sample(i * SECOND / 4, i * 5L);
    }

    assertThat(rate.perSecond()).isEqualTo(20);
  }

  @Test
  void growthOfLongAgo_isForgotten() {
    rate.sample(0, 0);
    rate.sample(SECOND, 1_000);
    for (int i = 2; i <= 8; i++) {
      rate.sample(i * SECOND, 1_000);
    }

    assertThat(rate.perSecond()).isZero();
  }
}
