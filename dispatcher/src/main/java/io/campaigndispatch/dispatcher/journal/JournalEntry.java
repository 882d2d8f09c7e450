package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.Position;

/** One thing that happened to a partition or to one of its requests. */
public sealed interface JournalEntry {

  /** Something was done to one request. */
  sealed interface OfRequest extends JournalEntry {
    Position position();
  }

  /** Closed: its final outcome, move or dead letter is in the same transaction. */
  record Done(Position position) implements OfRequest {}

  /**
   * An attempt failed.
   *
   * @param attempts used up so far
   * @param dueMillis when the next is due, epoch milliseconds
   */
  record Retry(Position position, int attempts, long dueMillis) implements OfRequest {}

  /**
   * An attempt is about to be made, of a request that must never be called twice: until another
   * entry says what became of it, it may have been.
   *
   * @param attempt 1-based
   */
  record Started(Position position, int attempt) implements OfRequest {}

  /** What was said to be about to start did not, or is known not to count. */
  record Unstarted(Position position) implements OfRequest {}

  /**
   * A request of the delay topic is among the partition's requests again.
   *
   * @param delayOffset its place there, which is closed
   */
  record Returned(long delayOffset) implements JournalEntry {}

  /**
   * A worker owns the partition from here on.
   *
   * @param owner its producer's transactional id: whoever fences it ends what it could still write
   */
  record Owned(String owner) implements JournalEntry {}

  /** The last owner let go in good order: nothing of it is in flight, everything is written. */
  record Released() implements JournalEntry {}

  /**
   * Messages called for since the entry of this kind before, whatever came of them.
   *
   * @param messages at least 1
   */
  record Called(String workspaceId, int messages) implements JournalEntry {}
}
