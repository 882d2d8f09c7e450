package io.campaigndispatch.dispatcher.admin;

import io.campaigndispatch.dispatcher.admin.WorkerStatus.OfFailure;
import io.campaigndispatch.dispatcher.core.CoreEvent;
import io.campaigndispatch.dispatcher.core.CoreSnapshot;
import io.campaigndispatch.dispatcher.core.Write;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What failed lately, one entry per workspace, status and code with the last example of it, so that
 * a thousand alike do not hide the one that is different. Those seen last are kept. Told by the
 * publisher's thread once an outcome is in Kafka, read by any.
 */
public final class FailureKinds {

  /** Of all workspaces together: they are part of every status that a worker says. */
  private static final int MOST = 128;

  private static final int MOST_OF_WORKSPACE = 5;
  private static final int LONGEST_TEXT = 200;

  private record Kind(String workspaceId, Status status, String code) {}

  private final Predicate<String> isConfigured;

  /** Guarded by this; the one that was seen longest ago comes first. */
  private final LinkedHashMap<Kind, OfFailure> kinds = new LinkedHashMap<>();

  /**
   * @param isConfigured of a workspace's id; ids that users invented share one name
   */
  public FailureKinds(Predicate<String> isConfigured) {
    this.isConfigured = isConfigured;
  }

  /** Looks at what was written; at nothing else. */
  public void see(CoreEvent event) {
    if (event instanceof CoreEvent.Written written) {
      for (Write write : written.writes()) {
        Outcome outcome = outcomeOf(write);
        if (outcome != null && outcome.failure() != null && isFailure(outcome.status())) {
          add(outcome, outcome.failure());
        }
      }
    }
  }

  /** Those seen last come last. */
  synchronized List<OfFailure> recent() {
    return List.copyOf(kinds.values());
  }

  private static @Nullable Outcome outcomeOf(Write write) {
    return switch (write) {
      case Write.Final(_, _, var outcome, _) -> outcome;
      case Write.Retrying(_, _, var outcome, _) -> outcome;
      case Write.Parked(_, _, var outcome, _) -> outcome;
      case Write.Moved _, Write.Unreadable _ -> null;
      case Write.Started _, Write.Unstarted _, Write.Returned _, Write.Kept _ -> null;
      case Write.Owned _, Write.Called _, Write.Snapshot _, Write.Released _ -> null;
    };
  }

  private static boolean isFailure(Status status) {
    return status == Status.FAILED || status == Status.UNCERTAIN || status == Status.RETRYING;
  }

  private synchronized void add(Outcome outcome, Failure failure) {
    String id = outcome.workspaceId();
    String workspaceId = isConfigured.test(id) ? id : CoreSnapshot.OTHER;
    Kind kind = new Kind(workspaceId, outcome.status(), cut(failure.code()));
    OfFailure before = kinds.remove(kind);
    kinds.put(kind, last(kind, outcome, failure, before));
    if (before == null) {
      makeRoom(workspaceId);
    }
  }

  private static OfFailure last(
      Kind kind, Outcome outcome, Failure failure, @Nullable OfFailure before) {
    Instant since = before == null ? outcome.at() : before.since();
    return new OfFailure(
        kind.workspaceId(),
        kind.status(),
        failure.category(),
        kind.code(),
        failure.httpStatus(),
        cut(failure.message()),
        before == null ? 1 : before.count() + 1,
        since,
        outcome.at(),
        outcome.vendor(),
        outcome.campaignId(),
        outcome.requestId(),
        outcome.recipient() == null ? null : outcome.recipient().masked());
  }

  /** Whoever fails in many ways displaces its own first. */
  private void makeRoom(String workspaceId) {
    List<Kind> own =
        kinds.keySet().stream().filter(kind -> kind.workspaceId().equals(workspaceId)).toList();
    if (own.size() > MOST_OF_WORKSPACE) {
      kinds.remove(own.getFirst());
    } else if (kinds.size() > MOST) {
      kinds.pollFirstEntry();
    }
  }

  private static String cut(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT - 1) + "…" : text;
  }
}
