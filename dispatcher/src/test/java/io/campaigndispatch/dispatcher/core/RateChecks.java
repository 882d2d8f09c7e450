package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.Workspace;
import java.util.HashMap;
import java.util.Map;

/**
 * The law of every throttle: in any window t, messages ≤ burst + rate · t / per. It holds if and
 * only if a bucket of that burst, refilled at that rate and full at first, never lacks a token.
 */
final class RateChecks {

  private static final double ROUNDING = 1e-6;

  private record Key(String owner, Bandwidth bandwidth) {}

  private static final class Law {
    final Bandwidth bandwidth;
    double tokens;
    long atNanos;
    Ownership owner;

    Law(Bandwidth bandwidth, Ownership owner, long nowNanos) {
      this.bandwidth = bandwidth;
      this.owner = owner;
      this.tokens = bandwidth.burst();
      this.atNanos = nowNanos;
    }
  }

  private final World world;
  private final Map<Key, Law> laws = new HashMap<>();

  RateChecks(World world) {
    this.world = world;
  }

  void called(Effect.Call call, Ownership owner) {
    String id = call.requests().getFirst().workspaceId();
    Workspace workspace = world.directory.workspace(id);
    if (workspace == null) {
      throw new AssertionError("a call for a workspace that is not configured: " + id);
    }
    for (Bandwidth bandwidth : workspace.throttle()) {
      take(id, bandwidth, call.requests().size(), owner);
    }
  }

  private void take(String id, Bandwidth bandwidth, int messages, Ownership owner) {
    Law law =
        laws.computeIfAbsent(new Key(id, bandwidth), _ -> new Law(bandwidth, owner, world.nanos));
    law.tokens =
        Math.min(
            bandwidth.burst(),
            law.tokens
                + (double) bandwidth.rate()
                    * (world.nanos - law.atNanos)
                    / bandwidth.per().toNanos());
    law.atNanos = world.nanos;
    if (law.owner != owner) {
      // Levels do not come over yet.
      law.owner = owner;
      law.tokens = bandwidth.burst();
    }
    law.tokens -= messages;
    if (law.tokens < -ROUNDING) {
      throw Invariant.RATE.violated(
          "%s messages of %s too many for %s", -law.tokens, id, bandwidth);
    }
  }
}
