package io.campaigndispatch.dispatcher.control;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns before retention deletes requests that are open: of each partition's oldest open one it
 * works out how much of the topic's retention it has used up. Looks when it is told to, on one
 * thread.
 */
public final class RetentionWatch {

  private static final Logger log = LoggerFactory.getLogger(RetentionWatch.class);

  /** Of fourteen days, three and a half are left then. */
  private static final double ALARMING = 0.75;

  private final TopicAdmin topics;
  private final String topic;
  private final UnaryOperator<Map<Integer, Long>> timestamps;
  private final Set<Integer> warned = new HashSet<>();
  private volatile Used used = Used.NOTHING;

  /**
   * What the oldest open requests have used up of retention, 0 when nothing is open or nothing
   * limits it; from 1 on they may be deleted any time.
   *
   * @param time the largest share of the allowed age
   * @param bytes the largest share of a partition's allowed bytes
   */
  public record Used(double time, double bytes) {

    static final Used NOTHING = new Used(0, 0);

    private Used and(Used other) {
      return new Used(Math.max(time, other.time), Math.max(bytes, other.bytes));
    }
  }

  /**
   * @param timestamps of the records at these offsets, by partition, epoch milliseconds; those that
   *     cannot be told are missing
   */
  public RetentionWatch(Admin admin, String topic, UnaryOperator<Map<Integer, Long>> timestamps) {
    this.topics = new TopicAdmin(admin);
    this.topic = topic;
    this.timestamps = timestamps;
  }

  /** As of the last look. */
  public Used used() {
    return used;
  }

  /**
   * @param firstOffsets by partition, the first that is still there
   * @param oldestOpen by partition, the lowest open offset
   */
  public void look(Map<Integer, Long> firstOffsets, Map<Integer, Long> oldestOpen, long nowMillis) {
    warned.retainAll(oldestOpen.keySet());
    if (oldestOpen.isEmpty()) {
      used = Used.NOTHING;
      return;
    }
    Retention retention = topics.retention(topic);
    Map<Integer, Long> times = retention.millis() > 0 ? timestamps.apply(oldestOpen) : Map.of();
    Map<Integer, Long> ends = Map.of();
    Map<Integer, Long> sizes = Map.of();
    if (retention.bytes() > 0) {
      ends = topics.ends(topic, oldestOpen.keySet());
      sizes = topics.sizes(topic, oldestOpen.keySet());
    }
    Used worst = Used.NOTHING;
    for (var open : oldestOpen.entrySet()) {
      int partition = open.getKey();
      long offset = open.getValue();
      Retention.Place place =
          new Retention.Place(
              offset,
              firstOffsets.getOrDefault(partition, 0L),
              ends.getOrDefault(partition, offset));
      Used one =
          new Used(
              retention.usedByTime(times.getOrDefault(partition, -1L), nowMillis),
              retention.usedByBytes(place, sizes.getOrDefault(partition, 0L)));
      warn(partition, offset, one);
      worst = worst.and(one);
    }
    used = worst;
  }

  /** Once, until it is no longer so. */
  private void warn(int partition, long offset, Used one) {
    if (one.time() < ALARMING && one.bytes() < ALARMING) {
      warned.remove(partition);
    } else if (warned.add(partition)) {
      LogEvent.RETENTION_NEAR.log(log, partition, offset, one.time(), one.bytes());
    }
  }
}
