package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Vendor;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The law of every throttle, over all its owners: in any window t, messages ≤ burst + rate · t /
 * per. It holds if and only if a bucket of that burst, refilled at that rate and full at first,
 * never lacks a token. What workspaces share is split over their homes, of which each can hold a
 * token: there the law is kept for windows of {@code per}.
 */
final class RateChecks {

  private static final double ROUNDING = 1e-6;

  /** Platica answers 429 beyond 30 requests a second per key. */
  private static final Bandwidth PLATICA_KEY = new Bandwidth(29, Duration.ofSeconds(1), 1);

  private record Key(String whose, Bandwidth bandwidth) {}

  private static final class Law {
    double tokens;
    long atNanos;
    Ownership by;

    Law(Bandwidth bandwidth, Ownership by, long nowNanos) {
      this.tokens = bandwidth.burst();
      this.atNanos = nowNanos;
      this.by = by;
    }
  }

  private record Sent(long atNanos, int messages) {}

  /** The last {@code per} of what is shared. */
  private static final class Window {
    final ArrayDeque<Sent> sent = new ArrayDeque<>();
    long messages;
    final Map<Integer, Ownership> by = new HashMap<>();
  }

  private final World world;
  private final Map<Key, Law> laws = new HashMap<>();
  private final Map<Key, Window> windows = new HashMap<>();
  private final Map<Effect.Call, Ownership> counted = new IdentityHashMap<>();

  RateChecks(World world) {
    this.world = world;
  }

  void called(Effect.Call call, Ownership by) {
    counted.put(call, by);
    count(call, call.requests().size(), by);
  }

  /** The vendor never saw it. */
  void notWritten(Effect.Call call) {
    Ownership by = counted.remove(call);
    if (by != null) {
      count(call, -call.requests().size(), by);
    }
  }

  private void count(Effect.Call call, int messages, Ownership by) {
    String id = call.requests().getFirst().workspaceId();
    Workspace workspace = world.directory.workspace(id);
    if (workspace == null) {
      throw new AssertionError("a call for a workspace that is not configured: " + id);
    }
    for (Bandwidth bandwidth : workspace.throttle()) {
      take("workspace " + id, bandwidth, messages, by);
    }
    String group = workspace.throttleGroup();
    if (group != null) {
      for (Bandwidth bandwidth : world.directory.throttleGroups().getOrDefault(group, List.of())) {
        share("group " + group, bandwidth, messages, by);
      }
    }
    Vendor vendor = world.directory.vendorOf(workspace);
    if (vendor.type() == VendorType.PLATICA) {
      // All simulated workspaces of a vendor share one credential.
      share("key of " + vendor.id(), PLATICA_KEY, messages, by);
    }
  }

  private void take(String whose, Bandwidth bandwidth, int messages, Ownership by) {
    Law law =
        laws.computeIfAbsent(new Key(whose, bandwidth), _ -> new Law(bandwidth, by, world.nanos));
    double earned =
        (double) bandwidth.rate() * (world.nanos - law.atNanos) / bandwidth.per().toNanos();
    law.tokens = Math.min((double) bandwidth.burst(), law.tokens + earned);
    law.atNanos = world.nanos;
    if (law.by != by && world.clockStepped) {
      // An owner knows how long ago the one before it stopped by its wall clock only.
      law.tokens = bandwidth.burst();
    }
    law.by = by;
    law.tokens = Math.min((double) bandwidth.burst(), law.tokens - messages);
    if (law.tokens < -ROUNDING) {
      throw Invariant.RATE.violated(
          "%s messages too many for %s, %s", -law.tokens, whose, bandwidth);
    }
  }

  private void share(String whose, Bandwidth bandwidth, int messages, Ownership by) {
    Window window = windows.computeIfAbsent(new Key(whose, bandwidth), _ -> new Window());
    if (window.by.put(by.partition, by) != by && world.clockStepped) {
      window.sent.clear();
      window.messages = 0;
    }
    window.sent.addLast(new Sent(world.nanos, messages));
    window.messages += messages;
    while (window.sent.getFirst().atNanos() <= world.nanos - bandwidth.per().toNanos()) {
      window.messages -= window.sent.removeFirst().messages();
    }
    if (window.messages > bandwidth.rate() + bandwidth.burst()) {
      throw Invariant.RATE.violated(
          "%s messages within %s for %s, %s", window.messages, bandwidth.per(), whose, bandwidth);
    }
  }
}
