package io.campaigndispatch.bench.rates;

/** A time that is measured, from (included) to (not), by {@link System#nanoTime}. */
record Span(long from, long to) {

  Span {
    if (to <= from) {
      throw new IllegalArgumentException(
          "expected an end after the begin, received " + (to - from));
    }
  }

  boolean contains(long nanos) {
    return nanos >= from && nanos < to;
  }

  double seconds() {
    return (to - from) / 1e9;
  }
}
