package io.campaigndispatch.dispatcher.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.reply.Alert;
import io.campaigndispatch.dispatcher.vendor.reply.Alert.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplyAlertsTest {

  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final Alert ONE = new Alert(Kind.UNKNOWN_CODE, "987654");
  private static final Alert OTHER = new Alert(Kind.UNKNOWN_CODE, "987655");

  private final ReplyAlerts alerts = new ReplyAlerts();

  @Test
  void code_isToldOncePerVendorAndHour() {
    assertThat(alerts.tell("v1", ONE, 0)).isTrue();
    assertThat(alerts.tell("v1", ONE, HOUR - 1)).isFalse();
    assertThat(alerts.tell("v1", OTHER, 1)).isTrue();
    assertThat(alerts.tell("v2", ONE, 1)).isTrue();

    assertThat(alerts.tell("v1", ONE, HOUR)).isTrue();
  }

  @Test
  void inventedCodes_areNotAllRemembered_andThoseOfThisHourStay() {
    for (int i = 0; i < 1_000; i++) {
      alerts.tell("v1", new Alert(Kind.UNKNOWN_CODE, "c" + i), 0);
    }

    assertThat(alerts.tell("v1", ONE, 1)).isFalse();
    assertThat(alerts.tell("v1", new Alert(Kind.UNKNOWN_CODE, "c5"), 1)).isFalse();
    assertThat(alerts.tell("v1", ONE, HOUR)).isTrue();
  }
}
