package io.campaigndispatch.dispatcher.journal;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What shows Kafka that a partition is still its worker's: a commit of the offset that is committed
 * already, which the group refuses in any other generation (KIP-447).
 *
 * @param member as its group knew it when the partition was last known to be its own
 * @param offset the one committed last, word for word: an operator's says that it is one. Where
 *     nothing was ever committed, the one that is gone on from
 */
public record GroupProof(
    ConsumerGroupMetadata member, TopicPartition partition, OffsetAndMetadata offset) {

  /** Who knows the group; asked by another thread. */
  @FunctionalInterface
  public interface Source {

    /**
     * @param epoch of the assignment
     * @return null when that assignment is over and the core has been told
     */
    @Nullable GroupProof of(int partition, long epoch);
  }
}
