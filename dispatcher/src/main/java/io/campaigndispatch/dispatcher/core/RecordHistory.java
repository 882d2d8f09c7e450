package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.wire.DispatchHeaders;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a record's headers say of its past.
 *
 * @param source where the request first entered
 * @param moves how often it was moved towards its home
 * @param replay how often an operator sent it again
 */
record RecordHistory(Source source, int moves, int replay) {

  private static final Pattern SOURCE = Pattern.compile("(.{1,249})-(\\d{1,9})@(\\d{1,18})");

  static RecordHistory of(RawRecord raw) {
    Source here = new Source(raw.topic(), raw.partition(), raw.offset());
    if (!raw.headers().iterator().hasNext()) {
      return new RecordHistory(here, 0, 0);
    }
    int moves = 0;
    for (Header _ : raw.headers().headers(DispatchHeaders.MOVED_FROM)) {
      moves++;
    }
    int replay = replay(text(raw, DispatchHeaders.REPLAY));
    // Only the dispatcher writes a source, and always together with one of these: on a first entry
    // it says nothing.
    Source first = moves > 0 || replay > 0 ? source(text(raw, DispatchHeaders.SOURCE)) : null;
    return new RecordHistory(first == null ? here : first, moves, replay);
  }

  private static @Nullable Source source(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher matcher = SOURCE.matcher(text);
    return matcher.matches()
        ? new Source(
            matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)))
        : null;
  }

  private static int replay(@Nullable String text) {
    return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private static @Nullable String text(RawRecord raw, String name) {
    Header header = raw.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
