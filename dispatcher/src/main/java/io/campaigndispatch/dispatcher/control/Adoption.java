package io.campaigndispatch.dispatcher.control;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * What was fixed when a requests topic was adopted and holds for as long as that topic exists.
 *
 * @param topicId of the requests topic; one that is deleted and created anew has another
 * @param homePartitions the partitions it had then, at least 1: a workspace's home is one of them,
 *     however many are added later
 * @param idHashKey for hashing request ids
 * @param journalFrom by partition, where the journal of this topic begins: what lies below speaks
 *     of a requests topic that is gone. Empty when there was none
 */
public record Adoption(
    Uuid topicId,
    int homePartitions,
    HashKey idHashKey,
    Instant adoptedAt,
    Map<Integer, Long> journalFrom) {

  public Adoption {
    if (homePartitions < 1) {
      throw new IllegalArgumentException(
          "home partitions: expected at least 1, received " + homePartitions);
    }
    journalFrom = Map.copyOf(journalFrom);
  }

  /** Journal entries below this offset do not count. */
  public long journalFrom(int partition) {
    return journalFrom.getOrDefault(partition, 0L);
  }
}
