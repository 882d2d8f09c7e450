package io.campaigndispatch.demo.show;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count grew over the last three seconds. */
final class Rate {

  private static final long WINDOW_NANOS = 3_000_000_000L;

  private record Sample(long nanos, long count) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Notes the count as it is now; one older sample than the window stays, to measure from. */
  void sample(long nanos, long count) {
    samples.addLast(new Sample(nanos, count));
    while (samples.size() > 2 && nanos - second().nanos() >= WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  private Sample second() {
    var all = samples.iterator();
    all.next();
    return all.next();
  }

  /** Per second; zero before there are two samples. */
  double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long nanos = last.nanos() - first.nanos();
    return nanos <= 0 ? 0 : (last.count() - first.count()) * 1e9 / nanos;
  }
}
