package io.campaigndispatch.dispatcher.deadletters;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter stands in its topic; written {@code partition@offset}.
 *
 * @param partition at least 0
 * @param offset at least 0
 */
public record DeadLetterPlace(int partition, long offset) implements Comparable<DeadLetterPlace> {

  private static final Pattern FORM = Pattern.compile("(?:.*-)?(\\d{1,9})@(\\d{1,18})");
  private static final Comparator<DeadLetterPlace> ORDER =
      Comparator.comparingInt(DeadLetterPlace::partition).thenComparing(DeadLetterPlace::offset);

  /** Takes {@code partition@offset}, with or without {@code topic-} before it. */
  public static Optional<DeadLetterPlace> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new DeadLetterPlace(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(DeadLetterPlace other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
