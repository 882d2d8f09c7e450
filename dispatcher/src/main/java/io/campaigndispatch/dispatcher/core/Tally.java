package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.outcome.Status;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one workspace's requests since this process began; the counts of a conservation
 * line.
 *
 * @param read requests that entered here, fanned-out ones each
 * @param attempts calls answered, by what the answer meant
 * @param moved records sent to their home partition
 * @param unreadable records without readable ids
 * @param lost deleted from the log while open; a record that carries several requests counts as one
 *     until its flow has nothing left, when it is known how many they were
 * @param lostUnread offsets deleted before they were read, some of which may have held nothing:
 *     part of no conservation line
 */
public record Tally(
    long read,
    Map<Status, Long> closed,
    Map<Meaning, Long> attempts,
    long moved,
    long unreadable,
    long lost,
    long lostUnread) {

  /** The kinds of verdict, as metrics name them. */
  public enum Meaning {
    ACCEPTED,
    RETRY,
    THROTTLED,
    HOLD,
    REJECTED,
    UNCERTAIN;

    /** Null when nothing was attempted after all. */
    public static @Nullable Meaning of(Verdict verdict) {
      return switch (verdict) {
        case Verdict.Accepted _ -> ACCEPTED;
        case Verdict.Retry _, Verdict.RetryHeld _ -> RETRY;
        case Verdict.Throttled _ -> THROTTLED;
        case Verdict.NotWritten _ -> null;
        case Verdict.Hold _ -> HOLD;
        case Verdict.Rejected _ -> REJECTED;
        case Verdict.Uncertain _ -> UNCERTAIN;
      };
    }
  }

  public Tally {
    closed = Map.copyOf(closed);
    attempts = Map.copyOf(attempts);
  }

  public long closed(Status status) {
    return closed.getOrDefault(status, 0L);
  }

  public long attempts(Meaning meaning) {
    return attempts.getOrDefault(meaning, 0L);
  }

  /** Everything that was read and is no longer open. */
  public long allClosed() {
    return closed.values().stream().mapToLong(Long::longValue).sum() + moved + unreadable + lost;
  }

  /** Counts up; owned by the core thread. */
  static final class Counter {
    private long read;
    private long lost;
    private long lostUnread;
    private long moved;
    private long unreadable;
    private long ended;
    private final long[] closed = new long[Status.values().length];
    private final long[] attempts = new long[Meaning.values().length];

    void read() {
      read++;
    }

    void attempted(Verdict verdict) {
      Meaning meaning = Meaning.of(verdict);
      if (meaning != null) {
        attempts[meaning.ordinal()]++;
      }
    }

    void lost(long requests) {
      lost += requests;
      ended += requests;
    }

    void lostUnread(long records) {
      lostUnread += records;
    }

    /** Read and not ended; negative when more was taken over than is still open. */
    long readAndNotEnded() {
      return read - ended;
    }

    void closed(Write.OfRequest write) {
      ended++;
      switch (write) {
        case Write.Final(_, _, var outcome, _) -> closed[outcome.status().ordinal()]++;
        case Write.Moved _ -> moved++;
        case Write.Unreadable _ -> unreadable++;
        case Write.Retrying _, Write.Parked _ -> throw new IllegalStateException("it stays open");
      }
    }

    Tally tally() {
      return new Tally(
          read,
          counted(Status.values(), closed),
          counted(Meaning.values(), attempts),
          moved,
          unreadable,
          lost,
          lostUnread);
    }

    private static <K extends Enum<K>> Map<K, Long> counted(K[] kinds, long[] counts) {
      Map<K, Long> counted = new HashMap<>();
      for (K kind : kinds) {
        if (counts[kind.ordinal()] > 0) {
          counted.put(kind, counts[kind.ordinal()]);
        }
      }
      return counted;
    }
  }
}
