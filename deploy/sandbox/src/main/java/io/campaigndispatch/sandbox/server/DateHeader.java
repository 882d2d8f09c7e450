package io.campaigndispatch.sandbox.server;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The {@code Date} header (RFC 9110 §6.6.1), formatted once a second: a client measures a {@code
 * Retry-After} date against it. Owned by the event loop.
 */
final class DateHeader {
  private final InstantSource clock;
  private long second = Long.MIN_VALUE;
  private String text = "";

  DateHeader(InstantSource clock) {
    this.clock = clock;
  }

  String now() {
    Instant now = clock.instant();
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      text = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
    }
    return text;
  }
}
