package io.campaigndispatch.bench.throughput;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Records under way, in log order; owned by the thread that reads. */
final class OpenOffsets {
  private final Map<TopicPartition, Deque<Entry>> open = new HashMap<>();

  /** A record under way; done (by any thread) once its outcome is acknowledged. */
  static final class Entry {
    final long offset;
    volatile boolean done;

    Entry(long offset) {
      this.offset = offset;
    }
  }

  Entry add(ConsumerRecord<?, ?> consumed) {
    Entry entry = new Entry(consumed.offset());
    open.computeIfAbsent(
            new TopicPartition(consumed.topic(), consumed.partition()), _ -> new ArrayDeque<>())
        .add(entry);
    return entry;
  }

  /** Up to the lowest that is still open, for each partition. */
  Map<TopicPartition, OffsetAndMetadata> finished() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    open.forEach(
        (partition, entries) -> {
          long next = -1;
          Entry first = entries.peek();
          while (first != null && first.done) {
            next = first.offset + 1;
            entries.remove();
            first = entries.peek();
          }
          if (next >= 0) {
            offsets.put(partition, new OffsetAndMetadata(next));
          }
        });
    return offsets;
  }
}
