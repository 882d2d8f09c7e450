package io.campaigndispatch.bench.paced;

import io.campaigndispatch.bench.stub.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each of several messages took to their vendor. One that did not arrive took for ever: it
 * counts in every percentile.
 *
 * @param published messages, at least as many as arrived
 * @param millis of those that arrived, ascending
 */
public record Latencies(int published, List<Double> millis) {

  public Latencies {
    millis = millis.stream().sorted().toList();
    if (published < millis.size()) {
      throw new IllegalArgumentException(millis.size() + " of " + published + " arrived");
    }
  }

  /**
   * @param published number of each message to when it was published
   * @param calls of that workspace, by arrival; the first for a message counts
   */
  public static Latencies of(Map<Long, Long> published, List<Call> calls) {
    Map<Long, Double> millis = new HashMap<>();
    for (Call call : calls) {
      Long since = published.get(RequestForm.number(call));
      if (since != null) {
        millis.putIfAbsent(RequestForm.number(call), (call.nanos() - since) / 1e6);
      }
    }
    return new Latencies(published.size(), List.copyOf(millis.values()));
  }

  public int arrived() {
    return millis.size();
  }

  /**
   * Milliseconds by nearest rank; infinite where that message never arrived.
   *
   * @param percent above 0, up to 100
   */
  public double percentile(double percent) {
    int rank = Math.max(1, (int) Math.ceil(published * percent / 100));
    return rank <= millis.size() ? millis.get(rank - 1) : Double.POSITIVE_INFINITY;
  }

  /** The slowest that did arrive; infinite when none did. */
  public double slowestArrived() {
    return millis.isEmpty() ? Double.POSITIVE_INFINITY : millis.getLast();
  }
}
