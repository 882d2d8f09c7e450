package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.send.OnUncertain;
import io.campaigndispatch.model.send.Priority;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Workspace;
import java.time.Instant;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** One request of the simulated log and what became of it, as seen from outside. */
final class Tracked {

  /** Null when it cannot be read. */
  final @Nullable SendRequest request;

  /** Null when it is not configured. */
  final @Nullable Workspace workspace;

  final Instant expiresAt;

  /** Those of its flow that were never tried; null until it is asked for. */
  @Nullable NavigableMap<Long, Tracked> flow;

  private @Nullable String recipient;

  // Where it is; it moves once.
  int partition;
  long offset;
  int child;

  /** Where it was when its id was looked at. */
  long idOffset;

  /** Whether it came there from the delay topic. */
  boolean returned;

  /** Whether it waits for a call once it is read, and is not closed at once. */
  boolean waits;

  /** Whether an earlier request of the log has its id, so that it ends as a duplicate. */
  Repeats repeats = Repeats.NO;

  /** The one that has its id; null for none. */
  @Nullable Tracked first;

  /** Whether another request for its recipient was ever open together with it. */
  boolean sharesRecipient;

  boolean closed;
  boolean deleted;

  /** By whom it is decided how it ends, written or not. */
  @Nullable Ownership decidedBy;

  /** By whom it was last called for; null when it never was. */
  @Nullable Ownership calledBy;

  /** Who last said in the journal that a call is near; null for none. */
  @Nullable Ownership markedBy;

  /**
   * World time at which that owner heard that it is written; MAX_VALUE when it has not yet, or it
   * is over.
   */
  long markedNanos;

  /** What came of that call; null while it is under way. */
  @Nullable Verdict verdict;

  boolean wasAccepted;

  /** World time at which a core was last handed it. */
  long deliveredNanos = Long.MIN_VALUE;

  /** World time before which it is not tried again. */
  long dueNanos = Long.MIN_VALUE;

  enum Repeats {
    NO,
    MAYBE,
    YES
  }

  Tracked(@Nullable SendRequest request, @Nullable Workspace workspace, Instant expiresAt) {
    this.request = request;
    this.workspace = workspace;
    this.expiresAt = expiresAt;
  }

  boolean isOpen() {
    return !closed && !deleted;
  }

  /** Of a record that carried it once, it may have gone elsewhere alone. */
  boolean isAt(int ofPartition, long ofOffset) {
    return partition == ofPartition && offset == ofOffset;
  }

  boolean isUnderWay() {
    return calledBy != null && verdict == null;
  }

  /** Whether an uncertain answer may be followed by another call. */
  boolean resends() {
    if (request == null || workspace == null) {
      return false;
    }
    OnUncertain policy = request.onUncertain();
    if (policy == null) {
      policy = workspace.onUncertain();
    }
    if (policy == null) {
      policy = request.priority() == Priority.BULK ? OnUncertain.HOLD : OnUncertain.RESEND;
    }
    return policy == OnUncertain.RESEND;
  }

  /** Whose turn it takes: requests with the same one never go at the same time. */
  String recipient() {
    if (recipient == null) {
      if (request == null || request.recipient() == null) {
        throw new IllegalStateException("every simulated request that is read has a recipient");
      }
      String digits = request.recipient().digits();
      // Mexico's mobile 1, the one alias that is simulated.
      String canonical =
          digits.startsWith("521") && digits.length() == 13 ? "52" + digits.substring(3) : digits;
      recipient = request.workspaceId() + "/" + canonical;
    }
    return recipient;
  }

  /** In log order. */
  long place() {
    return offset * 64 + child + 1;
  }

  @Override
  public String toString() {
    return partition
        + "@"
        + offset
        + (child < 0 ? "" : "#" + child)
        + (request == null
            ? ""
            : " " + request.requestId() + " " + request.priority() + " to " + recipient());
  }
}
