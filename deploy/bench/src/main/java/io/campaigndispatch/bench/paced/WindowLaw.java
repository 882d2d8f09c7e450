package io.campaigndispatch.bench.paced;

import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Throttles.Throttle;
import java.util.List;

/**
 * The throttle's law as the vendor sees it: in any window of time t, messages ≤ burst + rate·t. It
 * is exact, in nanoseconds and without tolerance; only windows that begin and end with an arrival
 * need looking at, since a wider one allows more and holds no more.
 *
 * @param perSecond messages, at least 1
 * @param burst at least 1
 */
public record WindowLaw(long perSecond, long burst) {
  private static final long MESSAGE = 1_000_000_000;

  /**
   * @param over arrivals with which a window begins that holds too many
   * @param worst messages by which the fullest window lies over what it may hold; below 0 when all
   *     keep the law
   */
  public record Verdict(int over, double worst) {}

  public static WindowLaw of(Throttle throttle) {
    return new WindowLaw(throttle.perSecond(), throttle.burst());
  }

  /**
   * @param calls of one workspace, by arrival
   */
  public Verdict check(List<Call> calls) {
    return check(calls.stream().mapToLong(Call::nanos).toArray());
  }

  /** From the last arrival back: the most that a window beginning here holds beyond its rate·t. */
  Verdict check(long[] arrivals) {
    int over = 0;
    long fullest = 0;
    long most = 0;
    for (int i = arrivals.length - 1; i >= 0; i--) {
      long earned = i == arrivals.length - 1 ? 0 : perSecond * (arrivals[i + 1] - arrivals[i]);
      most = MESSAGE + Math.max(0, most - earned);
      fullest = Math.max(fullest, most);
      if (most > burst * MESSAGE) {
        over++;
      }
    }
    return new Verdict(over, (fullest - burst * MESSAGE) / (double) MESSAGE);
  }
}
