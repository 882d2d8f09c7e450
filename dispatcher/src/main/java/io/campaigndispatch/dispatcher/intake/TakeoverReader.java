package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Takes partitions over that were just assigned, several at once: loads each one's snapshot, reads
 * its journal, and fences a former owner that did not let go. It never waits for one of them, so
 * that the others are served meanwhile. Owned by the reader thread.
 */
public final class TakeoverReader implements AutoCloseable {

  /** For one question: the other partitions wait to be read meanwhile. */
  private static final int ANSWER_MILLIS = 2_000;

  private final Consumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final Topics topics;
  private final Settings settings;
  private final FormerOwners formerOwners;
  private final Map<Integer, PartitionTakeover> takeovers = new HashMap<>();

  /**
   * Who takes over.
   *
   * @param groupId of the workers
   * @param transactionalId of this worker's producer: what it owned itself needs no fencing
   * @param acceptTruncated whether a partition is served although journal entries are gone that
   *     nothing else tells
   */
  public record Settings(String groupId, String transactionalId, boolean acceptTruncated) {}

  /**
   * What is known of a partition that is to be taken over.
   *
   * @param epoch of the assignment
   * @param committed null when the group has no offset for it
   * @param logStart the requests log's first offset
   * @param logEnd the end of what is committed in it
   * @param topicId of the requests topic
   * @param journalFrom journal entries below it are about a requests topic that is gone
   */
  record Wanted(
      long epoch,
      @Nullable OffsetAndMetadata committed,
      long logStart,
      long logEnd,
      Uuid topicId,
      long journalFrom) {}

  /**
   * @param consumer of bytes, read committed
   */
  TakeoverReader(Consumer<byte[], byte[]> consumer, Admin admin, Topics topics, Settings settings) {
    this.consumer = consumer;
    this.admin = admin;
    this.topics = topics;
    this.settings = settings;
    this.formerOwners = new FormerOwners(admin);
  }

  /**
   * What the group has committed for these. A former owner's transaction may hold an offset that is
   * not committed yet; it is the same one, and only the takeover that asks here ends it.
   *
   * @throws KafkaException when Kafka does not answer
   */
  Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions)
      throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    answer(
            admin
                .listConsumerGroupOffsets(
                    Map.of(
                        settings.groupId(),
                        new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)),
                    new ListConsumerGroupOffsetsOptions()
                        .requireStable(false)
                        .timeoutMs(ANSWER_MILLIS))
                .partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset);
              }
            });
    return committed;
  }

  boolean isIdle() {
    return takeovers.isEmpty();
  }

  /**
   * Begins with these partitions.
   *
   * @throws KafkaException when Kafka does not answer; nothing has begun then
   */
  void begin(Map<Integer, Wanted> wanted) throws InterruptedException {
    Set<TopicPartition> asked = new HashSet<>();
    wanted
        .keySet()
        .forEach(
            partition -> {
              asked.add(journal(partition));
              asked.add(progress(partition));
              asked.add(delay(partition));
            });
    // Nothing is missed when the ends are asked for in this order: what ends later is read later.
    Offsets ends = offsets(asked, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    Offsets stable = offsets(asked, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    Offsets starts = offsets(asked, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    Map<TopicPartition, Long> from = new HashMap<>();
    wanted.forEach(
        (partition, one) -> {
          TopicPartition journal = journal(partition);
          TopicPartition progress = progress(partition);
          TopicPartition delay = delay(partition);
          takeovers.put(
              partition,
              new PartitionTakeover(
                  progress,
                  journal,
                  delay,
                  one,
                  settings,
                  new PartitionTakeover.Extent(
                      stable.of(progress),
                      starts.of(journal),
                      stable.of(journal),
                      ends.of(journal),
                      ends.of(delay) > starts.of(delay)),
                  formerOwners));
          from.put(progress, starts.of(progress));
        });
    assign(from);
  }

  void forget(int partition) {
    if (takeovers.remove(partition) != null) {
      assign(Map.of());
    }
  }

  /** Reads on; returns what became of the partitions that are through. */
  List<Opened> poll(Duration timeout) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      PartitionTakeover takeover = takeovers.get(record.partition());
      if (takeover != null) {
        takeover.take(record);
      }
    }
    List<Opened> through = new ArrayList<>();
    Map<TopicPartition, Long> from = new HashMap<>();
    for (var takeover : takeovers.values()) {
      TopicPartition before = takeover.reads();
      Opened opened = takeover.advance(consumer::position);
      if (opened != null) {
        through.add(opened);
      } else if (!takeover.reads().equals(before)) {
        from.put(takeover.reads(), takeover.journalFrom());
      }
    }
    through.forEach(opened -> takeovers.remove(opened.partition()));
    if (!through.isEmpty() || !from.isEmpty()) {
      assign(from);
    }
    return through;
  }

  /**
   * Keeps the positions of those that stay.
   *
   * @param from where reading begins of those that are new
   */
  private void assign(Map<TopicPartition, Long> from) {
    Set<TopicPartition> assigned = new HashSet<>();
    takeovers.values().forEach(takeover -> assigned.add(takeover.reads()));
    consumer.assign(assigned);
    from.forEach(consumer::seek);
  }

  private record Offsets(Map<TopicPartition, Long> byPartition) {
    long of(TopicPartition partition) {
      return byPartition.getOrDefault(partition, 0L);
    }
  }

  private Offsets offsets(Set<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    answer(
            admin
                .listOffsets(asked, new ListOffsetsOptions(isolation).timeoutMs(ANSWER_MILLIS))
                .all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return new Offsets(offsets);
  }

  private static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    }
  }

  private TopicPartition journal(int partition) {
    return new TopicPartition(topics.journal(), partition);
  }

  private TopicPartition delay(int partition) {
    return new TopicPartition(topics.delay(), partition);
  }

  private TopicPartition progress(int partition) {
    return new TopicPartition(topics.progress(), partition);
  }

  @Override
  public void close() {
    formerOwners.close();
    consumer.close();
  }
}
