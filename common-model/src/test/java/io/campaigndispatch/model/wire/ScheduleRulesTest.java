package io.campaigndispatch.model.wire;

import static io.campaigndispatch.model.wire.Given.broken;
import static io.campaigndispatch.model.wire.Given.decode;
import static io.campaigndispatch.model.wire.Given.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.model.send.Schedule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Every record here is of 2026-11-20T02:00:00Z. */
class ScheduleRulesTest {

  private static Decoded scheduled(String schedule) {
    ObjectNode request = Given.request();
    request.set("schedule", Given.object(schedule));
    return decode(request);
  }

  private static Decoded at(String at) {
    return scheduled("{\"at\": \"" + at + "\"}");
  }

  @ParameterizedTest
  @ValueSource(longs = {3_000, 5_000, 86_400_000})
  void delay_isCountedFromTheRecordsTimestamp(long ms) {
    assertThat(valid(scheduled("{\"delayMs\": " + ms + "}")).schedule())
        .isEqualTo(new Schedule.Delay(Duration.ofMillis(ms)))
        .extracting(schedule -> schedule.dueAt(Given.TIMESTAMP))
        .isEqualTo(Given.TIMESTAMP.plusMillis(ms));
  }

  @Test
  void wholeNumberWrittenWithAFraction_isAWholeNumber() {
    assertThat(valid(scheduled("{\"delayMs\": 5000.0}")).schedule())
        .isEqualTo(new Schedule.Delay(Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2999", "86400001", "0", "-1", "3000.5", "\"5000\"", "true", "1e400"})
  void delay_outsideItsRange_isRejected(String ms) {
    assertThat(broken(scheduled("{\"delayMs\": " + ms + "}"))).containsExactly("schedule.delayMs");
  }

  @ParameterizedTest
  @CsvSource({
    "2027-07-01T18:40:00-06:00, 2027-07-02T00:40:00Z",
    "2027-07-01T18:40:00Z, 2027-07-01T18:40:00Z",
    "2027-07-01T18:40:00.250Z, 2027-07-01T18:40:00.250Z",
    "2027-07-01T18:40Z, 2027-07-01T18:40:00Z",
    "2027-07-01T18:40+0530, 2027-07-01T13:10:00Z",
    "2027-07-01T18:40:00+02, 2027-07-01T16:40:00Z",
  })
  void time_isIso8601WithOptionalSeconds(String text, Instant expected) {
    assertThat(valid(at(text)).schedule()).isEqualTo(new Schedule.At(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "2027-07-01T18:40:00, 2027-07-02T00:40:00Z",
    "2027-01-01T18:40, 2027-01-02T00:40:00Z",
  })
  void timeWithoutZone_isUtcMinus6AllYear(String text, Instant expected) {
    assertThat(valid(at(text)).schedule()).isEqualTo(new Schedule.At(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tomorrow",
        "2027-07-01",
        "18:40",
        "2027-02-30T10:00:00Z",
        "2027-07-01 18:40:00Z",
        "1798761600",
        "2027-07-01T25:00:00Z",
        "2027-07-01T18:40:00[America/Lima]",
        "",
        "+999999999-12-31T23:59:59"
      })
  void anythingElse_isNoTime(String text) {
    assertThat(broken(at(text))).containsExactly("schedule.at");
  }

  @Test
  void time_isAfterTheRecordsTimestamp() {
    assertThat(broken(at("2026-11-20T02:00:00Z"))).containsExactly("schedule.at");
    assertThat(valid(at("2026-11-20T02:00:00.001Z")).schedule()).isNotNull();
  }

  @Test
  void time_isAtMostOneYearAfterTheRecordsTimestamp() {
    assertThat(valid(at("2027-11-20T02:00:00Z")).schedule()).isNotNull();
    assertThat(broken(at("2027-11-20T02:00:00.001Z"))).containsExactly("schedule.at");
  }

  @Test
  void exactlyOneOfBoth_isRequired() {
    assertThat(broken(scheduled("{}"))).containsExactly("schedule.delayMs");
    assertThat(broken(scheduled("{\"delayMs\": null}"))).containsExactly("schedule.delayMs");
    assertThat(broken(scheduled("{\"delayMs\": 5000, \"at\": \"2027-07-01T18:40:00Z\"}")))
        .containsExactly("schedule.at");
  }

  @Test
  void expiresAt_mayBeInThePast() {
    assertThat(valid(decode(Given.request().put("expiresAt", "2020-01-01T00:00:00Z"))).expiresAt())
        .isEqualTo("2020-01-01T00:00:00Z");
  }

  @Test
  void expiresAt_isAPointInTime() {
    assertThat(broken(decode(Given.request().put("expiresAt", "never"))))
        .containsExactly("expiresAt");
    assertThat(broken(decode(Given.request().put("expiresAt", 5)))).containsExactly("expiresAt");
  }
}
