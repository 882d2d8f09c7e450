package io.campaigndispatch.demo.show;

import org.jspecify.annotations.Nullable;

/** How long something still takes. */
public final class Eta {

  private static final int MINUTE = 60;

  private Eta() {}

  /**
   * Whole seconds, rounded up; zero when nothing is left, null when it cannot be told because
   * nothing moves.
   *
   * @param left at least zero
   */
  public static @Nullable Long seconds(long left, double perSecond) {
    if (left <= 0) {
      return 0L;
    }
    return perSecond > 0 ? (long) Math.ceil(left / perSecond) : null;
  }

  /** Such as {@code 7 s} or {@code 3 min 05 s}; a dash for what cannot be told. */
  public static String text(@Nullable Long seconds) {
    if (seconds == null) {
      return "–";
    }
    return seconds < 2 * MINUTE
        ? seconds + " s"
        : "%d min %02d s".formatted(seconds / MINUTE, seconds % MINUTE);
  }
}
