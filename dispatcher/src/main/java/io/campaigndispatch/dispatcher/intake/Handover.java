package io.campaigndispatch.dispatcher.intake;

import java.time.Duration;

/**
 * How long giving partitions up may take, and how long a rebalance therefore waits for a member
 * that does not come back: until then nobody gets a partition, and those who wait call nobody.
 * Pure.
 */
public final class Handover {

  /**
   * For the last transaction of a partition that is given up: who lets go without it is fenced with
   * all its partitions.
   */
  static final Duration LAST_WRITES = Duration.ofSeconds(30);

  /** The same when the process ends anyway. */
  static final Duration LAST_WRITES_AT_EXIT = Duration.ofSeconds(2);

  /** For the commit after it, and a machine that is busy. */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  /**
   * What vendors with time-outs of up to 42 s need: one that is configured while the worker runs
   * mostly needs no new consumer.
   */
  private static final Duration LEAST_POLL_INTERVAL = Duration.ofSeconds(90);

  private Handover() {}

  /**
   * Within what time the membership's consumer polls again, whatever it gives up.
   *
   * @param drain how long calls in flight may take
   * @return at least 90 s
   */
  public static Duration pollInterval(Duration drain) {
    Duration needed = drain.plus(LAST_WRITES).plus(MARGIN);
    return needed.compareTo(LEAST_POLL_INTERVAL) > 0 ? needed : LEAST_POLL_INTERVAL;
  }

  /**
   * How long calls in flight may take so that the consumer still polls in time: what is in flight
   * longer is lost, where else the group would take every partition away and the next owner end
   * this process.
   *
   * @param wanted by the vendors that are configured now
   * @param pollInterval of the consumer; configured by hand it may be too short for anything, of
   *     which calls get half
   */
  public static Duration drain(Duration wanted, Duration pollInterval) {
    Duration rest = pollInterval.minus(LAST_WRITES).minus(MARGIN);
    Duration half = pollInterval.dividedBy(2);
    Duration most = rest.compareTo(half) > 0 ? rest : half;
    return wanted.compareTo(most) > 0 ? most : wanted;
  }
}
