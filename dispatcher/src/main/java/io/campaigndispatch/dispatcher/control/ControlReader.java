package io.campaigndispatch.dispatcher.control;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the control topics from their beginning, and on. Every worker reads all of them, so it is
 * in no group and commits nothing. Owned by the control thread.
 */
final class ControlReader implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> toLoad = new HashMap<>();
  private boolean begun;

  /**
   * @param consumer of bytes, read committed
   * @param topics of one partition each
   */
  ControlReader(Consumer<byte[], byte[]> consumer, List<String> topics) {
    this.consumer = consumer;
    this.partitions = topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
  }

  /**
   * What came next, in the order of each topic.
   *
   * @throws KafkaException when Kafka does not answer; the next call tries again
   */
  List<ControlRecord> poll(Duration timeout) {
    if (!begun) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      toLoad.putAll(consumer.endOffsets(partitions, ANSWER));
      begun = true;
    }
    // Before anything is polled: what fails after that would lose it.
    toLoad.entrySet().removeIf(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
    return StreamSupport.stream(consumer.poll(timeout).spliterator(), false)
        .map(
            record ->
                new ControlRecord(
                    record.topic(),
                    record.offset(),
                    record.key(),
                    record.value(),
                    Instant.ofEpochMilli(record.timestamp())))
        .toList();
  }

  /** Whether an earlier {@link #poll} returned the last of what was there at the beginning. */
  boolean isLoaded() {
    return begun && toLoad.isEmpty();
  }

  /** Ends a wait in {@link #poll}; from any thread. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
