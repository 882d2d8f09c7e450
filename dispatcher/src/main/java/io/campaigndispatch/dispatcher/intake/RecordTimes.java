package io.campaigndispatch.dispatcher.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads when single records were written, a few now and then: one per partition, and only those
 * that it was not asked for the last time.
 */
public final class RecordTimes implements UnaryOperator<Map<Integer, Long>>, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_POLLS = 10;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private Map<Integer, Written> known = Map.of();

  private record Written(long offset, long millis) {}

  /**
   * @param consumer its own from now on; of one record at a time
   */
  public RecordTimes(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /**
   * Answers with the timestamps of the first records at or behind these offsets, by partition, in
   * epoch milliseconds; of those that do not come within two seconds none.
   */
  @Override
  public synchronized Map<Integer, Long> apply(Map<Integer, Long> offsets) {
    Map<Integer, Written> found = new HashMap<>();
    Map<TopicPartition, Long> asked = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          Written before = known.get(partition);
          if (before != null && before.offset() == offset) {
            found.put(partition, before);
          } else {
            asked.put(new TopicPartition(topic, partition), offset);
          }
        });
    consumer.assign(asked.keySet());
    asked.forEach(consumer::seek);
    for (int polls = 0; polls < MOST_POLLS && found.size() < offsets.size(); polls++) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(topic, record.partition());
        found.putIfAbsent(
            record.partition(),
            new Written(asked.getOrDefault(partition, record.offset()), record.timestamp()));
        consumer.pause(Set.of(partition));
      }
    }
    consumer.assign(List.of());
    known = found;
    Map<Integer, Long> times = new HashMap<>();
    found.forEach((partition, written) -> times.put(partition, written.millis()));
    return times;
  }

  /** Waits for an answer that is under way. */
  @Override
  public synchronized void close() {
    consumer.close();
  }
}
