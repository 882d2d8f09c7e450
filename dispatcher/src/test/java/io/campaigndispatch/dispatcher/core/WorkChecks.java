package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.VendorState;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.VendorType;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whether a worker does what it could: a request that has been read, and whose turn, permit and
 * token are there, is called for. Where it cannot be known from outside, it is not expected: the
 * workspace shares a ceiling or was slowed down by its vendor, or the recipient has others.
 */
final class WorkChecks {

  /** Events may wait a little for the core's next turn. */
  private static final long TICK_NANOS = Duration.ofMillis(20).toNanos();

  /** What memory let go of is read again, after the pass before it. */
  private static final long REREAD_NANOS = Duration.ofMillis(2_500).toNanos();

  /** By how much two workers' clocks differ, and what millisecond due times lose. */
  private static final long CLOCKS_APART_NANOS = Duration.ofMillis(1_500).toNanos();

  /** What a bucket that stood full does not earn. */
  private static final double MARGIN_SECONDS = 0.1;

  /** At least so many tokens are there. */
  private static final class Least {
    final double perNano;
    final long burst;
    double tokens;
    long atNanos;
    double full;

    Least(Bandwidth bandwidth, long nowNanos) {
      this.perNano = (double) bandwidth.rate() / bandwidth.per().toNanos();
      this.burst = bandwidth.burst();
      this.full = burst;
      this.atNanos = nowNanos;
    }

    void earn(long nowNanos) {
      double earned = perNano * (nowNanos - atNanos);
      tokens = Math.min((double) burst, tokens + earned);
      full = Math.min((double) burst, full + earned);
      atNanos = nowNanos;
    }

    void take(int messages, long nowNanos) {
      earn(nowNanos);
      if (full >= burst) {
        tokens -= perNano * 1e9 * MARGIN_SECONDS;
      }
      tokens -= messages;
      full -= messages;
    }

    /** Nothing is earned for so long. */
    void stop(long nanos) {
      tokens -= perNano * nanos;
    }

    /** When one was there. */
    long sinceNanos() {
      return tokens >= 1
          ? atNanos - (long) ((tokens - 1) / perNano)
          : atNanos + (long) ((1 - tokens) / perNano) + 1;
    }
  }

  private record Key(String workspaceId, Bandwidth bandwidth, Ownership by) {}

  private record Journal(String workspaceId, Ownership by) {}

  private final World world;
  private final Map<Key, Least> least = new HashMap<>();
  private final Set<String> slowed = new HashSet<>();
  private final Map<Journal, Integer> unjournaled = new HashMap<>();
  private final Map<Journal, Long> journaledNanos = new HashMap<>();
  private final Map<Journal, Integer> markersUnderWay = new HashMap<>();
  private final Map<Journal, Long> markedNanos = new HashMap<>();

  WorkChecks(World world) {
    this.world = world;
  }

  void called(Effect.Call call, Ownership by) {
    Workspace workspace = world.directory.workspace(call.requests().getFirst().workspaceId());
    if (workspace == null) {
      return;
    }
    unjournaled.merge(new Journal(workspace.id(), by), call.requests().size(), Integer::sum);
    for (Bandwidth bandwidth : workspace.throttle()) {
      least(workspace, bandwidth, by).take(call.requests().size(), world.nanos);
    }
  }

  /** The journal shows so many more calls: until then a workspace may have to wait. */
  void journaled(String workspaceId, Ownership by, int messages) {
    Journal journal = new Journal(workspaceId, by);
    unjournaled.merge(journal, -messages, Integer::sum);
    journaledNanos.put(journal, world.nanos);
  }

  /** A marker is on its way to the journal. */
  void marks(Tracked request, Ownership by) {
    markersUnderWay.merge(journalOf(request, by), 1, Integer::sum);
  }

  /** It is there. */
  void marked(Tracked request, Ownership by) {
    Journal journal = journalOf(request, by);
    markersUnderWay.merge(journal, -1, Integer::sum);
    markedNanos.put(journal, world.nanos);
  }

  private static Journal journalOf(Tracked request, Ownership by) {
    if (request.workspace == null) {
      throw new IllegalStateException("only requests of a workspace that is known are marked");
    }
    return new Journal(request.workspace.id(), by);
  }

  /**
   * Since when what must never be called twice may be called, or its marker asked for. What may be
   * resent can stand behind such in its flow.
   */
  private long markedNanos(Tracked request, Ownership by) {
    if (request.markedBy == by && request.markedNanos != Long.MAX_VALUE) {
      return request.markedNanos;
    }
    Journal journal = journalOf(request, by);
    return markersUnderWay.getOrDefault(journal, 0) > 0
        ? Long.MAX_VALUE
        : markedNanos.getOrDefault(journal, Long.MIN_VALUE);
  }

