package io.campaigndispatch.dispatcher.core;

import io.campaigndispatch.dispatcher.index.RawRecord;
import io.campaigndispatch.dispatcher.template.TemplateGate;
import io.campaigndispatch.dispatcher.vendor.Verdict;
import io.campaigndispatch.model.wire.Decoded;
import io.campaigndispatch.model.workspace.Bandwidth;
import io.campaigndispatch.model.workspace.CampaignState;
import io.campaigndispatch.model.workspace.Directory;
import io.campaigndispatch.model.workspace.Suppression;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the core is told. */
public sealed interface CoreEvent {

  /** What is known of templates changed. */
  record TemplatesChanged(TemplateGate templates) implements CoreEvent {}

  /**
   * A campaign is run, paused or cancelled, perhaps slower than its workspace; null rate: no
   * slower.
   *
   * @param order its place among all that was ordered of campaigns: what was ordered later is
   *     higher
   */
  record CampaignChanged(
      String workspaceId,
      String campaignId,
      CampaignState state,
      @Nullable Bandwidth rate,
      long order)
      implements CoreEvent {}

  /** The snapshots of all partitions were deleted: what they said must be written anew. */
  record SnapshotsGone() implements CoreEvent {}

  /** An operator pauses a workspace, or lets it go on. */
  record WorkspacePaused(String workspaceId, boolean paused, Instant since) implements CoreEvent {}

  /** A recipient opted out, or in again (null). The number is canonical, `+` and digits. */
  record SuppressionChanged(String workspaceId, String recipient, @Nullable Suppression suppression)
      implements CoreEvent {}

  /** Vendors, workspaces, throttles and throttle groups as configured from now on. */
  record DirectoryChanged(Directory directory) implements CoreEvent {}

  /** What a credential's file says has changed: a hold because of it ends. */
  record CredentialChanged(String workspaceId) implements CoreEvent {}

  /**
   * How busy the machine is; told about four times a second.
   *
   * @param load of its processors, 0 to 1
   */
  record ProcessorLoad(double load) implements CoreEvent {}

  /**
   * A partition is ours and what earlier owners left of it has been read.
   *
   * @param epoch of the assignment; events of an older one are void
   */
  record PartitionOpened(int partition, long epoch, Restored restored) implements CoreEvent {}

  /**
   * Records in log order.
   *
   * @param nextOffset everything below it has been read, gaps included
   */
  record RecordsRead(int partition, long epoch, List<ReadRecord> records, long nextOffset)
      implements CoreEvent {
    public RecordsRead {
      records = List.copyOf(records);
    }
  }

  /** What was asked for by its offsets, or a part of it. */
  sealed interface ReadAgain extends CoreEvent {}

  /**
   * Records that {@link Effect.Reread} asked for, in log order.
   *
   * @param pass the asking's number
   * @param readTo every offset below it that was asked for is among these records or was before;
   *     what is not, is gone from the log
   */
  record RecordsReread(int partition, long epoch, long pass, List<ReadRecord> records, long readTo)
      implements ReadAgain {
    public RecordsReread {
      records = List.copyOf(records);
    }
  }

  /**
   * Records of the delay topic that {@link Effect.ScanDelayed} asked for, in log order.
   *
   * @param readTo everything below it was read
   */
  record DelayedScanned(int partition, long epoch, List<RawRecord> records, long readTo)
      implements ReadAgain {
    public DelayedScanned {
      records = List.copyOf(records);
    }
  }

  /**
   * Records of the delay topic that {@link Effect.RereadDelayed} asked for; like {@link
   * RecordsReread}.
   */
  record DelayedReread(int partition, long epoch, long pass, List<RawRecord> records, long readTo)
      implements ReadAgain {
    public DelayedReread {
      records = List.copyOf(records);
    }
  }

  /**
   * What was to be read next was deleted: reading goes on where the log begins now.
   *
   * @param nextOffset the log's first offset, above everything that was read
   */
  record UnreadDeleted(int partition, long epoch, long nextOffset) implements CoreEvent {}

  /** The log begins here now: what lay before it was deleted. */
  record LogBegins(int partition, long firstOffset) implements CoreEvent {}

  /** One record and what it turned out to be. */
  record ReadRecord(RawRecord raw, Decoded decoded) {}

  /** The group has said, after it was asked, that what was given to us and not lost is ours. */
  record MembershipConfirmed(long question) implements CoreEvent {}

  /** The group has not answered for so long that others may own our partitions by now. */
  record GroupSilent() implements CoreEvent {}

  /**
   * The partition is to be given up: finish what is in flight, then answer {@link Effect.Released}.
   *
   * @param epoch of the assignment that ends
   */
  record PartitionRevoked(int partition, long epoch) implements CoreEvent {}

  /**
   * The patience for a revoked partition's calls is over: they count no more, the partition is
   * handed over as it is.
   */
  record PartitionAbandoned(int partition, long epoch) implements CoreEvent {}

  /** The partition is somebody else's already; answered by {@link Effect.Released} too. */
  record PartitionLost(int partition, long epoch) implements CoreEvent {}

  /**
   * A call was written noticeably later than its tokens were taken.
   *
   * @param writtenNanos by the core's monotonic clock
   */
  record WrittenLate(long callId, long writtenNanos) implements CoreEvent {}

  /**
   * A call ended.
   *
   * @param verdicts one per request of the call
   * @param vendorNanos how long the call took
   */
  record Replied(long callId, List<Verdict> verdicts, long vendorNanos) implements CoreEvent {
    public Replied {
      verdicts = List.copyOf(verdicts);
    }
  }

  /**
   * A transaction was committed.
   *
   * @param journalEnds by partition, one past the journal record written
   * @param places the offset of each {@link Write.Parked} and {@link Write.Kept} in the delay topic
   *     and of each {@link Write.Returned} among the requests; told apart by identity
   */
  record Written(List<Write> writes, Map<Integer, Long> journalEnds, Map<Write, Long> places)
      implements CoreEvent {
    /** Where something stands that was parked or has returned. */
    public long placeOf(Write write) {
      Long place = places.get(write);
      if (place == null) {
        throw new IllegalStateException("it is told where a request was put");
      }
      return place;
    }

    /** Nothing was parked. */
    public Written(List<Write> writes, Map<Integer, Long> journalEnds) {
      this(writes, journalEnds, Map.of());
    }
  }

  /**
   * A partition was lost before this worker's ownership of it was written: nothing that was to be
   * written about it ever will be. Told after {@link PartitionLost}.
   *
   * @param writes that are void, in order; more of them may follow
   */
  record OwnershipRefused(int partition, List<Write> writes) implements CoreEvent {
    public OwnershipRefused {
      writes = List.copyOf(writes);
    }
  }
}
