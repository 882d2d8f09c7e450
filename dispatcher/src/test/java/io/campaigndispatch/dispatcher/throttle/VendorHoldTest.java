package io.campaigndispatch.dispatcher.throttle;

import static io.campaigndispatch.dispatcher.core.WorkspaceSample.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.Samples;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a vendor's 429 holds a workspace. */
class VendorHoldTest {

  private static final long SECOND = 1_000_000_000L;

  private final Throttle throttle = throttle();

  private static Throttle throttle() {
    Workspace acme = workspace("acme").build();
    return new Throttles(new CoreClock(0), Samples.directory(acme), _ -> 0).of(acme);
  }

  @Test
  void vendorsThrottling_holdsOneSecondDoublingToSixty() {
    long now = 0;
    List<Long> holds = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      long until = throttle.throttledByVendor(null, 0, now, now);
      holds.add((until - now) / SECOND);
      now = until;
    }
    assertThat(holds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void repliesThatThrottleTogether_countAsOne() {
    throttle.throttledByVendor(null, 0, 0, 0);
    assertThat(throttle.throttledByVendor(null, 0, 5, 5)).isEqualTo(SECOND + 5);
    assertThat(throttle.throttledByVendor(null, 0, 2 * SECOND, 2 * SECOND)).isEqualTo(4 * SECOND);
  }

  @Test
  void acceptedCall_beginsTheDoublingAnew() {
    throttle.throttledByVendor(null, 0, 0, 0);
    throttle.acceptedByVendor();

    assertThat(throttle.throttledByVendor(null, 0, 9 * SECOND, 9 * SECOND)).isEqualTo(10 * SECOND);
  }

  @Test
  void whatTheVendorAsks_isKept_andNeverShortened() {
    throttle.throttledByVendor(Duration.ofSeconds(30), 0, 0, 0);
    throttle.throttledByVendor(Duration.ofSeconds(2), 0, 1, 1);

    assertThat(throttle.heldUntilNanos()).isEqualTo(30 * SECOND);
  }

  @Test
  void hold_isSpreadOverATenth() {
    assertThat(throttle.throttledByVendor(Duration.ofSeconds(10), 1, 0, 0)).isEqualTo(11 * SECOND);
  }
}
