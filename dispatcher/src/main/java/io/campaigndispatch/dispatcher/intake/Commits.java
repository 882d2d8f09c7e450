package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.journal.ResumeMetadata;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What is to be committed next of each partition, and what was committed last. Owned by the
 * membership thread, except where noted.
 */
final class Commits {

  private final String topic;
  private final Uuid topicId;
  private final Reader reader;
  private final Map<Integer, OffsetAndMetadata> next = new ConcurrentHashMap<>();
  private final Map<Integer, OffsetAndMetadata> last = new HashMap<>();

  /**
   * @param topicId noted with every offset
   */
  Commits(String topic, Uuid topicId, Reader reader) {
    this.topic = topic;
    this.topicId = topicId;
    this.reader = reader;
  }

  /** Everything below this offset is closed. From any thread. */
  void put(int partition, OpenOffsets.Resume resume) {
    next.put(partition, ResumeMetadata.of(resume, topicId, reader.snapshotsFrom(partition)));
  }

  /** Takes what is to be committed now; of a partition that is not ours it is dropped. */
  Map<TopicPartition, OffsetAndMetadata> take(Set<Integer> ours) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (int partition : Map.copyOf(next).keySet()) {
      OffsetAndMetadata offset = next.remove(partition);
      if (offset != null && ours.contains(partition)) {
        offsets.put(new TopicPartition(topic, partition), offset);
        last.put(partition, offset);
      }
    }
    return offsets;
  }

  /** Takes what is to be committed of partitions that are given up, and for the last time. */
  Map<TopicPartition, OffsetAndMetadata> takeLast(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = next.remove(partition.partition());
      if (offset != null) {
        offsets.put(partition, offset);
      }
    }
    return offsets;
  }

  /** A partition is ours no more; what is to be committed of it still may be. */
  void end(int partition) {
    last.remove(partition);
  }

  /** Nothing more is to be committed of a partition. */
  void drop(int partition) {
    next.remove(partition);
  }

  /**
   * What is committed of every partition that is ours: until something was committed, from where it
   * was taken over.
   *
   * @param epochs of the assignments, by partition
   */
  Map<TopicPartition, OffsetAndMetadata> committed(Map<Integer, Long> epochs) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    epochs.forEach(
        (partition, epoch) -> {
          OffsetAndMetadata offset = last.get(partition);
          if (offset == null) {
            offset = reader.takenFrom(partition, epoch);
          }
          if (offset != null) {
            offsets.put(new TopicPartition(topic, partition), offset);
          }
        });
    return offsets;
  }
}
