package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.index.Position;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.index.RecentIds;
import io.campaigndispatch.dispatcher.index.Recovered;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.FailureCategory;
import io.campaigndispatch.model.outcome.FailureCode;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a record that was read: queue its requests, move it home, or close it at
 * once. Pure but for the ids it takes in the partition's window.
 */
final class Admission {

  private static final int MOST_MOVES = 3;

  private Directory directory;
  private final Homes homes;
  private final Holds holds;

  Admission(Directory directory, Homes homes, Holds holds) {
    this.directory = directory;
    this.homes = homes;
    this.holds = holds;
  }

  void use(Directory changed) {
    directory = changed;
  }

  static Failure unknown(String workspaceId) {
    return Failure.of(
        FailureCategory.REQUEST,
        FailureCode.UNKNOWN_WORKSPACE,
        "no workspace \"" + workspaceId + "\" is configured");
  }

  /** One request of a record. */
  sealed interface Admitted {

    /**
     * Waits in its workspace's queue.
     *
     * @param before its attempts under an earlier owner; null when there were none
     */
    record Queued(Pending pending, Workspace workspace, Recovered.@Nullable Attempted before)
        implements Admitted {}

    record Closed(Write.OfRequest write) implements Admitted {}
  }

  /** What is known of a partition's requests from before. */
  interface Known {
    boolean isDone(Position position);

    Recovered.@Nullable Attempted attempted(Position position);

    /** An attempt of an earlier owner of which nothing says what became of it. */
    Recovered.@Nullable Started started(Position position);
  }

  /**
   * What every step of an admission needs.
   *
   * @param again whether it was admitted before, and only its memory was let go of
   */
  private record Reading(
      RawRecord raw, RecordHistory history, Known known, RecentIds ids, boolean again, Now now) {}

  /**
   * The requests of a record that are still open, in order; empty when an earlier owner closed them
   * all.
   */
  List<Admitted> admit(RawRecord raw, Decoded decoded, Known known, RecentIds ids, Now now) {
    Position whole = Position.whole(raw.partition(), raw.offset());
    if (known.isDone(whole)) {
      remember(raw, decoded, ids);
      return List.of();
    }
    Reading reading = new Reading(raw, RecordHistory.of(raw), known, ids, false, now);
    String workspaceId = workspaceOf(decoded);
    if (workspaceId != null && isAway(raw, workspaceId)) {
      return List.of(new Admitted.Closed(moved(reading, whole, workspaceId, decoded)));
    }
    return admit(reading, whole, decoded);
  }

  /**
   * The same of a record that was admitted before and is read again: its ids are taken, it is at
   * home.
   */
  List<Admitted> admitAgain(RawRecord raw, Decoded decoded, Known known, RecentIds ids, Now now) {
    Reading reading = new Reading(raw, RecordHistory.of(raw), known, ids, true, now);
    return admit(reading, Position.whole(raw.partition(), raw.offset()), decoded);
  }

