package io.campaigndispatch.chaos.load;

import java.util.Set;

/**
 * A limit that the vendor's ledger is held against: in any window t, messages ≤ burst +
 * perSecond·t.
 *
 * @param workspaces whose messages count together
 */
public record Ceiling(String name, Set<String> workspaces, long perSecond, long burst) {

  public Ceiling {
    workspaces = Set.copyOf(workspaces);
  }
}
