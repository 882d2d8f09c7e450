package io.campaigndispatch.dispatcher.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.core.WaitReason;
import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When what is open will have been sent. */
class EtaTest {

  private static final Bandwidth TWENTY_A_SECOND = new Bandwidth(20, Duration.ofSeconds(1), 4);
  private static final Bandwidth THOUSAND_A_DAY = new Bandwidth(1_000, Duration.ofDays(1), 1_000);

  @Test
  void openRequests_endAfterAsLongAsTheRateTakes() {
    assertThat(eta(1_000, 20, WaitReason.TOKENS)).isEqualTo(new Eta.In(50));
    assertThat(eta(1_001, 20, WaitReason.NONE)).isEqualTo(new Eta.In(51));
    assertThat(eta(1, 500, WaitReason.NONE)).isEqualTo(new Eta.In(1));
  }

  @Test
  void nothingOpen_hasNoEnd() {
    assertThat(eta(0, 20, WaitReason.NONE)).isEqualTo(new Eta.Nothing());
    assertThat(eta(0, 0, WaitReason.WORKSPACE_HELD)).isEqualTo(new Eta.Nothing());
  }

  @ParameterizedTest
  @EnumSource(
      value = WaitReason.class,
      names = {
        "CAMPAIGN_PAUSED",
        "TEMPLATE_HELD",
        "WORKSPACE_HELD",
        "NOT_DUE",
        "BREAKER_OPEN",
        "OUTCOMES_BLOCKED"
      })
  void whatWaitsForSomebodyOrItsTime_saysSo_andNoNumber(WaitReason reason) {
    Eta eta = eta(1_000, 20, reason);

    assertThat(eta).isEqualTo(new Eta.Blocked(reason));
    assertThat(eta.seconds()).isNull();
    assertThat(eta.blockedBy()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(
      value = WaitReason.class,
      names = {"NONE", "TOKENS", "VENDOR_THROTTLED", "NO_PERMIT", "RECIPIENT_BUSY"})
  void whatOnlyTakesTime_hasANumber(WaitReason reason) {
    assertThat(eta(100, 10, reason).seconds()).isEqualTo(10);
  }

  @Test
  void dailyLimit_isFeltBeforeItIsReached() {
    // A thousand at once, and then one per 86.4 s: what is sent now says nothing of that.
    assertThat(eta(3_000, 20, WaitReason.TOKENS, TWENTY_A_SECOND, THOUSAND_A_DAY))
        .isEqualTo(new Eta.In(Duration.ofDays(2).toSeconds()));
    assertThat(eta(1_000, 20, WaitReason.TOKENS, TWENTY_A_SECOND, THOUSAND_A_DAY))
        .isEqualTo(new Eta.In(50));
  }

  @Test
  void nothingSentLately_isTheThrottlesWord_orNone() {
    Bandwidth oneAMinute = new Bandwidth(1, Duration.ofMinutes(1), 1);
    assertThat(eta(11, 0, WaitReason.TOKENS, oneAMinute)).isEqualTo(new Eta.In(600));
    assertThat(eta(11, 0, WaitReason.NONE, oneAMinute)).isEqualTo(new Eta.NoRate());
    assertThat(eta(11, 0, WaitReason.TOKENS)).isEqualTo(new Eta.NoRate());
  }

  private static Eta eta(long open, double perSecond, WaitReason reason, Bandwidth... throttle) {
    return Eta.of(new Eta.Work(open, perSecond, List.of(throttle), reason));
  }
}
