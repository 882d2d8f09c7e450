package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** What the progress topic holds of a partition. */
public sealed interface StoredSnapshot {

  /** No snapshot was ever written. */
  record None() implements StoredSnapshot {}

  /**
   * A snapshot, whole.
   *
   * @param by who took it, of what
   */
  record Found(By by, PartitionSnapshot state) implements StoredSnapshot {}

  /**
   * There is one that cannot be used.
   *
   * @param by null when that cannot be read either
   */
  record Unreadable(String problem, @Nullable By by) implements StoredSnapshot {}

  /**
   * Whose snapshot it is, and of which requests topic.
   *
   * @param owner the transactional id of who took it
   * @param released whether it is the owner's last word: nothing about requests was written with it
   *     or by that owner later
   * @param journalOffset every journal entry below it is contained
   */
  record By(String groupId, Uuid topicId, String owner, boolean released, long journalOffset) {}
}
