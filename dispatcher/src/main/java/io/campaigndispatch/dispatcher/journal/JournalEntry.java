package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.index.Position;

/** One thing that was done to one request. */
public sealed interface JournalEntry {

  Position position();

  /** Closed: its final outcome, move or dead letter is in the same transaction. */
  record Done(Position position) implements JournalEntry {}

  /**
   * An attempt failed.
   *
   * @param attempts used up so far
   * @param dueMillis when the next is due, epoch milliseconds
   */
  record Retry(Position position, int attempts, long dueMillis) implements JournalEntry {}
}
