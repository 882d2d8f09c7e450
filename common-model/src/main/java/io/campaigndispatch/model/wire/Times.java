package io.campaigndispatch.model.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms in which points in time are read and written. */
final class Times {
  static final String DATE_TIME = "ISO-8601 date and time, UTC-6 when it names no zone";

  /** Platica's page: a time without a zone is Mexico time, UTC-6, all year round. */
  private static final ZoneOffset UNZONED = ZoneOffset.ofHours(-6);

  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private static final DateTimeFormatter BIRTHDATE =
      DateTimeFormatter.ofPattern("dd/MM/uuuu", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static volatile Second lastSecond = Second.of(Instant.EPOCH);

  private Times() {}

  /** An ISO-8601 date and time, seconds and zone optional; null when it is none. */
  static @Nullable Instant parse(String text) {
    try {
      TemporalAccessor read = READ.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return read instanceof OffsetDateTime zoned
          ? zoned.toInstant()
          : LocalDateTime.from(read).toInstant(UNZONED);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether a text is a day as {@code dd/mm/yyyy}. */
  static boolean isBirthdate(String text) {
    try {
      return text.length() == 10 && LocalDate.parse(text, BIRTHDATE).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  static Instant oneYearAfter(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).plusYears(1).toInstant();
  }

  /** UTC with milliseconds, as in {@code 2026-11-20T02:00:00.123Z}. */
  static String milliseconds(Instant instant) {
    Second second = lastSecond;
    if (second.epochSecond != instant.getEpochSecond()) {
      second = Second.of(instant);
      lastSecond = second;
    }
    int millis = instant.getNano() / 1_000_000;
    return new StringBuilder(second.text.length() + 5)
        .append(second.text)
        .append((char) ('0' + millis / 100))
        .append((char) ('0' + millis / 10 % 10))
        .append((char) ('0' + millis % 10))
        .append('Z')
        .toString();
  }

  /** What all instants of a second begin with: of thousands of outcomes, most share theirs. */
  private record Second(long epochSecond, String text) {
    static Second of(Instant instant) {
      String whole = MILLISECONDS.format(instant);
      return new Second(instant.getEpochSecond(), whole.substring(0, whole.length() - 4));
    }
  }
}
