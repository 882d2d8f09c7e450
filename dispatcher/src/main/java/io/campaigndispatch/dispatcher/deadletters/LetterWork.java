package io.campaigndispatch.dispatcher.deadletters;

import io.campaigndispatch.dispatcher.logs.LogEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An order being carried out: a transaction for every few hundred dead letters of a partition, with
 * the audit record that says so. Owned by one thread.
 */
final class LetterWork {

  private static final Logger log = LoggerFactory.getLogger(LetterWork.class);

  private static final int MOST_LETTERS = 200;
  private static final long MOST_BYTES = 4 << 20;
  private static final int MOST_COMMITS = 4;

  private final LetterOrder order;
  private final DeadLetterLog letters;
  private final Producer<byte[], byte[]> producer;
  private final LetterRecords records;
  private final Clock clock;
  private final DeadLetterDesk.Pause pause;

  private final LetterCounts taken = new LetterCounts();
  private final LetterCounts written = new LetterCounts();
  private final List<DeadLetter> batch = new ArrayList<>();
  private long bytes;

  LetterWork(
      LetterOrder order,
      DeadLetterLog letters,
      Producer<byte[], byte[]> producer,
      LetterRecords records,
      Clock clock,
      DeadLetterDesk.Pause pause) {
    this.order = order;
    this.letters = letters;
    this.producer = producer;
    this.records = records;
    this.clock = clock;
    this.pause = pause;
  }

  LetterResult run(LongConsumer progress) throws InterruptedException {
    try {
      for (int partition : letters.partitions()) {
        forgetOutlived(partition);
        letters.read(
            partition,
            letter -> {
              take(letter, progress);
              return true;
            });
        writeBatch(partition, progress);
      }
    } catch (KafkaException e) {
      if (!isFenced(e)) {
        throw e;
      }
      written.takeLeftFrom(taken);
      return new LetterResult(written, LetterResult.End.OVERTAKEN);
    }
    written.takeLeftFrom(taken);
    LogEvent.DEAD_LETTERS_DONE.log(log, order.action().done(), written.total(), order.by());
    return new LetterResult(written, LetterResult.End.DONE);
  }

  private void take(DeadLetter letter, LongConsumer progress) throws InterruptedException {
    if (!order.takes(letter, letters.handled(), taken)) {
      return;
    }
    batch.add(letter);
    byte[] value = letter.raw().value();
    bytes += value == null ? 0 : value.length;
    Integer perSecond = order.perSecond();
    int most = perSecond == null ? MOST_LETTERS : Math.min(MOST_LETTERS, perSecond);
    if (batch.size() >= most || bytes >= MOST_BYTES) {
      writeBatch(letter.raw().partition(), progress);
    }
  }

  private void writeBatch(int partition, LongConsumer progress) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
    batch.forEach(letter -> all.add(records.of(order.action(), letter, now)));
    OffsetRanges offsets =
        OffsetRanges.of(batch.stream().map(letter -> letter.raw().offset()).toList());
    all.add(
        records.audit(
            partition,
            new AuditRecord(order.action(), now, order.by(), letters.topicId(), offsets)));
    write(all);
    // The topic forgets them after a while, the log need not.
    LogEvent.DEAD_LETTERS_HANDLED.log(log, order.action().done(), partition, offsets, order.by());
    batch.forEach(written::add);
    progress.accept(written.total());
    if (order.perSecond() != null) {
      pause.millis(batch.size() * 1_000L / order.perSecond());
    }
    batch.clear();
    bytes = 0;
  }

  private void forgetOutlived(int partition) {
    List<byte[]> keys = letters.handled().outlived(partition, letters.start(partition));
    if (!keys.isEmpty()) {
      write(keys.stream().map(key -> records.forget(partition, key)).toList());
    }
  }

  private void write(List<ProducerRecord<byte[], byte[]>> all) {
    producer.beginTransaction();
    try {
      for (ProducerRecord<byte[], byte[]> record : all) {
        Future<RecordMetadata> _ = producer.send(record);
      }
      commit();
    } catch (KafkaException e) {
      if (!isFenced(e) && !(e instanceof TimeoutException)) {
        producer.abortTransaction();
      }
      throw e;
    }
  }

  /** A commit whose answer did not come is asked for again: only its answer tells. */
  private void commit() {
    for (int times = 1; ; times++) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        if (times == MOST_COMMITS) {
          throw e;
        }
      }
    }
  }

  private static boolean isFenced(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }
}
