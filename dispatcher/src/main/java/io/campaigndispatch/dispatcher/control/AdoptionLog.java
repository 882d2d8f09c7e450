package io.campaigndispatch.dispatcher.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The adoptions in the first partition of the progress topic. Of several for one requests topic the
 * first in the log holds: workers that start together each write one, read again and agree. Each
 * has a key of its own, since compaction keeps the last record of a key and would let another win
 * years later.
 */
public final class AdoptionLog {

  /** What the keys of these records begin with; a snapshot's never do. */
  public static final String KEY_PREFIX = "adopted/";

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MOST_EMPTY_POLLS = 300;

  private final Supplier<Consumer<byte[], byte[]>> readers;
  private final Supplier<Producer<byte[], byte[]>> writers;
  private final TopicPartition partition;

  /**
   * @param readers make consumers of bytes that see uncommitted records too: an adoption is no part
   *     of a transaction and waits for none
   * @param writers make producers of bytes without transactions
   */
  public AdoptionLog(
      Supplier<Consumer<byte[], byte[]>> readers,
      Supplier<Producer<byte[], byte[]>> writers,
      String progressTopic) {
    this.readers = readers;
    this.writers = writers;
    this.partition = new TopicPartition(progressTopic, 0);
  }

  /** The adoption of this requests topic; blocks. */
  AdoptionResult find(Uuid topicId) {
    try (Consumer<byte[], byte[]> reader = readers.get()) {
      return find(topicId, reader);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      return refused("the requests topic's adoption cannot be read: " + e);
    }
  }

  /** Writes one, and returns the one that holds; blocks. */
  AdoptionResult adopt(Adoption adoption) {
    String key = KEY_PREFIX + adoption.topicId() + "/" + Uuid.randomUuid();
    try (Producer<byte[], byte[]> writer = writers.get()) {
      writer
          .send(
              new ProducerRecord<>(
                  partition.topic(),
                  partition.partition(),
                  key.getBytes(StandardCharsets.UTF_8),
                  AdoptionJson.encode(adoption)))
          .get();
    } catch (ExecutionException e) {
      return refused("the requests topic's adoption cannot be written: " + e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      return refused("the requests topic's adoption cannot be written: " + e);
    }
    return find(adoption.topicId());
  }

  private AdoptionResult find(Uuid topicId, Consumer<byte[], byte[]> reader) {
    Set<TopicPartition> all = Set.of(partition);
    String keysOfTopic = KEY_PREFIX + topicId + "/";
    boolean another = false;
    reader.assign(all);
    reader.seekToBeginning(all);
    long end = reader.endOffsets(all).getOrDefault(partition, 0L);
    for (int empty = 0; empty < MOST_EMPTY_POLLS; empty++) {
      if (reader.position(partition) >= end) {
        return new AdoptionResult.None(another);
      }
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
        empty = 0;
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (key.startsWith(keysOfTopic)) {
          return read(record);
        }
        another |= key.startsWith(KEY_PREFIX);
      }
    }
    return refused("Kafka does not answer when asked for the requests topic's adoption");
  }

  private AdoptionResult read(ConsumerRecord<byte[], byte[]> record) {
    Adoption adoption = AdoptionJson.decode(record.value());
    return adoption == null
        ? refused(
            "the requests topic's adoption at %s@%d has a form that this version does not know"
                .formatted(partition, record.offset()))
        : new AdoptionResult.Found(adoption);
  }

  private AdoptionResult refused(String problem) {
    return new AdoptionResult.Refused(
        "topic " + partition.topic() + ": " + problem.replaceAll("\\s*[\\r\\n]+\\s*", " "));
  }
}
