package io.campaigndispatch.dispatcher.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * What Spring Boot's JSON of a line gets besides: the name of its event ({@code event.action}) and
 * its values ({@code dispatch.*}) when it is one of ours. Every text in it is masked.
 */
public final class EventMembers implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

  private static final String TIME = "@timestamp";

  /** Made by Spring Boot, which is told of it in application.yaml. */
  public EventMembers() {}

  @Override
  public void customize(JsonWriter.Members<ILoggingEvent> members) {
    members
        .add("event", EventMembers::named)
        .whenNotNull()
        .usingMembers(event -> event.add("action", LogEvent::name));
    members.add("dispatch", EventMembers::values).whenNotEmpty();
    members.applyingValueProcessor(
        JsonWriter.ValueProcessor.<String>of(EventMembers::masked)
            .whenInstanceOf(String.class)
            .whenHasPath(path -> !TIME.equals(path.name())));
  }

  private static @Nullable String masked(@Nullable String text) {
    return text == null ? null : Redaction.mask(text);
  }

  private static @Nullable LogEvent named(ILoggingEvent line) {
    return LogEvent.of(line.getMessage());
  }

  private static Map<String, Object> values(ILoggingEvent line) {
    LogEvent event = named(line);
    Object[] given = line.getArgumentArray();
    if (event == null || given == null) {
      return Map.of();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(event.keys().size(), given.length); i++) {
      values.put(event.keys().get(i), given[i]);
    }
    return values;
  }
}
