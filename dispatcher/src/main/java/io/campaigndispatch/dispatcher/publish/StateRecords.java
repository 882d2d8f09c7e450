package io.campaigndispatch.dispatcher.publish;

import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.journal.JournalCodec;
import io.campaigndispatch.dispatcher.journal.JournalEntry;
import io.campaigndispatch.dispatcher.journal.JournalReplay;
import io.campaigndispatch.dispatcher.journal.SnapshotWriter;
import io.campaigndispatch.model.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What a transaction says of the partitions themselves: per partition a journal record, and of the
 * snapshots the chunks that changed. Owned by the publisher's thread.
 */
final class StateRecords {

  private final Producer<byte[], byte[]> producer;
  private final Topics topics;
  private final String owner;
  private final SnapshotWriter snapshots;
  private final AtomicBoolean gone = new AtomicBoolean();

  StateRecords(
      Producer<byte[], byte[]> producer, Topics topics, String owner, SnapshotWriter snapshots) {
    this.producer = producer;
    this.topics = topics;
    this.owner = owner;
    this.snapshots = snapshots;
  }

  /** Sends each partition's journal record. */
  Map<Integer, Future<RecordMetadata>> sendJournal(List<Write> batch) {
    Map<Integer, List<JournalEntry>> entries = new TreeMap<>();
    for (Write write : batch) {
      List<JournalEntry> left = JournalReplay.entriesOf(write, owner);
      if (!left.isEmpty()) {
        entries.computeIfAbsent(write.partition(), _ -> new ArrayList<>()).addAll(left);
      }
    }
    Map<Integer, Future<RecordMetadata>> sent = new HashMap<>();
    entries.forEach(
        (partition, done) ->
            sent.put(
                partition,
                producer.send(
                    new ProducerRecord<>(
                        topics.journal(), partition, null, JournalCodec.encode(partition, done)))));
    return sent;
  }

  /** No snapshot is in the log any more; from any thread. */
  void snapshotsGone() {
    gone.set(true);
  }

  /** Sends what changed of each snapshot. */
  void sendSnapshots(List<Write> batch) {
    if (gone.getAndSet(false)) {
      snapshots.forgetAll();
    }
    for (Write write : batch) {
      switch (write) {
        case Write.Owned(int partition, _, _) -> snapshots.forget(partition);
        case Write.Snapshot(var state) ->
            snapshots.write(
                state,
                onlyReleases(batch, state.partition()),
                (key, value) -> {
                  Future<RecordMetadata> _ =
                      producer.send(
                          new ProducerRecord<>(topics.progress(), state.partition(), key, value));
                });
        case Write.OfRequest _,
            Write.Started _,
            Write.Unstarted _,
            Write.Returned _,
            Write.Kept _,
            Write.Called _,
            Write.Released _ -> {
          // They have nothing but their journal entries.
        }
      }
    }
  }

  void committed() {
    snapshots.committed();
  }

  void aborted() {
    snapshots.aborted();
  }

  /**
   * Whether the batch lets go of a partition and says nothing of its requests. Calls do not count:
   * when a journal is truncated by age, what was called then is long paid for.
   */
  private static boolean onlyReleases(List<Write> batch, int partition) {
    boolean released = false;
    for (Write write : batch) {
      if (write.partition() == partition) {
        switch (write) {
          case Write.OfRequest _,
              Write.Started _,
              Write.Unstarted _,
              Write.Returned _,
              Write.Kept _ -> {
            return false;
          }
          case Write.Released _ -> released = true;
          case Write.Called _, Write.Owned _, Write.Snapshot _ -> {
            // They say nothing of requests.
          }
        }
      }
    }
    return released;
  }
}
