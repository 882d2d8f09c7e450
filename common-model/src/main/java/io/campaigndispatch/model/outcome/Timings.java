package io.campaigndispatch.model.outcome;

/**
 * Where a request's time went, in milliseconds.
 *
 * @param queuedMs from due time (else record timestamp) to the first vendor call, or to the outcome
 *     if there was none
 * @param throttledMs the part of it spent at the head of its flow, waiting for a token
 * @param vendorMs the last vendor call
 */
public record Timings(long queuedMs, long throttledMs, long vendorMs) {
  public static final Timings NONE = new Timings(0, 0, 0);
}
