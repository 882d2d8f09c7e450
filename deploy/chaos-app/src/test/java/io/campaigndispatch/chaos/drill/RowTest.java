package io.campaigndispatch.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** With times divided by 10: a breaker's alert fires within 38 s and clears within 51 s. */
class RowTest {

  private static final int FASTER = 10;
  private static final Promise PROMISE = Promise.VENDOR_DOWN;
  private static final Alert ITS = PROMISE.alert();
  private static final Alert OTHER = new Alert("DispatcherVendorErrors", "platica");
  private static final long START = 1_000_000_000_000L;
  private static final long NEVER = Long.MAX_VALUE;

  private final List<Sample> samples = new ArrayList<>();

  private void at(int second, Alert... firing) {
    samples.add(new Sample(nanos(second), Set.of(firing), Set.of()));
  }

  private static long nanos(int second) {
    return START + Duration.ofSeconds(second).toNanos();
  }

  private Row row(long cured) {
    return Row.of(PROMISE, FASTER, START, cured, samples);
  }

  @Test
  void row_firedAndClearedInTime_holds() {
    at(1);
    at(20, ITS);
    at(30, ITS);
    at(41);

    Row row = row(nanos(25));

    assertThat(row.holds()).isTrue();
    assertThat(row.fired()).isEqualTo(Duration.ofSeconds(20));
    assertThat(row.cleared()).isEqualTo(Duration.ofSeconds(16));
    assertThat(row.others()).isEmpty();
  }

  @Test
  void row_atItsBounds_holds() {
    at(38, ITS);
    at(40 + 51);

    assertThat(row(nanos(40)).faults()).isEmpty();
  }

  @Test
  void row_notFired_fails() {
    at(1);
    at(100);

    Row row = row(nanos(60));

    assertThat(row.faults()).containsExactly("DispatcherBreakerOpen (platica) did not fire");
    assertThat(row.fired()).isNull();
    assertThat(row.cleared()).isNull();
  }

  @Test
  void row_firedLate_fails() {
    at(39, ITS);
    at(50);

    assertThat(row(nanos(45)).faults()).containsExactly("fired late");
  }

  @Test
  void row_notCleared_fails() {
    at(20, ITS);
    at(200, ITS);

    assertThat(row(nanos(25)).faults()).containsExactly("did not clear");
  }

  @Test
  void row_clearedLate_fails() {
    at(20, ITS);
    at(25 + 52);

    assertThat(row(nanos(25)).faults()).containsExactly("cleared late");
  }

  @Test
  void row_quietBeforeTheCure_isNotCleared() {
    at(20, ITS);
    at(22);
    at(24, ITS);
    at(26, ITS);
    at(40);

    assertThat(row(nanos(25)).cleared()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void row_firesAgainAfterItCleared_clearsTheLastTime() {
    at(20, ITS);
    at(30);
    at(40, ITS);
    at(50);

    assertThat(row(nanos(25)).cleared()).isEqualTo(Duration.ofSeconds(25));
  }

  @Test
  void row_anotherAlert_fails_howeverBriefly() {
    at(20, ITS);
    at(30);
    at(60, OTHER);
    at(61);

    Row row = row(nanos(25));

    assertThat(row.faults()).containsExactly("DispatcherVendorErrors (platica) fired too");
    assertThat(row.others()).containsExactly(OTHER);
  }

  @Test
  void row_itsAlertAboutAnother_isAnotherAlert() {
    at(20, new Alert(ITS.name(), "gateway"));
    at(30);

    assertThat(row(nanos(25)).faults())
        .containsExactly(
            "DispatcherBreakerOpen (platica) did not fire",
            "DispatcherBreakerOpen (gateway) fired too");
  }

  @Test
  void row_neverCured_isNotCleared() {
    at(20, ITS);
    at(30);

    assertThat(row(NEVER).faults()).containsExactly("did not clear");
  }

  @Test
  void row_thatFailsWhileTheMachineStoodStill_isDisturbed() {
    at(1);
    at(5, OTHER);

    assertThat(row(nanos(6)).stoodStill()).isEqualTo(Duration.ofSeconds(4));
    assertThat(row(nanos(6)).isDisturbed()).isTrue();
  }

  @Test
  void row_thatFailsOnAMachineThatWent_isNotDisturbed() {
    at(3);
    at(6, OTHER);

    assertThat(row(nanos(6)).isDisturbed()).isFalse();
  }

  @Test
  void row_thatHolds_isNotDisturbed() {
    at(20, ITS);
    at(30);

    assertThat(row(nanos(25)).isDisturbed()).isFalse();
  }
}
