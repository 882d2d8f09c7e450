package io.campaigndispatch.sandbox.ledger;

import io.campaigndispatch.sandbox.wire.Vendor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Running totals by vendor, workspace and status; they outlive the rows that the ledger drops. */
public final class Stats {
  /**
   * So many workspaces are told apart; the calls of any further ones count under {@value #OTHER}.
   */
  private static final int MAX_WORKSPACES = 50_000;

  private static final String OTHER = "(other)";

  private final Map<Key, Counter> byWorkspace = new HashMap<>();
  private final Map<Vendor, Counter> byVendor = new EnumMap<>(Vendor.class);
  private long calls;

  private record Key(Vendor vendor, @Nullable String workspace) {}

  /**
   * The totals of one workspace.
   *
   * @param workspace as the vendor sees it, or null for calls that do not tell
   */
  public record OfWorkspace(Vendor vendor, @Nullable String workspace, Tally tally) {}

  /**
   * The totals at one moment.
   *
   * @param calls HTTP calls to vendors' paths, each counted once however many recipients it had
   * @param byVendor of each vendor that was called
   * @param workspaces of each workspace that called
   */
  public record Snapshot(long calls, Map<Vendor, Tally> byVendor, List<OfWorkspace> workspaces) {}

  private static final class Counter {
    private long messages;
    private long accepted;
    private final SortedMap<String, Long> byStatus = new TreeMap<>();

    void add(Entry entry) {
      Integer status = entry.status();
      messages++;
      accepted += entry.accepted() ? 1 : 0;
      byStatus.merge(status == null ? "none" : status.toString(), 1L, Long::sum);
    }

    Tally tally() {
      return new Tally(messages, accepted, new TreeMap<>(byStatus));
    }
  }

  /** Counts a call. */
  public synchronized void addCall() {
    calls++;
  }

  /** Counts one row of a call. */
  public synchronized void add(Entry entry) {
    Key key = new Key(entry.vendor(), entry.workspace());
    if (byWorkspace.size() >= MAX_WORKSPACES && !byWorkspace.containsKey(key)) {
      key = new Key(entry.vendor(), OTHER);
    }
    byWorkspace.computeIfAbsent(key, k -> new Counter()).add(entry);
    byVendor.computeIfAbsent(entry.vendor(), vendor -> new Counter()).add(entry);
  }

  /** Starts again from zero. */
  public synchronized void clear() {
    byWorkspace.clear();
    byVendor.clear();
    calls = 0;
  }

  /** The totals now. */
  public synchronized Snapshot snapshot() {
    Map<Vendor, Tally> vendors = new EnumMap<>(Vendor.class);
    byVendor.forEach((vendor, counter) -> vendors.put(vendor, counter.tally()));
    List<OfWorkspace> workspaces = new ArrayList<>();
    byWorkspace.forEach(
        (key, counter) ->
            workspaces.add(new OfWorkspace(key.vendor(), key.workspace(), counter.tally())));
    return new Snapshot(calls, vendors, List.copyOf(workspaces));
  }
}
