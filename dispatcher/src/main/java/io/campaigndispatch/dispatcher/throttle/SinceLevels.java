package io.campaigndispatch.dispatcher.throttle;

import java.time.Duration;
import java.util.Map;

/**
 * What a new owner knows of the time since a home partition's levels were taken.
 *
 * @param elapsed never more than really passed: when two clocks were compared, less what they may
 *     differ by; negative counts as none
 * @param called messages by workspace id that the journal shows since
 * @param unjournaled most messages that any one workspace, and all that share a ceiling together,
 *     may have sent without the journal showing them; 0 after a clean release
 * @param unjournaledFor within how long they must have been sent: since the moment up to which the
 *     journal shows every call, which is before its last record when calls are journaled as they
 *     end
 */
public record SinceLevels(
    Duration elapsed, Map<String, Integer> called, long unjournaled, Duration unjournaledFor) {

  /** Longer counts as this long: it fills every sane bucket. */
  private static final Duration LONGEST = Duration.ofDays(100);

  public SinceLevels {
    elapsed = clamp(elapsed);
    unjournaledFor = clamp(unjournaledFor);
    called = Map.copyOf(called);
    if (unjournaled < 0) {
      throw new IllegalArgumentException(
          "unjournaled: expected at least 0, received " + unjournaled);
    }
  }

  /** The former owner released the partition: the journal shows everything. */
  public static SinceLevels release(Duration elapsed, Map<String, Integer> called) {
    return new SinceLevels(elapsed, called, 0, Duration.ZERO);
  }

  long called(String workspaceId) {
    return called.getOrDefault(workspaceId, 0);
  }

  private static Duration clamp(Duration duration) {
    if (duration.isNegative()) {
      return Duration.ZERO;
    }
    return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }
}
