package io.campaigndispatch.bench.rates;

import static java.util.stream.Collectors.groupingBy;

import io.campaigndispatch.bench.paced.WindowLaw;
import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Throttles;
import java.util.List;
import java.util.Map;

/**
 * The throttles' law over all workspaces that have one.
 *
 * @param over windows that hold too many
 * @param worst messages by which the fullest of all lies over; below 0 when all keep the law
 */
record Windows(int over, double worst) {

  /**
   * @param calls from the first to the last, by arrival
   */
  static Windows of(List<Call> calls, Throttles throttles) {
    Map<String, List<Call>> each = calls.stream().collect(groupingBy(Call::workspace));
    int over = 0;
    double worst = Double.NEGATIVE_INFINITY;
    for (var throttle : throttles.byWorkspace().entrySet()) {
      WindowLaw.Verdict verdict =
          WindowLaw.of(throttle.getValue()).check(each.getOrDefault(throttle.getKey(), List.of()));
      over += verdict.over();
      worst = Math.max(worst, verdict.worst());
    }
    return new Windows(over, worst);
  }
}
