package io.campaigndispatch.bench.stub;

/**
 * How busy the vendor was, and how far its clock can be trusted.
 *
 * @param nanos the vendor's clock
 * @param busyNanos time that calls were under way so far, added up over the calls
 * @param stallNanos the longest time so far that it stood still (its processor or its collector was
 *     busy): arrivals in that time look bunched though they were not
 */
public record Busy(long nanos, long busyNanos, long stallNanos) {

  /** Calls under way on average since then. */
  public double atOnceSince(Busy earlier) {
    return (double) (busyNanos - earlier.busyNanos) / (nanos - earlier.nanos);
  }
}
