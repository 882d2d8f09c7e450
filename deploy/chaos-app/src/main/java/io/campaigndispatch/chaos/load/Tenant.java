package io.campaigndispatch.chaos.load;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workspace.
 *
 * @param throttle empty for none of its own
 * @param group the throttle group it belongs to; null for none
 * @param demand requests published a second on average: well below what its throttle allows, since
 *     a vendor's 429 slows it down for minutes
 */
record Tenant(
    String id,
    Vendor vendor,
    Form form,
    List<Limit> throttle,
    @Nullable String group,
    double demand) {

  Tenant {
    throttle = List.copyOf(throttle);
  }

  /**
   * As many requests are handed over at once at most: where there is a throttle, enough for it to
   * have work while owners come and go.
   */
  int largestDrop() {
    return throttle.stream().mapToInt(limit -> (int) (8 * limit.perSecond())).min().orElse(60);
  }

  /**
   * A bandwidth.
   *
   * @param seconds in which so many are earned: a whole number a second
   */
  record Limit(long rate, long seconds, long burst) {
    long perSecond() {
      return rate / seconds;
    }

    String yaml() {
      return "{ rate: %d, per: %ds, burst: %d }".formatted(rate, seconds, burst);
    }
  }
}
