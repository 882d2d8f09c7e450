package io.campaigndispatch.dispatcher.journal;

import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.dispatcher.index.Recovered;
import java.util.List;

/**
 * The journal's two directions: what a write leaves in it, and what its entries tell the next
 * owner.
 */
public final class JournalReplay {

  private JournalReplay() {}

  public static JournalEntry entryOf(Write.OfRequest write) {
    return switch (write) {
      case Write.Retrying(var position, _, var outcome, var dueMillis) ->
          new JournalEntry.Retry(position, outcome.attempt(), dueMillis);
      case Write.Final(var position, _, _, _) -> new JournalEntry.Done(position);
      case Write.Moved(var position, _, _, _, _, _) -> new JournalEntry.Done(position);
      case Write.Unreadable(var position, _, _, _, _) -> new JournalEntry.Done(position);
    };
  }

  public static void apply(List<JournalEntry> entries, Recovered recovered) {
    for (JournalEntry entry : entries) {
      switch (entry) {
        case JournalEntry.Done(var position) -> recovered.done(position);
        case JournalEntry.Retry(var position, var attempts, var dueMillis) ->
            recovered.retry(position, new Recovered.Attempted(attempts, dueMillis));
      }
    }
  }
}
