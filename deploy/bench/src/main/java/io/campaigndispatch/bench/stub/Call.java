package io.campaigndispatch.bench.stub;

/**
 * One call as the vendor saw it.
 *
 * @param nanos its arrival, by this process's {@link System#nanoTime}
 * @param recipient digits, without a plus
 */
public record Call(long nanos, String workspace, long recipient) {}
