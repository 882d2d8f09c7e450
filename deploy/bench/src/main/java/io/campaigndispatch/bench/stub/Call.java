package io.campaigndispatch.bench.stub;

/**
 * One call as the vendor saw it.
 *
 * @param nanos its arrival, by this process's {@link System#nanoTime}
 * @param earliest when it may have come to the vendor's machine: long before its arrival when the
 *     vendor's process stood still meanwhile
 * @param recipient digits, without a plus
 */
public record Call(long nanos, long earliest, String workspace, long recipient) {

  public Call {
    if (earliest > nanos) {
      throw new IllegalArgumentException("it arrived before it came: " + nanos);
    }
  }

  /** One that came while the vendor did not stand still. */
  public Call(long nanos, String workspace, long recipient) {
    this(nanos, nanos, workspace, recipient);
  }
}
