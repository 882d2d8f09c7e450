package io.campaigndispatch.dispatcher.vendor.reply;

import io.campaigndispatch.dispatcher.vendor.HttpReply.Answered;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The wait that a reply's headers ask for (RFC 9110 section 10.2.3: delay-seconds or HTTP-date; by
 * custom also X-RateLimit-Reset), between a second and 15 minutes.
 *
 * <p>A date is relative to the reply's own Date header, so that neither clock's error counts. A
 * reply that came without one was given that of its arrival (RFC 9110 section 6.6.1).
 */
public final class RetryAfter {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMinutes(15);

  /**
   * Seconds above this are a point in time since 1970 (error taxonomy: X-RateLimit-Reset), or
   * nonsense.
   */
  private static final long EPOCH_FROM = 1_000_000_000L;

  /** RFC 9110 section 5.6.7: a year that seems over 50 years ahead is a past one. */
  private static final int FIRST_TWO_DIGIT_YEAR = 1977;

  /** RFC 9110 section 5.6.7: IMF-fixdate, and the two obsolete forms a recipient must read. */
  private static final DateTimeFormatter HTTP_DATE =
      new DateTimeFormatterBuilder()
          .appendPattern("[EEE, dd MMM uuuu HH:mm:ss 'GMT']")
          .optionalStart()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_TWO_DIGIT_YEAR)
          .appendPattern(" HH:mm:ss 'GMT'")
          .optionalEnd()
          .appendPattern("[EEE MMM ppd HH:mm:ss uuuu]")
          .toFormatter(Locale.ENGLISH);

  private RetryAfter() {}

  /** The wait; null when there is none, or none that can be believed. */
  public static @Nullable Duration of(Answered reply) {
    Instant date = date(reply.header("date"));
    String header = reply.header("retry-after");
    if (header != null) {
      long seconds = seconds(header);
      if (seconds >= 0) {
        return seconds > EPOCH_FROM ? null : clamp(Duration.ofSeconds(seconds));
      }
      Instant until = date(header);
      if (until != null && date != null) {
        return clamp(Duration.between(date, until));
      }
    }
    String reset = reply.header("x-ratelimit-reset");
    long seconds = reset == null ? -1 : seconds(reset);
    if (seconds > EPOCH_FROM) {
      return date == null ? null : clamp(Duration.ofSeconds(seconds - date.getEpochSecond()));
    }
    return seconds < 0 ? usage(reply) : clamp(Duration.ofSeconds(seconds));
  }

  /** What Meta's usage header says, where a gateway hands it on; null while there is no limit. */
  private static @Nullable Duration usage(Answered reply) {
    String header = reply.header("x-business-use-case-usage");
    JsonNode usage = header == null ? null : Json.object(header);
    long most = 0;
    for (JsonNode account : usage == null ? List.<JsonNode>of() : usage.values()) {
      for (JsonNode one : account.isArray() ? account.values() : List.<JsonNode>of()) {
        JsonNode minutes = one.path("estimated_time_to_regain_access");
        most = Math.max(most, minutes.canConvertToInt() ? minutes.intValue() : 0);
      }
    }
    return most == 0 ? null : clamp(Duration.ofMinutes(most));
  }

  private static Duration clamp(Duration wait) {
    return wait.compareTo(LEAST) < 0 ? LEAST : wait.compareTo(MOST) > 0 ? MOST : wait;
  }

  /** -1 when it is not a number of at most 15 digits. */
  private static long seconds(String header) {
    String text = header.strip();
    boolean digits =
        !text.isEmpty() && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(text) : -1;
  }

  private static @Nullable Instant date(@Nullable String header) {
    if (header == null) {
      return null;
    }
    try {
      return LocalDateTime.parse(header.strip(), HTTP_DATE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noDate) {
      return null;
    }
  }
}
