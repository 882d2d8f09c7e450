package io.campaigndispatch.dispatcher.deadletters;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Which dead letters were replayed or resolved, by the audit records read so far. */
final class HandledLetters {

  private final Uuid topicId;
  private final Map<Integer, TreeMap<Long, Part>> byPartition = new HashMap<>();
  private final Map<Integer, List<Stored>> stored = new HashMap<>();

  /**
   * @param topicId of the dead-letter topic as it is now
   */
  HandledLetters(Uuid topicId) {
    this.topicId = topicId;
  }

  private record Part(long last, Handling handling) {}

  private record Stored(byte[] key, AuditRecord audit) {}

  void add(int partition, byte[] key, AuditRecord audit) {
    stored.computeIfAbsent(partition, _ -> new ArrayList<>()).add(new Stored(key, audit));
    if (audit.topicId().equals(topicId)) {
      Handling handling = new Handling(audit.action(), audit.at(), audit.by());
      TreeMap<Long, Part> parts = byPartition.computeIfAbsent(partition, _ -> new TreeMap<>());
      for (OffsetRanges.Range range : audit.offsets().ranges()) {
        parts.put(range.first(), new Part(range.last(), handling));
      }
    }
  }

  @Nullable Handling of(DeadLetterPlace place) {
    TreeMap<Long, Part> parts = byPartition.get(place.partition());
    Map.Entry<Long, Part> before = parts == null ? null : parts.floorEntry(place.offset());
    return before == null || before.getValue().last() < place.offset()
        ? null
        : before.getValue().handling();
  }

  /**
   * Keys of audit records whose dead letters are all gone: kept, they would be read for ever.
   *
   * @param logStart the partition's first offset that is still there
   */
  List<byte[]> outlived(int partition, long logStart) {
    return stored.getOrDefault(partition, List.of()).stream()
        .filter(
            one ->
                !one.audit().topicId().equals(topicId) || one.audit().offsets().last() < logStart)
        .map(Stored::key)
        .toList();
  }
}
