package io.campaigndispatch.bench.stub;

/**
 * How busy the vendor was.
 *
 * @param nanos the vendor's clock
 * @param busyNanos time that calls were under way so far, added up over the calls
 */
public record Busy(long nanos, long busyNanos) {

  /** Calls under way on average since then. */
  public double atOnceSince(Busy earlier) {
    return (double) (busyNanos - earlier.busyNanos) / (nanos - earlier.nanos);
  }
}
