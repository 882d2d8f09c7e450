package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.dispatcher.journal.JournalCodec;
import io.campaigndispatch.dispatcher.journal.JournalReplay;
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
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journal of partitions that were just assigned, several at once, each up to the high
 * watermark it had then: a read-committed reader gets there only when every transaction that was
 * open has ended, so nothing an earlier owner did can come to light later. Owned by the reader
 * thread.
 */
final class JournalReader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JournalReader.class);

  /** Instead of a journal offset: nothing that is in the journal counts. */
  static final long FROM_NOW_ON = Long.MAX_VALUE;

  private final Consumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final Topics topics;
  private final Map<TopicPartition, Reading> readings = new HashMap<>();

  private record Reading(
      long epoch, Recovered recovered, JournalReplay replay, long highWatermark) {}

  /** A partition whose journal has been read. */
  record Opened(int partition, long epoch, Recovered recovered) {}

  JournalReader(Consumer<byte[], byte[]> consumer, Admin admin, Topics topics) {
    this.consumer = consumer;
    this.admin = admin;
    this.topics = topics;
  }

  boolean isIdle() {
    return readings.isEmpty();
  }

  /** What is to be read: from the assignment's epoch and the committed offset's metadata. */
  record Wanted(long epoch, OpenOffsets.Resume resume) {}

  /**
   * Begins with these partitions.
   *
   * @throws KafkaException when Kafka does not answer; nothing has begun then
   */
  void begin(Map<Integer, Wanted> wanted) throws InterruptedException {
    Set<TopicPartition> journals = new HashSet<>();
    wanted.keySet().forEach(partition -> journals.add(of(partition)));
    Map<TopicPartition, Long> beginnings = offsets(journals, OffsetSpec.earliest());
    Map<TopicPartition, Long> highWatermarks = offsets(journals, OffsetSpec.latest());
    Map<TopicPartition, Long> from = new HashMap<>();
    wanted.forEach(
        (partition, one) -> {
          TopicPartition journal = of(partition);
          long beginning = beginnings.getOrDefault(journal, 0L);
          long end = highWatermarks.getOrDefault(journal, 0L);
          long needed = one.resume().journalOffset();
          long first = needed == FROM_NOW_ON ? end : needed;
          if (first > end || first < beginning) {
            first = beginning;
          }
          if (needed > 0 && needed < beginning) {
            log.error(
                "journal entries are gone, requests may be sent again partition={} needed={}"
                    + " first={} end={}",
                partition,
                needed,
                beginning,
                end);
          }
          Recovered recovered = new Recovered(new OpenOffsets.Resume(one.resume().offset(), first));
          JournalReplay replay = new JournalReplay(recovered, first, null);
          readings.put(journal, new Reading(one.epoch(), recovered, replay, end));
          from.put(journal, first);
        });
    assign();
    from.forEach(consumer::seek);
  }

  void forget(int partition) {
    if (readings.remove(of(partition)) != null) {
      assign();
    }
  }

  /** Reads on; returns the partitions that are through. */
  List<Opened> poll(Duration timeout) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      Reading reading = readings.get(new TopicPartition(record.topic(), record.partition()));
      if (reading != null) {
        reading
            .replay()
            .apply(record.offset(), record.timestamp(), JournalCodec.decode(record.value()));
      }
    }
    List<Opened> opened = new ArrayList<>();
    for (var entry : Map.copyOf(readings).entrySet()) {
      long position = consumer.position(entry.getKey());
      Reading reading = entry.getValue();
      if (position >= reading.highWatermark()) {
        reading.recovered().readTo(position);
        readings.remove(entry.getKey());
        opened.add(new Opened(entry.getKey().partition(), reading.epoch(), reading.recovered()));
      }
    }
    if (!opened.isEmpty()) {
      assign();
    }
    return opened;
  }

  /** Keeps the positions of those that stay. */
  private void assign() {
    consumer.assign(new HashSet<>(readings.keySet()));
  }

  private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    try {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      admin
          .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .all()
          .get()
          .forEach((partition, info) -> offsets.put(partition, info.offset()));
      return offsets;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    }
  }

  private TopicPartition of(int partition) {
    return new TopicPartition(topics.journal(), partition);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
