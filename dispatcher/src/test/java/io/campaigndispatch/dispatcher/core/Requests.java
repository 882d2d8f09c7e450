package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every request of a history; kept apart from everything the cores believe. */
final class Requests {

  /** Requests whose first attempts start in log order. */
  record FlowKey(
      String workspaceId, Priority priority, @Nullable String campaignId, boolean returned) {
    static FlowKey of(Tracked tracked, SendRequest request) {
      return new FlowKey(
          request.workspaceId(), request.priority(), request.campaignId(), tracked.returned);
    }
  }

  /** Who took an id, and by which offset anybody last used it. */
  private record Taken(Tracked by, long lastUsed) {}

  private final Directory directory;
  private final Homes homes;
  private final long duplicatesWindow;
  private final Faults faults;
  private final Map<SendRequest, Tracked> byRequest = new IdentityHashMap<>();
  private final Map<String, Taken> ids = new HashMap<>();
  private final Map<FlowKey, NavigableMap<Long, Tracked>> untried = new HashMap<>();
  private final Map<String, Integer> openByRecipient = new HashMap<>();

  Requests(Directory directory, Homes homes, long duplicatesWindow, Faults faults) {
    this.directory = directory;
    this.homes = homes;
    this.duplicatesWindow = duplicatesWindow;
    this.faults = faults;
  }

  /** What a record carries, as it is appended. */
  Tracked[] append(RawRecord raw, Decoded decoded) {
    List<Decoded.Entry> entries =
        switch (decoded) {
          case Decoded.Entry entry -> List.of(entry);
          case Decoded.FannedOut(_, var several) -> several;
        };
    RecordHistory history = RecordHistory.of(raw);
    boolean isHome = isHome(raw, entries.getFirst());
    if (!isHome) {
      faults.count(Fault.RECORD_AWAY_FROM_HOME);
    }
    RecordHistory.Delay delay = history.delay();
    if (delay != null && delay.child() >= 0) {
      entries = List.of(entries.get(delay.child()));
    }
    List<Tracked> all = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Decoded.Entry entry = entries.get(i);
      Tracked tracked =
          entry instanceof Decoded.Valid(var request, _)
              ? byRequest.computeIfAbsent(request, one -> of(one, raw.timestamp()))
              : new Tracked(null, null, Instant.MAX);
      tracked.partition = raw.partition();
      tracked.offset = raw.offset();
      tracked.child = decoded instanceof Decoded.FannedOut && delay == null ? i : -1;
      tracked.returned = delay != null;
      tracked.flow = null;
      tracked.closed = false;
      tracked.deleted = false;
      tracked.decidedBy = null;
      if (isHome && history.replay() == 0 && delay == null) {
        take(entry, tracked);
      }
      tracked.waits =
          isHome
              && tracked.repeats == Tracked.Repeats.NO
              && tracked.workspace != null
              && tracked.request != null
              && (tracked.request.schedule() == null || delay != null);
      opened(tracked);
      all.add(tracked);
    }
    return all.toArray(Tracked[]::new);
  }

  private Tracked of(SendRequest request, long timestamp) {
    Workspace workspace = directory.workspace(request.workspaceId());
    Instant expiresAt = request.expiresAt();
    if (expiresAt == null) {
      expiresAt =
          workspace == null
              ? Instant.MAX
              : dueAt(request, timestamp).plus(workspace.expiresAfter());
    }
    return new Tracked(request, workspace, expiresAt);
  }

  private static Instant dueAt(SendRequest request, long timestamp) {
    Instant entered = Instant.ofEpochMilli(timestamp);
    return request.schedule() == null ? entered : request.schedule().dueAt(entered);
  }

  private boolean isHome(RawRecord raw, Decoded.Entry first) {
    String workspaceId =
        switch (first) {
          case Decoded.Valid(var request, _) -> request.workspaceId();
          case Decoded.Invalid invalid ->
              invalid.requestId() == null ? null : invalid.workspaceId();
        };
    return workspaceId == null
        || (homes.of(workspaceId) == raw.partition()
            && raw.key() != null
            && workspaceId.equals(new String(raw.key(), StandardCharsets.UTF_8)));
  }

  private void take(Decoded.Entry entry, Tracked tracked) {
    String workspaceId =
        entry instanceof Decoded.Invalid invalid
            ? invalid.workspaceId()
            : ((Decoded.Valid) entry).request().workspaceId();
    String requestId =
        entry instanceof Decoded.Invalid invalid
            ? invalid.requestId()
            : ((Decoded.Valid) entry).request().requestId();
    if (workspaceId == null || requestId == null) {
      return;
    }
    tracked.idOffset = tracked.offset;
    String id = tracked.partition + ":" + workspaceId + "/" + requestId;
    Taken before = ids.get(id);
    long from = tracked.offset - duplicatesWindow;
    if (before == null || before.lastUsed() < from) {
      tracked.repeats = Tracked.Repeats.NO;
      ids.put(id, new Taken(tracked, tracked.offset));
    } else {
      // Beyond the window of the first but not of a repetition, either answer is right.
      boolean certain = before.by().idOffset >= from;
      tracked.first = before.by();
      tracked.repeats = certain ? Tracked.Repeats.YES : Tracked.Repeats.MAYBE;
      ids.put(id, new Taken(certain ? before.by() : tracked, tracked.offset));
      faults.count(Fault.DUPLICATE_ID);
    }
  }

  private void opened(Tracked tracked) {
    if (tracked.waits) {
      tracked.sharesRecipient = openByRecipient.merge(tracked.recipient(), 1, Integer::sum) > 1;
      untriedOf(tracked).put(tracked.place(), tracked);
    }
  }

  /** It is closed, or deleted from the log. */
  void ended(Tracked tracked) {
    if (tracked.waits) {
      openByRecipient.merge(tracked.recipient(), -1, Integer::sum);
      untriedOf(tracked).remove(tracked.place());
    }
  }

  /** Its first attempt starts. */
  void tried(Tracked tracked) {
    untriedOf(tracked).remove(tracked.place());
  }

  private NavigableMap<Long, Tracked> untriedOf(Tracked tracked) {
    if (tracked.flow == null) {
      if (tracked.request == null) {
        throw new IllegalStateException("only what was read waits");
      }
      tracked.flow =
          untried.computeIfAbsent(FlowKey.of(tracked, tracked.request), _ -> new TreeMap<>());
    }
    return tracked.flow;
  }

  /** Those before it in its flow that were never tried. */
  Iterable<Tracked> untriedBefore(Tracked tracked) {
    return untriedOf(tracked).headMap(tracked.place()).values();
  }

  /** Whether it is the next of its flow to be tried. */
  boolean isFirstUntried(Tracked tracked) {
    var first = untriedOf(tracked).firstEntry();
    return first != null && first.getValue() == tracked;
  }

  /** Whether no other open request of its workspace is for its recipient. */
  boolean isAloneWithItsRecipient(Tracked tracked) {
    tracked.sharesRecipient |= openByRecipient.getOrDefault(tracked.recipient(), 0) > 1;
    return !tracked.sharesRecipient;
  }

  /** The very request that a core was given, told by identity. */
  @Nullable Tracked of(SendRequest request) {
    return byRequest.get(request);
  }
}
