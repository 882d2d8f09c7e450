package io.campaigndispatch.sandbox.platica;

import io.campaigndispatch.sandbox.wire.FieldCheck;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** When Platica sends: at once, after {@code delay}, or at {@code scheduleTime}. */
sealed interface Timing {
  /** Milliseconds. */
  long MIN_DELAY = 3_000;

  /** Milliseconds: 24 hours. */
  long MAX_DELAY = 86_400_000;

  /** A time without a zone is Mexico's: "2025-07-01T18:40:00 — Mexico time (UTC-6)". */
  ZoneOffset MEXICO = ZoneOffset.ofHours(-6);

  DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  /** At once. */
  record Immediate() implements Timing {}

  /** After that many milliseconds. */
  record Delayed(Instant executeAt, long delayMs) implements Timing {}

  /** At a time. */
  record Scheduled(Instant executeAt, String asGiven) implements Timing {}

  /**
   * Reads {@code delay} and {@code scheduleTime}, of which one at most may be given. Which of
   * Platica's two 400 bodies answers a mistake is not documented; it is body 2 here (INVENTED).
   */
  static Timing read(FieldCheck check, ObjectNode body, Instant now) {
    JsonNode delay = body.path("delay");
    JsonNode schedule = body.path("scheduleTime");
    if (!FieldCheck.isAbsent(delay) && !FieldCheck.isAbsent(schedule)) {
      check.reject("scheduleTime", "either delay or scheduleTime", schedule);
      return new Immediate();
    }
    if (!FieldCheck.isAbsent(delay)) {
      return delayed(check, delay, now);
    }
    return FieldCheck.isAbsent(schedule) ? new Immediate() : scheduled(check, schedule, now);
  }

  private static Timing delayed(FieldCheck check, JsonNode delay, Instant now) {
    boolean whole = delay.isIntegralNumber() && delay.canConvertToLong();
    if (!whole || delay.longValue() < MIN_DELAY || delay.longValue() > MAX_DELAY) {
      check.reject("delay", "a number of milliseconds from 3000 to 86400000", delay);
      return new Immediate();
    }
    return new Delayed(now.plusMillis(delay.longValue()), delay.longValue());
  }

  private static Timing scheduled(FieldCheck check, JsonNode schedule, Instant now) {
    Instant at = schedule.isString() ? parse(schedule.stringValue()) : null;
    if (at == null) {
      check.reject("scheduleTime", "a date and time in ISO 8601", schedule);
    } else if (!at.isAfter(now)) {
      check.reject("scheduleTime", "a time in the future", schedule);
    } else if (at.isAfter(now.atOffset(ZoneOffset.UTC).plusYears(1).toInstant())) {
      check.reject("scheduleTime", "a time within one year", schedule);
    } else {
      return new Scheduled(at, schedule.stringValue());
    }
    return new Immediate();
  }

  private static @Nullable Instant parse(String text) {
    try {
      TemporalAccessor time = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return time instanceof OffsetDateTime zoned
          ? zoned.toInstant()
          : LocalDateTime.from(time).toInstant(MEXICO);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
