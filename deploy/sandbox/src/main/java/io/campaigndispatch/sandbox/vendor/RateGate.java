package io.campaigndispatch.sandbox.vendor;

import io.campaigndispatch.sandbox.catalogue.RateLimit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hard ceilings as sliding windows: never more than the limit in any window of that length, refused
 * calls not counted.
 *
 * <p>Exact to the millisecond and on the same clock as the ledger, so that the ledger proves every
 * refusal. Owned by the event loop.
 */
public final class RateGate {
  /** So many keys at once; the one unused for longest is forgotten. */
  private static final int MAX_KEYS = 20_000;

  private final Map<String, Window> windows =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /**
   * What the gate says.
   *
   * @param allowed whether the call is within the ceiling; it then counts
   * @param remaining calls that could still follow at this moment
   * @param resetMs epoch milliseconds at which one more call is possible than now
   */
  public record Passage(boolean allowed, int remaining, long resetMs) {}

  /** The last accepted calls of one key, a ring whose oldest is at {@code first}. */
  private static final class Window {
    private final long[] times;
    private int first;
    private int count;

    private Window(int limit) {
      times = new long[limit];
    }

    private Passage pass(long nowMs, long perMs) {
      while (count > 0 && times[first] <= nowMs - perMs) {
        first = (first + 1) % times.length;
        count--;
      }
      boolean allowed = count < times.length;
      if (allowed) {
        times[(first + count) % times.length] = nowMs;
        count++;
      }
      return new Passage(allowed, times.length - count, times[first] + perMs);
    }
  }

  /**
   * Lets a call through, or not.
   *
   * @param key whose ceiling it is; always with the same limit
   */
  public Passage pass(String key, RateLimit limit, long nowMs) {
    return windows
        .computeIfAbsent(key, k -> new Window(limit.limit()))
        .pass(nowMs, limit.per().toMillis());
  }
}
