package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.model.workspace.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key {@code throttle} of a workspace or a throttle group: a list of bandwidths. */
final class ThrottleSection {

  private static final long MOST = 1_000_000_000;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  private ThrottleSection() {}

  static List<Bandwidth> read(Section owner) {
    List<Bandwidth> bandwidths = new ArrayList<>();
    for (Section section : owner.sections("throttle")) {
      Bandwidth bandwidth = bandwidth(section);
      if (bandwidth != null) {
        bandwidths.add(bandwidth);
      }
    }
    return bandwidths;
  }

  /** One of them; null when it has none that can be used. */
  static @Nullable Bandwidth bandwidth(Section section) {
    if (section.value("rate") == null) {
      section.missing("rate", "a whole number from 1 to " + MOST);
    }
    if (section.value("per") == null) {
      section.missing("per", "a duration such as 1s");
    }
    long rate = section.number("rate", 1, MOST, 1);
    Duration per = section.duration("per", SHORTEST, LONGEST);
    long burst = section.number("burst", 1, MOST, 0);
    section.close();
    if (per == null) {
      return null;
    }
    if (rate > per.toNanos()) {
      // The bucket counts in nanoseconds.
      section.refuse("rate", "at most one message per nanosecond", Mistakes.quoted("" + rate));
    }
    return burst == 0 ? Bandwidth.of(rate, per) : new Bandwidth(rate, per, burst);
  }
}
