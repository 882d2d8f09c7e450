package io.campaigndispatch.bench.scale;

/**
 * How far a reader came, from the first look at which it had read anything to the last at which it
 * had read more.
 *
 * @param total records that were there
 * @param read of them
 * @param timed read between the two looks
 * @param seconds between the two looks
 * @param cpuSeconds that its process took between them
 */
record Reading(long total, long read, long timed, double seconds, double cpuSeconds) {
  static final Reading NOTHING = new Reading(0, 0, 0, 0, 0);

  boolean isComplete() {
    return read == total;
  }

  double share() {
    return total == 0 ? 0 : (double) read / total;
  }

  /** Whether two looks were far enough apart to speak of a speed. */
  boolean hasSpeed() {
    return timed > 0 && seconds > 0;
  }

  double perSecond() {
    return timed / seconds;
  }

  double cpuSecondsPerMillion() {
    return cpuSeconds * 1e6 / timed;
  }
}
