package io.campaigndispatch.chaos.proof;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which a dispatcher's calls may have been made and not recorded.
 *
 * @param from since when what it did may have been lost
 * @param to until when it may have made calls
 */
public record Disruption(Cause cause, int slot, Instant from, Instant to) {

  /** Why. */
  public enum Cause {
    KILL("kill"),
    LOST_ASSIGNMENT("lost assignment");

    private final String title;

    Cause(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** A call's result is recorded within this time unless something is wrong. */
  private static final Duration RECORDED_WITHIN = Duration.ofSeconds(15);

  /** A kill -9, or an end by itself. */
  public static Disruption kill(int slot, Instant at) {
    return new Disruption(Cause.KILL, slot, at, at);
  }

  /** Suspended, or cut off, for longer than its session. */
  public static Disruption lost(int slot, Instant from, Instant to) {
    return new Disruption(Cause.LOST_ASSIGNMENT, slot, from, to);
  }

  /** Whether it explains that a message was sent again although nothing was wrong with a call. */
  boolean explains(Seen first, Seen again) {
    return first.at().isAfter(from.minus(RECORDED_WITHIN))
        && !first.earliest().isAfter(to.plusSeconds(1))
        && !again.at().isBefore(from);
  }
}
