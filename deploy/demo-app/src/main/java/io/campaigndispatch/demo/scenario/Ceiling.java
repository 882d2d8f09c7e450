package io.campaigndispatch.demo.scenario;

import io.campaigndispatch.model.workspace.Bandwidth;
import java.util.Set;

/**
 * A limit that the ledger is held against: in any window of {@code per}, at most rate + burst
 * messages of these workspaces together.
 *
 * @param name whose limit it is
 */
public record Ceiling(String name, Set<String> workspaces, Bandwidth bandwidth) {

  public Ceiling {
    workspaces = Set.copyOf(workspaces);
  }

  /** The most messages in a window. */
  public long most() {
    return bandwidth.rate() + bandwidth.burst();
  }
}
