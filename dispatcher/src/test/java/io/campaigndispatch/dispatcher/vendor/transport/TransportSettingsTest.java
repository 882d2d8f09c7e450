package io.campaigndispatch.dispatcher.vendor.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransportSettingsTest {

  @Test
  void standard_isAsDocumented() {
    assertThat(TransportSettings.standard("1.0-rc.1"))
        .isEqualTo(
            new TransportSettings(
                "1.0-rc.1",
                1,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                1_048_576,
                32_768,
                null));
  }

  @Test
  void version_thatIsNoProductVersion_isRejected() {
    assertThatThrownBy(() -> TransportSettings.standard("1\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("version: expected");
  }

  @Test
  void connectTimeout_zero_isRejected() {
    assertThatThrownBy(() -> Client.waiting(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessage("connect-timeout: expected longer than zero, received PT0S");
  }

  @Test
  void idleTimeout_negative_isRejected() {
    assertThatThrownBy(() -> Client.waiting(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
        .hasMessage("idle-timeout: expected longer than zero, received PT-1S");
  }

  @Test
  void bounds_outOfRange_areRejected() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new TransportSettings("1", 0, second, second, 1, 1024, null))
        .hasMessage("threads: expected 1 to 64, received 0");
    assertThatThrownBy(() -> new TransportSettings("1", 1, second, second, 0, 1024, null))
        .hasMessage("max-body-bytes: expected 1 to 67108864, received 0");
    assertThatThrownBy(() -> new TransportSettings("1", 1, second, second, 1, 1023, null))
        .hasMessage("max-head-bytes: expected 1024 to 1048576, received 1023");
  }
}
