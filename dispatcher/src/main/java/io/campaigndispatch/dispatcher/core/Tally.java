package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.outcome.Status;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of one workspace's requests since this process began; the counts of a conservation line.
 *
 * @param read requests that entered here, fanned-out ones each
 * @param moved records sent to their home partition
 * @param unreadable records without readable ids
 */
public record Tally(long read, Map<Status, Long> closed, long moved, long unreadable) {

  public static final Tally ZERO = new Tally(0, Map.of(), 0, 0);

  public Tally {
    closed = Map.copyOf(closed);
  }

  public long closed(Status status) {
    return closed.getOrDefault(status, 0L);
  }

  /** Everything that was read and is no longer open. */
  public long allClosed() {
    return closed.values().stream().mapToLong(Long::longValue).sum() + moved + unreadable;
  }

  /** Counts up; owned by the core thread. */
  static final class Counter {
    private long read;
    private long moved;
    private long unreadable;
    private final EnumMap<Status, Long> closed = new EnumMap<>(Status.class);

    void read() {
      read++;
    }

    void closed(Write write) {
      switch (write) {
        case Write.Final(_, _, var outcome, _) -> closed.merge(outcome.status(), 1L, Long::sum);
        case Write.Moved _ -> moved++;
        case Write.Unreadable _ -> unreadable++;
        case Write.Retrying _ -> {}
      }
    }

    Tally tally() {
      return new Tally(read, closed, moved, unreadable);
    }
  }
}
