package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.OpenOffsets;
import io.campaigndispatch.dispatcher.vendor.HttpCall;
import io.campaigndispatch.model.send.SendRequest;
import io.campaigndispatch.model.workspace.Vendor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the core wants done. */
public sealed interface Effect {

  /**
   * Make this call now: its tokens are taken.
   *
   * @param takenNanos when its tokens were taken, monotonic
   * @param mostLateNanos when it is written so much later, or later than that, it shall not be:
   *     what was paced would reach the vendor in a bunch. {@link Long#MAX_VALUE} for no such bound
   * @param queuedMillis of each request whose first call this is: from its record's timestamp until
   *     now
   * @param throttledNanos of the same requests: waiting at the head for a token
   * @param traces of those of its requests that belong to one
   */
  record Call(
      long callId,
      Vendor vendor,
      List<SendRequest> requests,
      HttpCall http,
      long takenNanos,
      long mostLateNanos,
      List<Long> queuedMillis,
      List<Long> throttledNanos,
      List<CallTrace> traces)
      implements Effect {}

  /** Put this into the next transaction. */
  record Publish(Write write) implements Effect {}

  /**
   * Read these records again; answered by {@link CoreEvent.RecordsReread}, one pass per partition
   * at a time.
   *
   * @param offsets ascending
   */
  record Reread(int partition, long epoch, long pass, List<Long> offsets) implements Effect {
    public Reread {
      offsets = List.copyOf(offsets);
    }
  }

  /**
   * Read what earlier owners wrote into the delay topic; answered by {@link
   * CoreEvent.DelayedScanned}.
   *
   * @param to exclusive
   */
  record ScanDelayed(int partition, long epoch, long from, long to) implements Effect {}

  /**
   * Read these records of the delay topic; answered by {@link CoreEvent.DelayedReread}, one pass
   * per partition at a time, and none before a scan is through.
   *
   * @param offsets ascending
   */
  record RereadDelayed(int partition, long epoch, long pass, List<Long> offsets) implements Effect {
    public RereadDelayed {
      offsets = List.copyOf(offsets);
    }
  }

  /** An open request is no longer in the delay topic and is lost; to be told loudly. */
  record LostDelayed(int partition, long offset) implements Effect {}

  /** Nothing below this offset of the delay topic is needed any more: it may be deleted. */
  record DeleteDelayed(int partition, long below) implements Effect {}

  /**
   * Open records are no longer in the log, and their requests are lost; to be told loudly.
   *
   * @param offset of the first of them
   */
  record Lost(int partition, long offset, long records) implements Effect {}

  /**
   * Records were deleted from the log before anybody read them; to be told loudly.
   *
   * @param from the first of these offsets, not all of which need hold a request
   * @param to one past the last
   */
  record LostUnread(int partition, long from, long to) implements Effect {}

  /**
   * Ask the group whether what was given to us still is; answered by {@link
   * CoreEvent.MembershipConfirmed} once it says so, and not before what was lost is told.
   */
  record ConfirmMembership(long question) implements Effect {}

  /**
   * A vendor's breaker has opened or closed; to be told.
   *
   * @param why in a few words
   */
  record BreakerMoved(String vendorId, boolean open, String why) implements Effect {}

  /** Stop or go on reading for the first time; what is read again is not concerned. */
  record Reading(boolean on) implements Effect {}

  /** Everything below this offset is closed. */
  record Commit(int partition, OpenOffsets.Resume resume) implements Effect {}

  /**
   * A partition that was revoked or lost is at rest and forgotten; it may be opened again.
   *
   * @param resume what to commit before it is let go; null when it was lost
   */
  record Released(int partition, OpenOffsets.@Nullable Resume resume) implements Effect {}
}
