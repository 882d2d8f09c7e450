package io.campaigndispatch.dispatcher.vendor.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.campaigndispatch.dispatcher.vendor.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 10.2.3, and what servers send instead. */
class RetryAfterTest {

  private static @Nullable Duration of(
      @Nullable String retryAfter, @Nullable String reset, @Nullable String date) {
    Map<String, String> headers = new HashMap<>();
    put(headers, "retry-after", retryAfter);
    put(headers, "x-ratelimit-reset", reset);
    put(headers, "date", date);
    return RetryAfter.of(Fixtures.reply(429, Map.copyOf(headers), ""));
  }

  private static void put(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT1S",
    "1, PT1S",
    "120, PT2M",
    "' 7 ', PT7S",
    "900, PT15M",
    "901, PT15M",
    "86400, PT15M",
    "1000000000, PT15M",
  })
  void seconds_areClamped(String header, Duration expected) {
    assertThat(of(header, null, null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.5", "soon", "1000000001", "99999999999999999999", "٣", "1e3", "+5"})
  void unbelievableSeconds_areNone(String header) {
    assertThat(of(header, null, null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void everyHttpDateForm_isRelativeToTheRepliesDate(String header) {
    assertThat(of(header, null, "Sun, 06 Nov 1994 08:49:07 GMT")).isEqualTo(Duration.ofSeconds(30));
    assertThat(of("Sun, 06 Nov 1994 08:50:07 GMT", null, header)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "'Fri, 20 Nov 2026 02:00:00 GMT', PT1S",
    "'Fri, 20 Nov 2026 03:00:00 GMT', PT1S",
    "'Fri, 20 Nov 2026 03:00:10 GMT', PT10S",
    "'Fri, 20 Nov 2026 04:00:00 GMT', PT15M",
    "'Saturday, 20-Nov-27 03:00:00 GMT', PT15M",
  })
  void date_isClamped(String header, Duration expected) {
    assertThat(of(header, null, "Fri, 20 Nov 2026 03:00:00 GMT")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fri, 20 Nov 2026 03:00:10 GMT", "Fri, 31 Feb 2026 03:00:10 GMT"})
  void dateWithoutTheRepliesDate_isUnknown(String header) {
    assertThat(of(header, null, null)).isNull();
  }

  @Test
  void replyWithoutADate_isDatedByItsArrival() {
    var reply = Fixtures.reply(503, Map.of("retry-after", "Fri, 20 Nov 2026 03:00:10 GMT"), "");

    assertThat(RetryAfter.of(reply.dated(Instant.parse("2026-11-20T03:00:03.900Z"))))
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void replyWithADate_keepsIt() {
    var reply =
        Fixtures.reply(
            503,
            Map.of(
                "retry-after",
                "Fri, 20 Nov 2026 03:00:10 GMT",
                "date",
                "Fri, 20 Nov 2026 03:00:00 GMT"),
            "");

    assertThat(RetryAfter.of(reply.dated(Instant.EPOCH))).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"1\":[{\"estimated_time_to_regain_access\":7},{\"estimated_time_to_regain_access\":3}]}; PT7M",
        "{\"1\":[{\"estimated_time_to_regain_access\":60}]}; PT15M",
        "{\"1\":[{\"estimated_time_to_regain_access\":0}]}; ",
        "{\"1\":[{\"estimated_time_to_regain_access\":99999999999}]}; ",
        "{\"1\":[{\"call_count\":100}],\"2\":7}; ",
        "[1]; ",
        "soon; ",
      })
  void metasUsage_isMinutes(String header, @Nullable Duration expected) {
    var reply = Fixtures.reply(400, Map.of("x-business-use-case-usage", header), "");

    assertThat(RetryAfter.of(reply)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "5, , PT5S",
    "1795143610, 'Fri, 20 Nov 2026 03:00:00 GMT', PT10S",
    "1795143610, , ",
    "never, , ",
  })
  void rateLimitReset_isSecondsOrEpoch(
      String reset, @Nullable String date, @Nullable Duration expected) {
    assertThat(of(null, reset, date)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"3, PT3S", "soon, PT9S"})
  void retryAfter_goesBeforeRateLimitReset_whenItCanBeRead(String header, Duration expected) {
    assertThat(of(header, "9", null)).isEqualTo(expected);
  }
}
