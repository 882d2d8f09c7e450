package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.PartitionSnapshot;
import io.campaigndispatch.dispatcher.core.Takeover;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.Recovered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The journal's two directions: what a write leaves in it, and what its entries, in order, tell the
 * next owner.
 */
public final class JournalReplay {

  private final Recovered recovered;
  private final long entriesFrom;
  private final long callsFrom;
  private final long returnsFrom;
  private final Map<String, Integer> calledSince = new HashMap<>();
  private @Nullable String owner;
  private long lastMillis;

  /**
   * @param entriesFrom what older entries say of requests is known already or void; whom they name
   *     as owner counts
   * @param callsFrom what older entries say of calls is known already
   * @param returnsFrom what older entries say of delayed requests is known already
   * @param owner who had the partition before the first entry; null for nobody
   */
  public JournalReplay(
      Recovered recovered,
      long entriesFrom,
      long callsFrom,
      long returnsFrom,
      @Nullable String owner) {
    this.recovered = recovered;
    this.entriesFrom = entriesFrom;
    this.callsFrom = callsFrom;
    this.returnsFrom = returnsFrom;
    this.owner = owner;
  }

  /**
   * What a write leaves in the journal: nothing for a snapshot, which is a record of its own.
   *
   * @param writer the owner that {@link JournalEntry.Owned} names
   */
  public static List<JournalEntry> entriesOf(Write write, String writer) {
    return switch (write) {
      case Write.Retrying(var position, _, var outcome, var dueMillis) ->
          List.of(new JournalEntry.Retry(position, outcome.attempt(), dueMillis));
      case Write.Final(var position, _, _, _) -> List.of(new JournalEntry.Done(position));
      case Write.Started(var position, _, int attempt, _, _) ->
          List.of(new JournalEntry.Started(position, attempt));
      case Write.Unstarted(var position) -> List.of(new JournalEntry.Unstarted(position));
      case Write.Parked(var position, _, _, _) -> List.of(new JournalEntry.Done(position));
      case Write.Returned returned -> List.of(new JournalEntry.Returned(returned.delayOffset()));
      case Write.Kept kept -> List.of(new JournalEntry.Returned(kept.delayOffset()));
      case Write.Moved(var position, _, _, _, _, _) -> List.of(new JournalEntry.Done(position));
      case Write.Unreadable(var position, _, _, _, _) -> List.of(new JournalEntry.Done(position));
      case Write.Owned(_, _, var calledBefore) -> {
        List<JournalEntry> entries = new ArrayList<>();
        entries.add(new JournalEntry.Owned(writer));
        entries.addAll(called(calledBefore));
        yield entries;
      }
      case Write.Released _ -> List.of(new JournalEntry.Released());
      case Write.Called(_, var messages) -> called(messages);
      case Write.Snapshot _ -> List.of();
    };
  }

  private static List<JournalEntry> called(Map<String, Integer> messages) {
    return messages.entrySet().stream()
        .<JournalEntry>map(one -> new JournalEntry.Called(one.getKey(), one.getValue()))
        .toList();
  }

  /**
   * Takes a journal record in.
   *
   * @param offset where it stands in the journal
   * @param millis when it was written, epoch milliseconds
   */
  public void apply(long offset, long millis, List<JournalEntry> entries) {
    lastMillis = Math.max(lastMillis, millis);
    boolean counts = offset >= entriesFrom;
    for (JournalEntry entry : entries) {
      switch (entry) {
        case JournalEntry.Owned(String by) -> owner = by;
        case JournalEntry.Released _ -> owner = null;
        case JournalEntry.Called(String workspaceId, int messages) when offset >= callsFrom ->
            calledSince.merge(workspaceId, messages, Integer::sum);
        case JournalEntry.Done(var position) when counts -> recovered.done(position);
        case JournalEntry.Retry(var position, int attempts, long dueMillis) when counts ->
            recovered.retry(position, new Recovered.Attempted(attempts, dueMillis));
        case JournalEntry.Started(var position, int attempt) when counts ->
            recovered.started(position, new Recovered.Started(attempt, millis));
        case JournalEntry.Unstarted(var position) when counts -> recovered.unstarted(position);
        case JournalEntry.Returned(long delayOffset) when offset >= returnsFrom ->
            recovered.returned(delayOffset);
        case JournalEntry.Called _, JournalEntry.OfRequest _, JournalEntry.Returned _ -> {
          // Older than what counts.
        }
      }
    }
  }

  /** Who owns the partition and did not let go, as far as it has been read; null for nobody. */
  public @Nullable String owner() {
    return owner;
  }

  /**
   * All that was read.
   *
   * @param end the journal has been read up to here (exclusive)
   * @param snapshot null when there is none that counts
   * @param levels null when none are known
   */
  public Takeover takeover(
      long end, @Nullable PartitionSnapshot snapshot, Takeover.@Nullable StoredLevels levels) {
    recovered.readTo(end);
    return new Takeover(recovered, snapshot, levels, owner == null, calledSince, lastMillis);
  }
}
