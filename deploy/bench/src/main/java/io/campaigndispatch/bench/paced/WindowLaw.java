package io.campaigndispatch.bench.paced;

import io.campaigndispatch.bench.stub.Call;
import io.campaigndispatch.bench.throughput.Throttles.Throttle;
import java.util.List;

/**
 * The throttle's law as the vendor sees it: in any window of time t, messages ≤ burst + rate·t. It
 * is exact, in nanoseconds and without tolerance; only windows that begin and end with an arrival
 * need looking at, since a wider one allows more and holds no more. Where the vendor's process
 * stood still, a window counts from when its first message may have come: what is over, is over for
 * certain.
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
   * From the last arrival back: of all windows that begin here, the most that one holds beyond what
   * is earned from the epoch to its end.
   *
   * @param calls of one workspace, by arrival
   */
  public Verdict check(List<Call> calls) {
    long epoch = calls.isEmpty() ? 0 : calls.getFirst().nanos();
    int over = 0;
    long fullest = 0;
    long most = Long.MIN_VALUE / 2;
    for (Call call : calls.reversed()) {
      most = MESSAGE + Math.max(most, -perSecond * (call.nanos() - epoch));
      long held = most + perSecond * (call.earliest() - epoch);
      fullest = Math.max(fullest, held);
      if (held > burst * MESSAGE) {
        over++;
      }
    }
    return new Verdict(over, (fullest - burst * MESSAGE) / (double) MESSAGE);
  }
}