  /** A call was written so much later: its buckets earn nothing for that long. */
  void late(Effect.Call call, Ownership by, long nanos) {
    Workspace workspace = world.directory.workspace(call.requests().getFirst().workspaceId());
    if (workspace != null) {
      for (Bandwidth bandwidth : workspace.throttle()) {
        least(workspace, bandwidth, by).stop(nanos);
      }
    }
  }

  private Least least(Workspace workspace, Bandwidth bandwidth, Ownership by) {
    // An owner may begin with no tokens at all.
    return least.computeIfAbsent(
        new Key(workspace.id(), bandwidth, by), _ -> new Least(bandwidth, by.openedNanos));
  }

  /** It cannot be known from outside any more when its requests may go. */
  void slowed(String workspaceId) {
    slowed.add(workspaceId);
  }

  void replied(Tracked request, Verdict verdict) {
    boolean slows =
        verdict instanceof Verdict.Throttled
            || verdict instanceof Verdict.Hold
            || (verdict instanceof Verdict.Retry retry && retry.vendor() == VendorState.OVERLOADED);
    if (slows && request.workspace != null) {
      slowed.add(request.workspace.id());
    }
  }

  /** Time has passed: nothing may still wait for nothing. */
  void check(Ownership by, WorkerView view, Now now) {
    if (!by.isOwned() || by.unclean) {
      return;
    }
    boolean inMemory = by.isNew && !view.isTightSince(by.openedNanos);
    if (!inMemory && view.isTightSince(world.nanos - REREAD_NANOS)) {
      return;
    }
    long bound = inMemory ? TICK_NANOS : REREAD_NANOS;
    for (Tracked request : world.kafka.log(by.partition).openBelow(by.frontier)) {
      Workspace workspace = request.workspace;
      if (workspace != null && mayBeExpected(request, workspace, now, by, inMemory)) {
        long since = eligibleNanos(request, workspace, view, by);
        if (since < world.nanos - bound) {
          Invariant broken =
              workspace.id().equals(RandomTraffic.ALONE)
                  ? Invariant.ISOLATION
                  : Invariant.WORK_CONSERVING;
          throw broken.violated(
              "%s could have been called for %s ms ago by %s, under %s",
              request, (world.nanos - since) / 1_000_000, by.intake, workspace.throttle());
        }
      }
    }
  }

  private boolean mayBeExpected(
      Tracked request, Workspace workspace, Now now, Ownership by, boolean inMemory) {
    if (!request.waits
        || mayPauseItself(request)
        || request.decidedBy == by
        || (request.calledBy == by && request.verdict == null)
        || !world.requests.isAloneWithItsRecipient(request)
        || !request.expiresAt.isAfter(now.instant())) {
      return false;
    }
    if (!inMemory && !world.requests.isFirstUntried(request)) {
      return false;
    }
    boolean tried = request.calledBy != null;
    return !(tried && world.clockStepped)
        && !slowed.contains(workspace.id())
        && workspace.throttleGroup() == null
        && world.directory.vendorOf(workspace).type() != VendorType.PLATICA;
  }

  private boolean mayPauseItself(Tracked request) {
    return request.request != null
        && request.request.campaignId() != null
        && !world.settings.campaigns().equals(CampaignSettings.DEFAULT);
  }

  private long eligibleNanos(Tracked request, Workspace workspace, WorkerView view, Ownership by) {
    long since =
        Math.max(
            Math.max(by.ownedNanos, request.deliveredNanos),
            view.readyNanos(world.directory.vendorOf(workspace)));
    since = Math.max(since, world.calls.recipientFreeNanos(request));
    since = Math.max(since, markedNanos(request, by));
    if (request.calledBy != null) {
      since = Math.max(since, request.dueNanos + CLOCKS_APART_NANOS);
    }
    Journal journal = new Journal(workspace.id(), by);
    for (Bandwidth bandwidth : workspace.throttle()) {
      if (bandwidth.burst() > bandwidth.perSecond()) {
        since =
            unjournaled.getOrDefault(journal, 0) > 0
                ? Long.MAX_VALUE
                : Math.max(since, journaledNanos.getOrDefault(journal, Long.MIN_VALUE));
      }
      Least tokens = least(workspace, bandwidth, by);
      tokens.earn(world.nanos);
      since = Math.max(since, tokens.sinceNanos());
    }
    return since;
  }
}
