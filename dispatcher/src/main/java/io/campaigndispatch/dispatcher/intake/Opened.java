package io.campaigndispatch.dispatcher.intake;

import io.campaigndispatch.dispatcher.core.Takeover;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** What became of taking a partition over. */
sealed interface Opened {

  int partition();

  /** Of the assignment. */
  long epoch();

  /**
   * Nobody else can write about it any more, and what earlier owners did is known.
   *
   * @param logStart the requests log's first offset
   * @param delayEnd the delay log's end
   * @param committed the group's offset, or the one to go on from when it has none
   */
  record Ready(
      int partition,
      long epoch,
      Takeover takeover,
      long logStart,
      long delayEnd,
      OffsetAndMetadata committed)
      implements Opened {}

  /** What earlier owners did cannot be known: nothing of it may be sent. */
  record Held(int partition, long epoch, Reason reason) implements Opened {}

  /** Why a partition is not served; metrics name it so. */
  enum Reason {
    /** Journal entries are gone that nothing else tells. */
    JOURNAL_TRUNCATED,
    /** A journal record is damaged, or of a newer version than this. */
    JOURNAL_UNREADABLE
  }
}
