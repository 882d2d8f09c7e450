package io.campaigndispatch.dispatcher.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Offsets as ranges, in text as in {@code 5-9,12}.
 *
 * @param ranges ascending, none touching the next; not empty
 */
record OffsetRanges(List<Range> ranges) {

  private static final Pattern FORM =
      Pattern.compile("\\d{1,18}(-\\d{1,18})?(,\\d{1,18}(-\\d{1,18})?)*");

  /** Both ends included. */
  record Range(long first, long last) {}

  OffsetRanges {
    ranges = List.copyOf(ranges);
  }

  /**
   * @param offsets ascending, at least one
   */
  static OffsetRanges of(List<Long> offsets) {
    List<Range> ranges = new ArrayList<>();
    long first = offsets.getFirst();
    long last = first;
    for (long offset : offsets.subList(1, offsets.size())) {
      if (offset != last + 1) {
        ranges.add(new Range(first, last));
        first = offset;
      }
      last = offset;
    }
    ranges.add(new Range(first, last));
    return new OffsetRanges(ranges);
  }

  /** What {@link #toString} writes; null when the text is none. */
  static @Nullable OffsetRanges parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return null;
    }
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      long first = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
      ranges.add(new Range(first, dash < 0 ? first : Long.parseLong(part.substring(dash + 1))));
    }
    return new OffsetRanges(ranges);
  }

  long last() {
    return ranges.getLast().last();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Range range : ranges) {
      text.append(text.isEmpty() ? "" : ",").append(range.first());
      if (range.last() > range.first()) {
        text.append('-').append(range.last());
      }
    }
    return text.toString();
  }
}
