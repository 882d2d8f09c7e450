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

  private final Consumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final Topics topics;
  private final Map<TopicPartition, Reading> readings = new HashMap<>();

  private record Reading(long epoch, Recovered recovered, long highWatermark) {}

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

  /**
   * Begins with a partition.
   *
   * @throws KafkaException when Kafka does not answer; nothing has begun then
   */
  void begin(int partition, long epoch, OpenOffsets.Resume resume) throws InterruptedException {
    TopicPartition journal = new TopicPartition(topics.journal(), partition);
    long beginning = offset(journal, OffsetSpec.earliest());
    long highWatermark = offset(journal, OffsetSpec.latest());
    long from = Math.clamp(resume.journalOffset(), beginning, Math.max(beginning, highWatermark));
    if (resume.journalOffset() > 0 && from != resume.journalOffset()) {
      log.error(
          "journal entries are gone, requests may be sent again partition={} needed={} first={} end={}",
          partition,
          resume.journalOffset(),
          beginning,
          highWatermark);
    }
    Recovered recovered = new Recovered(new OpenOffsets.Resume(resume.offset(), from));
    readings.put(journal, new Reading(epoch, recovered, highWatermark));
    assign();
    consumer.seek(journal, from);
  }

  void forget(int partition) {
    if (readings.remove(new TopicPartition(topics.journal(), partition)) != null) {
      assign();
    }
  }

  /** Reads on; returns the partitions that are through. */
  List<Opened> poll(Duration timeout) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      Reading reading = readings.get(new TopicPartition(record.topic(), record.partition()));
      if (reading != null) {
        JournalReplay.apply(JournalCodec.decode(record.value()), reading.recovered());
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

  private long offset(TopicPartition partition, OffsetSpec spec) throws InterruptedException {
    try {
      return admin
          .listOffsets(
              Map.of(partition, spec), new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
