package io.campaigndispatch.dispatcher.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.flow.Breaker.Moved;
import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.model.workspace.BreakerPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class BreakerTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Breaker breaker = new Breaker(BreakerPolicy.STANDARD);
  private long calls;
  private long nanos = -5 * SECOND;

  private Moved call(VendorState vendor) {
    assertThat(breaker.admits(nanos)).isTrue();
    long call = calls++;
    breaker.started(call);
    return breaker.ended(call, vendor, nanos);
  }

  private void calls(int count, VendorState vendor) {
    for (int i = 0; i < count; i++) {
      call(vendor);
    }
  }

  private void opened() {
    calls(10, VendorState.UNREACHABLE);
    assertThat(breaker.isClosed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "FAILING", "OVERLOADED"})
  void failures_fewerThanCount_changeNothing_theNextOneOpens(VendorState vendor) {
    calls(9, vendor);
    assertThat(breaker.isClosed()).isTrue();

    assertThat(call(vendor)).isEqualTo(Moved.OPENED);
    assertThat(breaker.admits(nanos)).isFalse();
  }

  @Test
  void failures_fewerThanHalf_changeNothing() {
    calls(6, VendorState.WORKING);
    calls(5, VendorState.FAILING);
    assertThat(breaker.isClosed()).isTrue();

    assertThat(call(VendorState.FAILING)).isEqualTo(Moved.OPENED);
  }

  @Test
  void answer_opensNothing_whateverFailedBefore() {
    calls(9, VendorState.FAILING);

    assertThat(call(VendorState.WORKING)).isEqualTo(Moved.NO);
    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void failures_longAgo_countNoMore() {
    calls(9, VendorState.UNREACHABLE);
    nanos += 10 * SECOND;

    calls(9, VendorState.UNREACHABLE);
    assertThat(breaker.isClosed()).isTrue();
    nanos += 5 * SECOND;
    assertThat(call(VendorState.UNREACHABLE)).isEqualTo(Moved.OPENED);
  }

  @Test
  void whatSaysNothing_isNotCounted() {
    calls(100, VendorState.UNKNOWN);
    calls(9, VendorState.UNREACHABLE);

    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void open_admitsNothingForItsTime_thenOneCallAtATime() {
    opened();
    assertThat(breaker.triesAtNanos()).isEqualTo(nanos + 30 * SECOND);

    nanos += 30 * SECOND - 1;
    assertThat(breaker.admits(nanos)).isFalse();
    nanos++;
    assertThat(breaker.admits(nanos)).isTrue();
    breaker.started(calls++);
    assertThat(breaker.admits(nanos)).isFalse();
  }

  @Test
  void answeredProbe_closes_andCountsAnew() {
    opened();
    nanos += 30 * SECOND;

    assertThat(call(VendorState.WORKING)).isEqualTo(Moved.CLOSED);
    calls(9, VendorState.UNREACHABLE);
    assertThat(breaker.isClosed()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"WORKING", "UNKNOWN"})
  void failedProbe_opensAgain(VendorState vendor) {
    opened();
    nanos += 30 * SECOND;

    assertThat(call(vendor)).as("it was open before").isEqualTo(Moved.NO);
    assertThat(breaker.admits(nanos)).isFalse();
    boolean tls = vendor == VendorState.UNTRUSTED;
    assertThat(breaker.triesAtNanos() - nanos).isEqualTo((tls ? 300 : 30) * SECOND);
  }

  @Test
  void probeThatSaysNothing_isFollowedByAnother() {
    opened();
    nanos += 30 * SECOND;

    call(VendorState.UNKNOWN);

    assertThat(breaker.isClosed()).isFalse();
    assertThat(breaker.admits(nanos)).isTrue();
  }

  @Test
  void tlsFailure_opensAtOnce_andForLonger() {
    assertThat(call(VendorState.UNTRUSTED)).isEqualTo(Moved.OPENED);

    assertThat(breaker.triesAtNanos() - nanos).isEqualTo(300 * SECOND);
  }

  @Test
  void tlsFailure_ofACallThatWasUnderWay_makesItLonger() {
    breaker.started(1_000);
    opened();

    breaker.ended(1_000, VendorState.UNTRUSTED, nanos);

    assertThat(breaker.triesAtNanos() - nanos).isEqualTo(300 * SECOND);
  }

  @Test
  void callsFromBefore_decideNothingWhileOneTries_norAfterwards() {
    long before = calls;
    calls += 20;
    opened();
    nanos += 30 * SECOND;
    assertThat(breaker.admits(nanos)).isTrue();
    long probe = calls++;
    breaker.started(probe);

    assertThat(breaker.ended(before, VendorState.WORKING, nanos)).isEqualTo(Moved.NO);
    assertThat(breaker.isClosed()).isFalse();
    assertThat(breaker.ended(probe, VendorState.WORKING, nanos)).isEqualTo(Moved.CLOSED);
    for (int i = 1; i < 20; i++) {
      assertThat(breaker.ended(before + i, VendorState.FAILING, nanos)).isEqualTo(Moved.NO);
    }
    assertThat(breaker.isClosed()).isTrue();
  }
}
