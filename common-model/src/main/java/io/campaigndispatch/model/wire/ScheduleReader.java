package io.campaigndispatch.model.wire;

import io.campaigndispatch.model.send.Schedule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a request becomes due: a delay or a time, never both, judged against the record's timestamp
 * and not against the clock, so that a re-read gives the same answer. Platica's limits, which are
 * ours as well.
 */
final class ScheduleReader {
  static final long SHORTEST_DELAY = 3_000;
  static final long LONGEST_DELAY = 86_400_000;

  private ScheduleReader() {}

  /**
   * @param required whether one of both must be there
   * @param envelope of a record that an operator sent again: its delay is over, and a time that has
   *     passed means now
   */
  static @Nullable Schedule read(
      Fields fields, String delayField, String atField, boolean required, Envelope envelope) {
    boolean both = fields.isPresent(delayField) && fields.isPresent(atField);
    boolean neither = !fields.isPresent(delayField) && !fields.isPresent(atField);
    String exactlyOne = "exactly one of " + delayField + " and " + atField;
    if (both) {
      fields.violate(atField, "excludes " + delayField, exactlyOne, "both");
    }
    if (neither && required) {
      fields.violate(delayField, "or " + atField + " is required", exactlyOne, null);
    }
    Long delay = fields.integer(delayField, SHORTEST_DELAY, LONGEST_DELAY);
    Instant at = at(fields, atField, envelope);
    if (delay != null) {
      return envelope.isReplay() ? null : new Schedule.Delay(Duration.ofMillis(delay));
    }
    return at == null ? null : new Schedule.At(at);
  }

  private static @Nullable Instant at(Fields fields, String field, Envelope envelope) {
    Instant timestamp = envelope.timestamp();
    String text = fields.text(field);
    if (text == null) {
      return null;
    }
    Instant at = Times.parse(text);
    if (at == null) {
      fields.violate(field, "is no point in time", Times.DATE_TIME, text);
    } else if (!at.isAfter(timestamp)) {
      if (envelope.isReplay()) {
        return null;
      }
      fields.violate(field, "must be in the future", "after " + timestamp, text);
    } else if (at.isAfter(Times.oneYearAfter(timestamp))) {
      fields.violate(field, "is too far ahead", "at most " + Times.oneYearAfter(timestamp), text);
    }
    return at;
  }
}
