package io.campaigndispatch.bench.rates;

import io.campaigndispatch.bench.Spread;
import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Throttles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of what each throttled workspace earned in those spans it sent, in per cent. The burst
 * is not counted as earned, so a share can lie a little above a hundred.
 */
record UsedShares(Map<String, Double> byWorkspace) {

  static UsedShares of(List<Call> calls, Throttles throttles, List<Span> spans) {
    double seconds = spans.stream().mapToDouble(Span::seconds).sum();
    Map<String, Integer> counts = new HashMap<>();
    for (Call call : calls) {
      if (spans.stream().anyMatch(span -> span.contains(call.nanos()))) {
        counts.merge(call.workspace(), 1, Integer::sum);
      }
    }
    Map<String, Double> shares = new HashMap<>();
    throttles
        .byWorkspace()
        .forEach(
            (workspace, throttle) ->
                shares.put(
                    workspace,
                    100.0 * counts.getOrDefault(workspace, 0) / (throttle.perSecond() * seconds)));
    return new UsedShares(shares);
  }

  double least() {
    return Spread.of(byWorkspace.values()).least();
  }

  double median() {
    return Spread.of(byWorkspace.values()).median();
  }
}
