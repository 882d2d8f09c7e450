package io.campaigndispatch.chaos.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long requests took from when they were to be published to their first call. Pure.
 *
 * @param millis in order
 */
public record Latencies(List<Long> millis) {

  public Latencies {
    millis = millis.stream().sorted().toList();
  }

  /**
   * Of the requests of a time.
   *
   * @param due when each was to be published, by recipient
   * @param from included
   * @param to excluded
   */
  public static Latencies of(Map<String, Instant> due, List<Seen> seen, Instant from, Instant to) {
    Map<String, Instant> first = firstCalls(seen);
    List<Long> millis = new ArrayList<>();
    due.forEach(
        (recipient, at) -> {
          Instant called = first.get(recipient);
          if (called != null && !at.isBefore(from) && at.isBefore(to)) {
            millis.add(Duration.between(at, called).toMillis());
          }
        });
    return new Latencies(millis);
  }

  /** By recipient. */
  public static Map<String, Instant> firstCalls(List<Seen> seen) {
    Map<String, Instant> first = new HashMap<>();
    for (Seen call : seen) {
      if (call.recipient() != null) {
        first.merge(call.recipient(), call.at(), (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    return first;
  }

  /**
   * @param share of the requests that took at most that long, above 0 and at most 1
   * @return milliseconds; 0 when there are none
   */
  public long quantile(double share) {
    return millis.isEmpty() ? 0 : millis.get((int) Math.ceil(share * millis.size()) - 1);
  }
}
