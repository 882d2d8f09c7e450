package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import org.jspecify.annotations.Nullable;

/** What is to be written, all or nothing, together with its journal entry. */
public sealed interface Write {

  /** The request it is about. */
  Position position();

  /** Whether it closes the request. */
  default boolean closes() {
    return true;
  }

  /**
   * A final outcome.
   *
   * @param raw the record it is about
   * @param deadLetter whether that record also becomes a dead letter
   */
  record Final(Position position, RawRecord raw, Outcome outcome, boolean deadLetter)
      implements Write {}

  /** An attempt failed, the next one is planned; the request stays open. */
  record Retrying(Position position, RawRecord raw, Outcome outcome, long dueMillis)
      implements Write {
    @Override
    public boolean closes() {
      return false;
    }
  }

  /** A record that goes to its home partition. */
  record Moved(
      Position position,
      RawRecord raw,
      @Nullable String requestId,
      String workspaceId,
      int home,
      Source source)
      implements Write {}

  /** A record whose ids cannot be read: a dead letter without an outcome. */
  record Unreadable(Position position, RawRecord raw, Source source, int replay, Failure failure)
      implements Write {}
}
