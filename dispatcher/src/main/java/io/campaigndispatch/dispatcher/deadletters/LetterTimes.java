package io.campaigndispatch.dispatcher.deadletters;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Times as operators write them: ISO-8601, a day, a time of a day in UTC, or one with its zone. */
public final class LetterTimes {

  public static final String EXPECTED =
      "an ISO-8601 time such as 2026-11-20T08:00:00Z or 2026-11-20 (UTC)";

  private LetterTimes() {}

  /** Null when it is none. */
  public static @Nullable Instant parse(String text) {
    try {
      TemporalAccessor read =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return read instanceof OffsetDateTime zoned
          ? zoned.toInstant()
          : LocalDateTime.from(read).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noTime) {
      return day(text);
    }
  }

  private static @Nullable Instant day(String text) {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException noDay) {
      return null;
    }
  }
}
