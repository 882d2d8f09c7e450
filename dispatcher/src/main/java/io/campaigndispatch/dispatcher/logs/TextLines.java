package io.campaigndispatch.dispatcher.logs;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/** Lines for a person at a terminal: time, level, thread, logger, message; masked as JSON is. */
public final class TextLines implements StructuredLogFormatter<ILoggingEvent> {

  private static final int LONGEST_LOGGER = 31;

  private final DateTimeFormatter times =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private final ThrowableProxyConverter stackTraces;

  /** Made by Spring Boot, which is told of it in application.yaml. */
  public TextLines(ThrowableProxyConverter stackTraces) {
    this.stackTraces = stackTraces;
  }

  @Override
  public String format(ILoggingEvent line) {
    String text = line.getFormattedMessage() + "\n" + stackTraces.convert(line);
    return "%s %5s %-22s %-31s %s"
        .formatted(
            times.format(line.getInstant()),
            line.getLevel(),
            line.getThreadName(),
            tail(line.getLoggerName()),
            Redaction.mask(text));
  }

  /** The end of a long name says most. */
  private static String tail(String logger) {
    return logger.substring(Math.max(0, logger.length() - LONGEST_LOGGER));
  }
}
