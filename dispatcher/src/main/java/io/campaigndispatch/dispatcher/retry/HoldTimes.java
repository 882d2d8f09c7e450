package io.campaigndispatch.dispatcher.retry;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long what a vendor's code says usually lasts (reference: error taxonomy); only those that say
 * more than that something must be done.
 */
public final class HoldTimes {

  private static final Map<String, Duration> BY_CODE =
      Map.of(
          // A template's first pause; the second is twice as long.
          "132015", Duration.ofHours(3),
          // A template disabled for good: an operator may have replaced it.
          "132016", Duration.ofHours(24),
          // A flow is throttled.
          "132069", Duration.ofHours(1),
          // Restricted for spam, or for templates in the wrong category: lifts by itself.
          "131048", Duration.ofHours(24),
          "131064", Duration.ofHours(24));

  private HoldTimes() {}

  /** Null when the code says nothing of it. */
  public static @Nullable Duration of(String code) {
    return BY_CODE.get(code);
  }
}
