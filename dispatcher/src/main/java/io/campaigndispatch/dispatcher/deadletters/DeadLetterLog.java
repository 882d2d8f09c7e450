package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.wire.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The dead-letter topic and what was done with it, as far as it is committed when it is opened.
 * Owned by one thread; every method blocks and throws {@link KafkaException} when Kafka does not
 * answer.
 */
final class DeadLetterLog implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_EMPTY_POLLS = 150;
  private static final int ANSWER_MILLIS = 15_000;

  /** Who is shown one after the other. */
  interface Reader<T> {
    /** Whether it wants the next. */
    boolean goesOn(T item) throws InterruptedException;
  }

  private final Consumer<byte[], byte[]> consumer;
  private final DeadLetterParser parser;
  private final Topics topics;
  private final Uuid topicId;
  private final Map<Integer, Long> starts;
  private final Map<Integer, Long> ends;
  private final HandledLetters handled;

  /**
   * @param consumer of bytes, read committed, without a group; closed with the log
   */
  DeadLetterLog(
      Consumer<byte[], byte[]> consumer, Admin admin, Topics topics, DeadLetterParser parser)
      throws InterruptedException {
    this.consumer = consumer;
    this.topics = topics;
    this.parser = parser;
    TopicDescription description = describe(admin, topics.deadLetters());
    Set<TopicPartition> partitions = partitions(topics.deadLetters(), description);
    starts = byNumber(consumer.beginningOffsets(partitions));
    ends = byNumber(consumer.endOffsets(partitions));
    topicId = description.topicId();
    handled = new HandledLetters(topicId);
    readAudits(partitions(topics.progress(), describe(admin, topics.progress())));
  }

  private static Set<TopicPartition> partitions(String topic, TopicDescription description) {
    return IntStream.range(0, description.partitions().size())
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .collect(Collectors.toSet());
  }

  private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
  }

  /** Whether Kafka answers and has the topics; if not, it throws. */
  static void check(Admin admin, Topics topics) {
    describe(admin, topics.deadLetters());
    describe(admin, topics.progress());
  }

  private static TopicDescription describe(Admin admin, String topic) {
    try {
      Map<String, TopicDescription> found =
          admin
              .describeTopics(Set.of(topic), new DescribeTopicsOptions().timeoutMs(ANSWER_MILLIS))
              .allTopicNames()
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return Objects.requireNonNull(found.get(topic), topic);
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case UnknownTopicOrPartitionException _ ->
            throw new KafkaException(
                "there is no topic "
                    + topic
                    + ": expected one, which the dispatcher makes at its first start");
        case KafkaException kafka -> throw kafka;
        case null, default -> throw new KafkaException(e);
      }
    }
  }

  private void readAudits(Set<TopicPartition> partitions) throws InterruptedException {
    Map<TopicPartition, Long> from = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> to = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      read(
          partition,
          from.getOrDefault(partition, 0L),
          to.getOrDefault(partition, 0L),
          record -> {
            // Taken back ones may still be there before they are.
            if (AuditRecord.isKey(record.key()) && record.value() != null) {
              AuditRecord audit = AuditRecord.decode(record.value());
              if (audit == null) {
                throw new KafkaException(
                    "what was done with dead letters has a form that this version does not know at "
                        + partition
                        + "@"
                        + record.offset());
              }
              handled.add(record.partition(), record.key(), audit);
            }
            return true;
          });
    }
  }

  /** In order. */
  SortedSet<Integer> partitions() {
    return new TreeSet<>(starts.keySet());
  }

  Uuid topicId() {
    return topicId;
  }

  /** The first offset of a partition that is still there. */
  long start(int partition) {
    return starts.getOrDefault(partition, 0L);
  }

  HandledLetters handled() {
    return handled;
  }

  /** Shows the partition's dead letters in order. */
  void read(int partition, Reader<DeadLetter> next) throws InterruptedException {
    read(partition, start(partition), next);
  }

  /** The same from an offset on. */
  void read(int partition, long from, Reader<DeadLetter> next) throws InterruptedException {
    read(
        new TopicPartition(topics.deadLetters(), partition),
        Math.max(from, start(partition)),
        ends.getOrDefault(partition, 0L),
        record -> next.goesOn(parser.parse(raw(record))));
  }

  private void read(
      TopicPartition partition, long from, long to, Reader<ConsumerRecord<byte[], byte[]>> next)
      throws InterruptedException {
    if (from >= to) {
      return;
    }
    consumer.assign(Set.of(partition));
    consumer.seek(partition, from);
    int empty = 0;
    while (consumer.position(partition) < to) {
      var records = consumer.poll(POLL);
      empty = records.isEmpty() ? empty + 1 : 0;
      if (empty > MOST_EMPTY_POLLS) {
        throw new TimeoutException("Kafka does not answer when asked for " + partition);
      }
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.offset() >= to || !next.goesOn(record)) {
          return;
        }
      }
    }
  }

  private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
