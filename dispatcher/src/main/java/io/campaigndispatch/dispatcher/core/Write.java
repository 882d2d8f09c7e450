package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be written, all or nothing, together with its journal entry. */
public sealed interface Write {

  /** The partition whose journal it goes into. */
  int partition();

  /** What became of one request. */
  sealed interface OfRequest extends Write {

    Position position();

    @Override
    default int partition() {
      return position().partition();
    }

    /** Whether it closes the request. */
    default boolean closes() {
      return true;
    }
  }

  /**
   * A final outcome.
   *
   * @param raw the record it is about
   * @param deadLetter whether that record also becomes a dead letter
   */
  record Final(Position position, RawRecord raw, Outcome outcome, boolean deadLetter)
      implements OfRequest {}

  /** An attempt failed, the next one is planned; the request stays open. */
  record Retrying(Position position, RawRecord raw, Outcome outcome, long dueMillis)
      implements OfRequest {
    @Override
    public boolean closes() {
      return false;
    }
  }

  /**
   * An attempt is about to be made, of a request that must never be called twice; it is once this
   * is written.
   *
   * @param attempt 1-based
   * @param sinceMillis when it was decided, epoch milliseconds
   * @param marker tells the markers of one request apart
   */
  record Started(Position position, String workspaceId, int attempt, long sinceMillis, long marker)
      implements Write {
    @Override
    public int partition() {
      return position.partition();
    }
  }

  /** What {@link Started} said does not come, or is known to have come to nothing. */
  record Unstarted(Position position) implements Write {
    @Override
    public int partition() {
      return position.partition();
    }
  }

  /**
   * A request that has to wait for long goes into the delay topic, where it is open from then on;
   * its place here is closed.
   *
   * @param outcome why: scheduled, or to be tried again
   */
  record Parked(Position position, RawRecord raw, Outcome outcome, Parking parking)
      implements OfRequest {}

  /**
   * A record of the delay topic whose time has come enters the requests again.
   *
   * @param raw as it was read there
   * @param recalled whether it is not due, and returns because its campaign was cancelled
   */
  record Returned(int partition, RawRecord raw, boolean recalled) implements Write {
    /** Its place in the delay topic. */
    public long delayOffset() {
      return raw.offset();
    }
  }

  /**
   * A record of the delay topic that has been there for long is parked anew at its end, so that
   * what lies before it can be deleted.
   *
   * @param raw as it was read there
   */
  record Kept(int partition, RawRecord raw) implements Write {
    /** Its former place. */
    public long delayOffset() {
      return raw.offset();
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
      implements OfRequest {}

  /** A record whose ids cannot be read: a dead letter without an outcome. */
  record Unreadable(Position position, RawRecord raw, Source source, int replay, Failure failure)
      implements OfRequest {}

  /**
   * This worker owns the partition from now on; nothing of it starts before that is written.
   *
   * @param calledBefore messages by workspace that a former owner may have called for without the
   *     journal showing them: what this one charged for, its successors must charge too
   */
  record Owned(int partition, long epoch, Map<String, Integer> calledBefore) implements Write {
    public Owned {
      calledBefore = Map.copyOf(calledBefore);
    }

    /** The journal shows every call. */
    public Owned(int partition, long epoch) {
      this(partition, epoch, Map.of());
    }
  }

  /** Messages called for since the last such entry, by workspace: tokens that are spent. */
  record Called(int partition, Map<String, Integer> messages) implements Write {
    public Called {
      messages = Map.copyOf(messages);
    }
  }

  /** What a next owner loads; replaces the one before. */
  record Snapshot(PartitionSnapshot state) implements Write {
    @Override
    public int partition() {
      return state.partition();
    }
  }

  /** This worker owns the partition no longer: nothing is in flight, everything is written. */
  record Released(int partition, long epoch) implements Write {}
}
