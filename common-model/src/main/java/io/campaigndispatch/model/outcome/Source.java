package io.campaigndispatch.model.outcome;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a request first entered; written {@code topic-partition@offset} in headers. */
public record Source(String topic, int partition, long offset) {

  private static final Pattern FORM = Pattern.compile("(.{1,249})-(\\d{1,9})@(\\d{1,18})");

  /** What {@link #toString} writes; null when the text is none. */
  public static @Nullable Source parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? new Source(form.group(1), Integer.parseInt(form.group(2)), Long.parseLong(form.group(3)))
        : null;
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
