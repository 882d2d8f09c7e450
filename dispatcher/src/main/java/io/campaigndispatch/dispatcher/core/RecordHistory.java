package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.Source;
import io.campaigndispatch.model.wire.DispatchHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a record's headers say of its past.
 *
 * @param source where the request first entered
 * @param moves how often it was moved towards its home
 * @param replay how often an operator sent it again
 * @param delay what it brought along from the delay topic; null when it was never there
 */
public record RecordHistory(Source source, int moves, int replay, @Nullable Delay delay) {

  /**
   * A request that has waited in the delay topic. Times are epoch milliseconds.
   *
   * @param offset its place there
   * @param attempts used up before
   * @param dueMillis until when it waited
   * @param enteredMillis when it first entered
   * @param calledMillis when its first call was made; {@link Parking#NEVER} when none was
   * @param child which of its record's requests it is
   * @param recalled whether it came back before it was due, because its campaign was cancelled
   */
  record Delay(
      long offset,
      int attempts,
      long dueMillis,
      long enteredMillis,
      long calledMillis,
      int child,
      boolean recalled) {}

  static RecordHistory of(RawRecord raw) {
    Source here = new Source(raw.topic(), raw.partition(), raw.offset());
    if (!raw.headers().iterator().hasNext()) {
      return new RecordHistory(here, 0, 0, null);
    }
    int moves = 0;
    for (Header _ : raw.headers().headers(DispatchHeaders.MOVED_FROM)) {
      moves++;
    }
    int replay = number(text(raw, DispatchHeaders.REPLAY), 0);
    Delay delay = delay(raw);
    // Only the dispatcher writes a source, and always together with one of these: on a first entry
    // it says nothing.
    Source first = moves > 0 || replay > 0 || delay != null ? source(raw) : null;
    return new RecordHistory(first == null ? here : first, moves, replay, delay);
  }

  /**
   * When the request first entered, epoch milliseconds: its schedule is judged against that, also
   * when it has waited since or is sent again. Negative when its record had no time.
   */
  public static long enteredMillis(RawRecord raw) {
    if (!raw.headers().iterator().hasNext()) {
      return raw.timestamp();
    }
    boolean entersAgain =
        raw.headers().lastHeader(DispatchHeaders.RETURNED_FROM) != null
            || raw.headers().lastHeader(DispatchHeaders.REPLAY) != null;
    return entersAgain
        ? millis(text(raw, DispatchHeaders.ENTERED_AT), raw.timestamp())
        : raw.timestamp();
  }

  /** The offset in the delay topic from which it has returned; negative when it was not there. */
  public static long returnedFrom(RawRecord raw) {
    return millis(text(raw, DispatchHeaders.RETURNED_FROM), -1);
  }

  private static @Nullable Delay delay(RawRecord raw) {
    long offset = returnedFrom(raw);
    if (offset < 0) {
      return null;
    }
    return new Delay(
        offset,
        number(text(raw, DispatchHeaders.ATTEMPT), 0),
        millis(text(raw, DispatchHeaders.DUE_AT), raw.timestamp()),
        enteredMillis(raw),
        millis(text(raw, DispatchHeaders.CALLED_AT), Parking.NEVER),
        number(text(raw, DispatchHeaders.CHILD), Position.WHOLE),
        raw.headers().lastHeader(DispatchHeaders.RECALLED) != null);
  }

  private static @Nullable Source source(RawRecord raw) {
    String text = text(raw, DispatchHeaders.SOURCE);
    return text == null ? null : Source.parse(text);
  }

  private static int number(@Nullable String text, int otherwise) {
    return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
  }

  static long millis(@Nullable String text, long otherwise) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : otherwise;
  }

  /** A header's text; null when there is none. */
  public static @Nullable String text(RawRecord raw, String name) {
    Header header = raw.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
