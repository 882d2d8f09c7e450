package io.campaigndispatch.dispatcher.intake;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandoverTest {

  @Test
  void pollInterval_ofOrdinaryVendors_isNinetySeconds() {
    assertThat(Handover.pollInterval(ofSeconds(13))).isEqualTo(ofSeconds(90));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 45, 46, 120, 603})
  void pollInterval_isLongerThanCallsAndLastWritesMayTake(int drain) {
    assertThat(Handover.pollInterval(ofSeconds(drain)))
        .isGreaterThan(ofSeconds(drain).plus(Handover.LAST_WRITES));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 45, 46, 120, 603})
  void drain_thatTheIntervalWasMadeFor_isGranted(int drain) {
    Duration wanted = ofSeconds(drain);

    assertThat(Handover.drain(wanted, Handover.pollInterval(wanted))).isEqualTo(wanted);
  }

  @Test
  void drain_ofAVendorThatBecameSlower_endsBeforeTheGroupGoesOnWithoutUs() {
    Duration interval = Handover.pollInterval(ofSeconds(13));

    assertThat(Handover.drain(ofMinutes(10), interval).plus(Handover.LAST_WRITES))
        .isLessThan(interval);
  }

  @Test
  void drain_withAnIntervalTooShortForAnything_isHalfOfIt() {
    assertThat(Handover.drain(ofSeconds(23), ofSeconds(30))).isEqualTo(ofSeconds(15));
  }
}
