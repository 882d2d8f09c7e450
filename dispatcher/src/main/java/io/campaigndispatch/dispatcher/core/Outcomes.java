package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.flow.Pending;
import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.model.outcome.Failure;
import io.campaigndispatch.model.outcome.Outcome;
import io.campaigndispatch.model.outcome.Status;
import io.campaigndispatch.model.outcome.Timings;
import io.campaigndispatch.model.outcome.VendorIds;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.wire.Decoded;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outcomes of requests that were read well, and whether they are dead letters too. */
final class Outcomes {

  private Outcomes() {}

  static Write.OfRequest accepted(Pending pending, String vendor, VendorIds ids, Now now) {
    return closing(pending, of(pending, Status.ACCEPTED, vendor, ids, null, null, now), false);
  }

  /**
   * @param vendor null when no call was made
   */
  static Write.OfRequest failed(
      Pending pending, @Nullable String vendor, Failure failure, Now now) {
    return deadLetter(pending, Status.FAILED, vendor, failure, now);
  }

  /**
   * @param vendor null when its workspace is not known any more
   */
  static Write.OfRequest uncertain(
      Pending pending, @Nullable String vendor, Failure failure, Now now) {
    return deadLetter(pending, Status.UNCERTAIN, vendor, failure, now);
  }

  static Write.OfRequest retrying(
      Pending pending, String vendor, Failure failure, long dueMillis, Now now) {
    Instant due = Instant.ofEpochMilli(dueMillis);
    return new Write.Retrying(
        pending.position(),
        pending.raw(),
        of(pending, Status.RETRYING, vendor, VendorIds.NONE, failure, due, now),
        dueMillis);
  }

  /** It is to be tried again, so late that it waits in the delay topic. */
  static Write.OfRequest retryingLater(
      Pending pending, String vendor, Failure failure, long dueMillis, Now now) {
    Instant due = Instant.ofEpochMilli(dueMillis);
    return parked(
        pending, of(pending, Status.RETRYING, vendor, VendorIds.NONE, failure, due, now), due, now);
  }

  /** Its time has not come. */
  static Write.OfRequest scheduled(Pending pending, Instant due, Now now) {
    return parked(
        pending, of(pending, Status.SCHEDULED, null, VendorIds.NONE, null, due, now), due, now);
  }

  /** It waits until it is due or expires. */
  private static Write.OfRequest parked(Pending pending, Outcome outcome, Instant due, Now now) {
    Instant until = due.isBefore(pending.expiresAt()) ? due : pending.expiresAt();
    long entered = RecordHistory.enteredMillis(pending.raw());
    return new Write.Parked(
        pending.position(),
        pending.raw(),
        outcome,
        new Parking(
            Math.max(0, until.toEpochMilli()),
            entered < 0 ? now.millis() : entered,
            pending.firstCallMillis(),
            pending.request().priority(),
            pending.position().child()));
  }

  static Write.OfRequest expired(Pending pending, @Nullable String vendor, Now now) {
    return closing(
        pending, of(pending, Status.EXPIRED, vendor, VendorIds.NONE, null, null, now), false);
  }

  static Write.OfRequest cancelled(Pending pending, @Nullable String vendor, Now now) {
    return closing(
        pending, of(pending, Status.CANCELLED, vendor, VendorIds.NONE, null, null, now), false);
  }

  static Write.OfRequest suppressed(Pending pending, @Nullable String vendor, Now now) {
    return closing(
        pending, of(pending, Status.SUPPRESSED, vendor, VendorIds.NONE, null, null, now), false);
  }

  static Write.OfRequest duplicate(Pending pending, Now now) {
    return closing(
        pending, of(pending, Status.DUPLICATE, null, VendorIds.NONE, null, null, now), false);
  }

  /** Of a record that was never a request in memory: invalid, or away from home for good. */
  static Outcome failed(Decoded.Invalid invalid, RawRecord raw, RecordHistory history, Now now) {
    return ofUnread(invalid, Status.FAILED, invalid.failure(), raw, history, now);
  }

  static Outcome duplicate(Decoded.Invalid invalid, RawRecord raw, RecordHistory history, Now now) {
    return ofUnread(invalid, Status.DUPLICATE, null, raw, history, now);
  }

  private static Outcome ofUnread(
      Decoded.Invalid invalid,
      Status status,
      @Nullable Failure failure,
      RawRecord raw,
      RecordHistory history,
      Now now) {
    return new Outcome(
        Objects.requireNonNull(invalid.requestId(), "an outcome names its request"),
        Objects.requireNonNull(invalid.workspaceId(), "an outcome names its workspace"),
        invalid.campaignId(),
        invalid.recipient(),
        status,
        0,
        history.replay(),
        now.instant(),
        null,
        VendorIds.NONE,
        failure,
        null,
        new Timings(raw.timestamp() < 0 ? 0 : Math.max(0, now.millis() - raw.timestamp()), 0, 0),
        history.source(),
        invalid.metadata());
  }

  private static Write.OfRequest deadLetter(
      Pending pending, Status status, @Nullable String vendor, Failure failure, Now now) {
    return closing(pending, of(pending, status, vendor, VendorIds.NONE, failure, null, now), true);
  }

  private static Write.OfRequest closing(Pending pending, Outcome outcome, boolean deadLetter) {
    return new Write.Final(pending.position(), pending.raw(), outcome, deadLetter);
  }

  private static Outcome of(
      Pending pending,
      Status status,
      @Nullable String vendor,
      VendorIds ids,
      @Nullable Failure failure,
      @Nullable Instant nextAttemptAt,
      Now now) {
    SendRequest request = pending.request();
    return new Outcome(
        request.requestId(),
        request.workspaceId(),
        request.campaignId(),
        request.recipient(),
        status,
        pending.attempts(),
        pending.replay(),
        now.instant(),
        vendor,
        ids,
        failure,
        nextAttemptAt,
        pending.timings(now.millis()),
        pending.source(),
        request.metadata());
  }
}