  private List<Admitted> admit(Reading reading, Position whole, Decoded decoded) {
    RecordHistory.Delay delay = reading.history().delay();
    return switch (decoded) {
      case Decoded.Entry entry -> List.of(admit(reading, whole, entry));
      case Decoded.FannedOut(_, var entries)
          when delay != null && delay.child() >= 0 && delay.child() < entries.size() ->
          // It waited alone.
          List.of(admit(reading, whole, entries.get(delay.child())));
      case Decoded.FannedOut(_, var entries) -> {
        List<Admitted> admitted = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
          Position position = new Position(whole.partition(), whole.offset(), i);
          if (reading.known().isDone(position)) {
            var _ = isFirst(reading, entries.get(i));
          } else {
            admitted.add(admit(reading, position, entries.get(i)));
          }
        }
        yield admitted;
      }
    };
  }

  /**
   * Takes the ids of a record that is closed already, so that a later repetition is known for one.
   */
  void remember(RawRecord raw, Decoded decoded, RecentIds ids) {
    String workspaceId = workspaceOf(decoded);
    RecordHistory history = RecordHistory.of(raw);
    if (history.replay() > 0
        || history.delay() != null
        || (workspaceId != null && isAway(raw, workspaceId))) {
      return;
    }
    switch (decoded) {
      case Decoded.Entry entry -> take(ids, entry, raw.offset());
      case Decoded.FannedOut(_, var entries) ->
          entries.forEach(entry -> take(ids, entry, raw.offset()));
    }
  }

  private Admitted admit(Reading reading, Position position, Decoded.Entry entry) {
    boolean first = isFirst(reading, entry);
    return switch (entry) {
      case Decoded.Valid(var request, _) -> admit(reading, position, request, first);
      case Decoded.Invalid invalid ->
          new Admitted.Closed(closed(reading, position, invalid, first));
    };
  }

  private Admitted admit(Reading reading, Position position, SendRequest request, boolean first) {
    Workspace workspace = directory.workspace(request.workspaceId());
    Recovered.Attempted before = reading.known().attempted(position);
    Recovered.Started started = reading.known().started(position);
    Instant due = dueAt(request, reading);
    Pending pending =
        new Pending(
            position,
            reading.raw(),
            reading.history().source(),
            reading.history().replay(),
            request,
            expiresAt(request, due, workspace),
            past(reading, due, before, started));
    if (!first) {
      return new Admitted.Closed(Outcomes.duplicate(pending, reading.now()));
    }
    if (started != null && !mayGoAgain(pending, workspace)) {
      return new Admitted.Closed(
          Outcomes.uncertain(
              pending,
              workspace == null ? null : workspace.vendorId(),
              Evidence.workerEnded(request.message(), started),
              reading.now()));
    }
    if (workspace == null) {
      Failure failure = unknown(request.workspaceId());
      return new Admitted.Closed(Outcomes.failed(pending, null, failure, reading.now()));
    }
    if (before == null && started == null && request.schedule() != null && isEarly(reading, due)) {
      return new Admitted.Closed(Outcomes.scheduled(pending, due, reading.now()));
    }
    RecordHistory.Delay delay = reading.history().delay();
    if (before == null
        && started == null
        && delay != null
        && isRecalledInVain(pending, delay, reading)) {
      Instant until = Instant.ofEpochMilli(delay.dueMillis());
      return new Admitted.Closed(Outcomes.scheduled(pending, until, reading.now()));
    }
    return new Admitted.Queued(pending, workspace, before);
  }

  /** Whether one that may have been called may be called again. */
  private static boolean mayGoAgain(Pending pending, @Nullable Workspace workspace) {
    OnUncertain policy =
        OnUncertain.of(pending.request(), workspace == null ? null : workspace.onUncertain());
    return policy == OnUncertain.RESEND
        && (workspace == null || pending.attempts() < workspace.maxAttempts());
  }

  /** Once it was decided that its time has come, a clock that is set back changes nothing. */
  private static boolean isEarly(Reading reading, Instant due) {
    return !reading.again()
        && reading.history().delay() == null
        && due.isAfter(reading.now().instant());
  }

  /** Its campaign runs again: it waits until it is due after all. */
  private boolean isRecalledInVain(Pending pending, RecordHistory.Delay delay, Reading reading) {
    SendRequest request = pending.request();
    return delay.recalled()
        && !reading.again()
        && delay.dueMillis() > reading.now().millis()
        && !holds.isCancelled(request.workspaceId(), request.campaignId());
  }

  /** When its first call may be made. */
  private static Instant dueAt(SendRequest request, Reading reading) {
    RecordHistory.Delay delay = reading.history().delay();
    long entered = delay == null ? reading.raw().timestamp() : delay.enteredMillis();
    // A record that was written without a time is taken to be from now.
    Instant since = Instant.ofEpochMilli(entered < 0 ? reading.now().millis() : entered);
    Instant due = request.schedule() == null ? since : request.schedule().dueAt(since);
    // What an operator sends again is due at once, and expires later.
    return reading.history().replay() > 0 && delay == null && due.isBefore(since) ? since : due;
  }

  private static Pending.Past past(
      Reading reading,
      Instant due,
      Recovered.@Nullable Attempted before,
      Recovered.@Nullable Started started) {
    RecordHistory.Delay delay = reading.history().delay();
    int attempts = before != null ? before.attempts() : delay == null ? 0 : delay.attempts();
    if (started != null) {
      attempts = started.attempt();
    }
    boolean dated = reading.raw().timestamp() >= 0 || delay != null;
    return new Pending.Past(
        attempts,
        dated ? due.toEpochMilli() : -1,
        delay == null ? Parking.NEVER : delay.calledMillis());
  }

  private static Instant expiresAt(
      SendRequest request, Instant due, @Nullable Workspace workspace) {
    if (request.expiresAt() != null) {
      return request.expiresAt();
    }
    return workspace == null ? Instant.MAX : due.plus(workspace.expiresAfter());
  }

  private static Write.OfRequest closed(
      Reading reading, Position position, Decoded.Invalid invalid, boolean first) {
    if (invalid.requestId() == null || invalid.workspaceId() == null) {
      return new Write.Unreadable(
          position,
          reading.raw(),
          reading.history().source(),
          reading.history().replay(),
          invalid.failure());
    }
    Outcome outcome =
        first
            ? Outcomes.failed(invalid, reading.raw(), reading.history(), reading.now())
            : Outcomes.duplicate(invalid, reading.raw(), reading.history(), reading.now());
    return new Write.Final(position, reading.raw(), outcome, first);
  }

  private Write.OfRequest moved(
      Reading reading, Position position, String workspaceId, Decoded decoded) {
    int home = homes.of(workspaceId);
    String requestId = requestIdOf(decoded);
    if (reading.history().moves() < MOST_MOVES) {
      return new Write.Moved(
          position, reading.raw(), requestId, workspaceId, home, reading.history().source());
    }
    Failure failure =
        Failure.of(
            FailureCategory.REQUEST,
            FailureCode.MOVES,
            "moved " + MOST_MOVES + " times and still not in its home partition " + home);
    Decoded.Invalid stray =
        new Decoded.Invalid(requestId, workspaceId, null, null, Map.of(), failure);
    return closed(reading, position, stray, true);
  }

  private static @Nullable String requestIdOf(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Valid valid -> valid.request().requestId();
      case Decoded.Invalid invalid -> invalid.requestId();
      case Decoded.FannedOut fannedOut -> fannedOut.requestId();
    };
  }

  private boolean isAway(RawRecord raw, String workspaceId) {
    return homes.of(workspaceId) != raw.partition()
        || raw.key() == null
        || !Arrays.equals(raw.key(), workspaceId.getBytes(StandardCharsets.UTF_8));
  }

  /** What an operator sends again repeats an id on purpose, and takes none; so does what waited. */
  private static boolean isFirst(Reading reading, Decoded.Entry entry) {
    return reading.again()
        || reading.history().replay() > 0
        || reading.history().delay() != null
        || take(reading.ids(), entry, reading.raw().offset());
  }

  /** False when the id is taken by another record; a record without ids takes nothing. */
  private static boolean take(RecentIds ids, Decoded.Entry entry, long offset) {
    return switch (entry) {
      case Decoded.Valid(var request, _) ->
          ids.take(request.workspaceId(), request.requestId(), offset);
      case Decoded.Invalid invalid -> {
        String requestId = invalid.requestId();
        String workspaceId = invalid.workspaceId();
        yield requestId == null || workspaceId == null || ids.take(workspaceId, requestId, offset);
      }
    };
  }

  /**
   * The workspace whose home the record belongs to, also when it breaks a rule: its id must be
   * taken where the others of its workspace are. Null for a record without ids, and for one too
   * large to take the headers of a move.
   */
  private static @Nullable String workspaceOf(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Valid valid -> valid.request().workspaceId();
      case Decoded.Invalid invalid ->
          invalid.requestId() == null || invalid.failure().code().equals(FailureCode.TOO_LARGE)
              ? null
              : invalid.workspaceId();
      case Decoded.FannedOut fannedOut ->
          fannedOut.entries().stream()
              .map(Admission::workspaceOf)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
    };
  }
}
