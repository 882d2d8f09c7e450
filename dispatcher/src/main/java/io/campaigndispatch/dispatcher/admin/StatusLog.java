package io.campaigndispatch.dispatcher.admin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The workers' statuses in the first partition of the progress topic, each under a key of its own
 * that no snapshot has; compaction keeps the last of each. Owned by the fleet's thread.
 */
public final class StatusLog implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** What somebody who starts reads of the past. */
  private static final Duration LOOK_BACK = Duration.ofMinutes(10);

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final TopicPartition partition;
  private final String prefix;
  private final String worker;
  private boolean begun;
  private long past;

  /**
   * @param consumer of bytes that sees uncommitted records too: a status is no part of a
   *     transaction and waits for none
   * @param producer of bytes without transactions
   * @param worker this one, unlike every other
   */
  public StatusLog(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      String progressTopic,
      String groupId,
      String worker) {
    this.consumer = consumer;
    this.producer = producer;
    this.partition = new TopicPartition(progressTopic, 0);
    this.prefix = "status/" + groupId + "/";
    this.worker = worker;
  }

  /**
   * What another worker said last.
   *
   * @param status null: that it has ended
   * @param ageMillis how long ago; by the clocks of two machines only for what was said before this
   *     one listened
   */
  record Said(String worker, @Nullable WorkerStatus status, long ageMillis) {}

  /**
   * What the others said since the last call, the last word of each.
   *
   * @throws KafkaException when Kafka does not answer; the next call tries again
   */
  Map<String, Said> poll(Duration timeout, long nowMillis) {
    if (!begun) {
      begin(nowMillis);
      begun = true;
    }
    Map<String, Said> said = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
      if (key.startsWith(prefix) && !key.equals(prefix + worker)) {
        String other = key.substring(prefix.length());
        long age = record.offset() < past ? Math.max(0, nowMillis - record.timestamp()) : 0;
        said.put(other, new Said(other, decoded(record.value()), age));
      }
    }
    return said;
  }

  private void begin(long nowMillis) {
    consumer.assign(Set.of(partition));
    OffsetAndTimestamp found =
        consumer
            .offsetsForTimes(Map.of(partition, nowMillis - LOOK_BACK.toMillis()), ANSWER)
            .get(partition);
    past = consumer.endOffsets(Set.of(partition), ANSWER).getOrDefault(partition, 0L);
    if (found == null) {
      consumer.seekToEnd(Set.of(partition));
    } else {
      consumer.seek(partition, found.offset());
    }
  }

  /** What this one says; returns how many bytes that takes. */
  int say(WorkerStatus status) {
    byte[] value = JSON.writeValueAsBytes(status);
    send(worker, value);
    return value.length;
  }

  /** One of them says nothing any more. */
  void forget(String other) {
    send(other, null);
  }

  /** Unlike an order, a status that does not get there is followed by another. */
  private void send(String of, byte @Nullable [] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                (prefix + of).getBytes(StandardCharsets.UTF_8),
                value));
  }

  /** Null also for one of another version. */
  private static @Nullable WorkerStatus decoded(byte @Nullable [] value) {
    try {
      return value == null ? null : JSON.readValue(value, WorkerStatus.class);
    } catch (JacksonException | IllegalArgumentException unknown) {
      return null;
    }
  }

  @Override
  public void close() {
    forget(worker);
    producer.close(Duration.ofMillis(200));
    consumer.close();
  }
}
